"""One's own account."""

from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from egnatia.accounts.models import Officer
from egnatia.accounts.policy import officer_required
from egnatia.accounts.roles import ROLES


@officer_required()
def account(request: HttpRequest) -> HttpResponse:
    officer = request.user
    assert isinstance(officer, Officer)  # noqa: S101  (for the type checker; the decorator sees to it)
    has_second_factor = is_mfa_enabled(officer)
    return render(
        request,
        "accounts/account.html",
        {
            "roles": [ROLES[code].name for code in sorted(officer.roles)],
            "has_second_factor": has_second_factor,
            "must_set_up": officer.needs_second_factor and not has_second_factor,
        },
    )
