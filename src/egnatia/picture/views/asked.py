"""What was asked, where it is."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from egnatia.accounts.policy import officer_required
from egnatia.picture.asked import wishes
from egnatia.picture.tabs import picture_tabs


@require_safe
@officer_required("picture.read", "cooperation.read")
def asked_page(request: HttpRequest) -> HttpResponse:
    """Every wish with where it is answered, or that it isn't yet."""
    states = {"answered": (_("Answered"), "green"), "part": (_("In part"), "ochre"), "not_yet": (_("Not yet"), "grey")}
    rows = [(wish, states[wish.state]) for wish in wishes()]
    counts = [(word, colour, sum(wish.state == state for wish, _tag in rows)) for state, (word, colour) in states.items()]
    return render(request, "picture/asked.html", {"tabs": picture_tabs(request), "rows": rows, "counts": counts})
