"""The first screen, which opens without signing in, and the demo's tour."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from egnatia.site import today, tour
from egnatia.site.region_picture import region_picture


def first_screen(request: HttpRequest) -> HttpResponse:
    """Western Balkans today: counts only."""
    figures = today.partner_figures(exactly=request.user.is_authenticated)
    context = {"figures": figures, "rows": today.channel_rows(), "picture": region_picture(request.user)}
    return render(request, "site/today.html", context)


@require_POST
def take_tour(request: HttpRequest) -> HttpResponse:
    """Go to a step of the tour (0: leave it)."""
    if not settings.IS_DEMO:
        raise Http404
    step = request.POST.get("step", "")
    return redirect(tour.go_to(request, int(step) if step.isdecimal() and len(step) < 3 else 0))
