"""The situation today, on one page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from egnatia.accounts.policy import officer_required
from egnatia.base import clock
from egnatia.picture.situation import today as situation
from egnatia.picture.tabs import picture_tabs


@require_safe
@officer_required("picture.read")
def picture(request: HttpRequest) -> HttpResponse:
    """Where the bar leads."""
    return redirect("picture_situation")


@require_safe
@officer_required("picture.read")
def situation_page(request: HttpRequest) -> HttpResponse:
    """Counts by unit, the map by section, the partners, the last two weeks."""
    found = situation.look(situation.today())
    context = {
        "tabs": picture_tabs(request),
        "now": clock.now(),
        "boxes": found.boxes(),
        "not_reported": found.not_reported(),
        "figures": found.figures(),
    }
    return render(request, "picture/situation.html", context)
