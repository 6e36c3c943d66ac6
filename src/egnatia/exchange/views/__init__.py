"""The exchange's pages, and the address at which partners knock."""

from typing import Any

from django.http import HttpRequest

from egnatia.accounts import policy
from egnatia.accounts.models import Officer
from egnatia.base.errors import not_allowed
from egnatia.exchange.gateways import Gateway, read_gateway
from egnatia.exchange.models.fields import NAMES

#: Who sees, beside migration's, what is under way of the police and who witnessed their log: kinds and ages, never of whom.
#: Officers of migration don't.
_SEE_LAW_ENFORCEMENT = ("law_enforcement.oversee", "partners.manage")


def officer_of(request: HttpRequest) -> Officer:
    """Who is signed in; `officer_required` has seen to it that somebody is."""
    assert isinstance(request.user, Officer)  # noqa: S101
    return request.user


def gateway_of(request: HttpRequest) -> Gateway:
    """Which gateway a page is about, as its address or form says; migration's, if it doesn't.

    Raises Problem `accounts.not_allowed`, `exchange.gateway_unknown`.
    """
    gateway = read_gateway(request.POST.get("gateway") or request.GET.get("gateway") or Gateway.MIGRATION.value)
    require_sight(request, gateway)
    return gateway


def require_sight(request: HttpRequest, gateway: Gateway) -> None:
    """Raises Problem `accounts.not_allowed`."""
    if gateway is not Gateway.MIGRATION and not _may_see_both(request):
        raise not_allowed(_SEE_LAW_ENFORCEMENT[0])


def gateway_choice(request: HttpRequest, gateway: Gateway) -> dict[str, Any]:
    """What a page says of the gateway that it is about, and the ways to the other, for whoever may go there."""
    return {
        "gateway": gateway.value,
        "gateway_name": NAMES[gateway],
        "gateways": [(one.value, name, one is gateway) for one, name in NAMES.items()] if _may_see_both(request) else [],
    }


def _may_see_both(request: HttpRequest) -> bool:
    return any(policy.may(request.user, permission) for permission in _SEE_LAW_ENFORCEMENT)
