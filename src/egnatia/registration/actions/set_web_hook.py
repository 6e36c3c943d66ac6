"""Where a connected system wants its results sent, and that it wants them no more."""

import base64
import ipaddress
import secrets
from urllib.parse import SplitResult, urlsplit

from django.db import transaction
from django.utils.translation import gettext as _

from egnatia import audit
from egnatia.accounts import policy
from egnatia.accounts.models import Officer
from egnatia.base import clock, wake
from egnatia.base.errors import Problem, not_found
from egnatia.registration.models import WebHook
from egnatia.registration.results import last_number

SECRET_PREFIX = "whsec_"  # noqa: S105  (how the specification marks one)
LONGEST_URL = 500
_SECRET_BYTES = 32


@transaction.atomic
def set_web_hook(account: Officer, url: str, *, after: int | None = None) -> WebHook:
    """Set, or set anew with a fresh secret; what is sent begins after the result `after`, or with the next one.

    Raises Problem `accounts.not_allowed`, `registration.web_hook.url`.
    """
    policy.require(account, "api.use")
    check_url(url)
    earlier = WebHook.objects.filter(account=account).first()
    begin = after if after is not None else earlier.last_number_delivered if earlier else last_number(account)
    hook = earlier or WebHook(account=account)
    hook.url, hook.secret, hook.last_number_delivered = url, _new_secret(), begin
    hook.failures, hook.last_problem, hook.next_attempt_at, hook.set_at = 0, "", None, clock.now()
    hook.save()
    audit.record("registration.web_hook.set", subject=hook, officer=account, host=urlsplit(url).hostname)
    wake.wake_on_commit()
    return hook


@transaction.atomic
def remove_web_hook(account: Officer) -> None:
    """Raises Problem `accounts.not_allowed`, `registration.web_hook.not_found`."""
    policy.require(account, "api.use")
    hook = get_web_hook(account)
    audit.record("registration.web_hook.removed", subject=hook, officer=account)
    hook.delete()


def get_web_hook(account: Officer) -> WebHook:
    """Raises Problem `registration.web_hook.not_found`."""
    hook = WebHook.objects.filter(account=account).first()
    if hook is None:
        raise not_found("registration.web_hook")
    return hook


def check_url(url: str) -> None:
    """https anywhere (national systems live in private networks), http only within this machine.

    Raises Problem `registration.web_hook.url`.
    """
    if len(url) <= LONGEST_URL and url.isprintable() and " " not in url and _may_be_called(url):
        return
    raise Problem(
        "registration.web_hook.url",
        _("Results can't be sent to this address."),
        _("Name an https address without user name and fragment; http only for localhost."),
        status=422,
        field="url",
    )


def _may_be_called(url: str) -> bool:
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018  (raises where it is no number)
    except ValueError:
        return False
    if not parts.hostname or parts.username is not None or parts.password is not None or parts.fragment:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and _is_loopback(parts))


def _is_loopback(parts: SplitResult) -> bool:
    if parts.hostname == "localhost":
        return True
    try:
        return ipaddress.ip_address(parts.hostname or "").is_loopback
    except ValueError:
        return False


def _new_secret() -> str:
    return SECRET_PREFIX + base64.b64encode(secrets.token_bytes(_SECRET_BYTES)).decode()
