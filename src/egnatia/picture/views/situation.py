"""The situation today, on one page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from egnatia.accounts.policy import officer_required
from egnatia.base import clock
from egnatia.picture import situation
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
    day = situation.today()
    first, last = situation.week_before(day)
    context = {
        "tabs": picture_tabs(request),
        "now": clock.now(),
        "boxes": situation.boxes(day),
        "not_reported": situation.not_reported(day),
        "map": situation.sections_map(day),
        "partners": situation.partners_map(first, last),
        "figures": situation.day_figures(day),
    }
    return render(request, "picture/situation.html", context)
