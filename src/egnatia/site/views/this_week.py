"""What the head of border police does this week, on one page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from egnatia.accounts.policy import officer_required
from egnatia.site.this_week import this_week


@require_safe
@officer_required("cooperation.read")
@officer_required("picture.read")
def this_week_page(request: HttpRequest) -> HttpResponse:
    """For who may read the picture and the working group's plans."""
    return render(request, "site/this_week.html", {"week": this_week(request.user)})
