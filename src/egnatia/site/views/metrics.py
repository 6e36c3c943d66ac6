"""`/metrics`: for a monitoring system on the same machine, or one that has the token."""

import ipaddress
import secrets

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from egnatia.base.errors import Problem
from egnatia.base.node_settings import value_of

_BEARER = "Bearer "
#: What a proxy in front of the node adds: then the address is the proxy's.
_FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Real-IP")


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Raises Problem `site.metrics.not_allowed`."""
    from egnatia.site.metrics import write_metrics  # only a node that is monitored needs the library

    if not (_has_token(request) or _is_of_this_machine(request)):
        raise Problem(
            "site.metrics.not_allowed",
            _("Metrics are told on this machine, or to whoever has the token."),
            _("Set metrics_token in node.toml and send it as: Authorization: Bearer …"),
            status=403,
        )
    content, content_type = write_metrics(request.headers.get("Accept", ""))
    return HttpResponse(content, headers={"Content-Type": content_type, "Cache-Control": "no-store"})


def _has_token(request: HttpRequest) -> bool:
    token, given = value_of("metrics_token"), request.headers.get("Authorization", "")
    if not token or not given.startswith(_BEARER):
        return False
    return secrets.compare_digest(given.removeprefix(_BEARER).strip().encode(), token.encode())


def _is_of_this_machine(request: HttpRequest) -> bool:
    """Not behind a proxy, where everybody comes from this machine."""
    if value_of("behind_proxy") or any(name in request.headers for name in _FORWARDED):
        return False
    try:
        address = ipaddress.ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return bool((mapped or address).is_loopback)
