"""The error pages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from egnatia.base.errors import Problem


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400."""
    return _bare_page(
        Problem("ui.bad_request", _("This request can't be read."), _("Go back, load the page anew and try again."))
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    return _problem_page(
        request,
        Problem(
            "ui.forbidden",
            _("You may not see this page."),
            _("Ask your administrator if you need it for your work."),
            status=403,
        ),
    )


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """`CSRF_FAILURE_VIEW`: most often the form was open in another tab while its officer signed in anew."""
    return _problem_page(
        request,
        Problem(
            "ui.stale_form",
            _("This form was open too long, so nothing was saved."),
            _("Go back, load the page anew and send it again."),
            status=403,
        ),
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404."""
    return _problem_page(
        request,
        Problem("ui.not_found", _("There is nothing here."), _("Check the address, or start from the first page."), status=404),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """500: drawn without the database, as that may be what is broken."""
    return _bare_page(
        Problem(
            "ui.server_error",
            _("Something went wrong here, and it is not your fault."),
            _("Try again in a minute. What you saved before is still there. If it stays, tell your operator."),
            status=500,
        )
    )


def _problem_page(request: HttpRequest, problem: Problem) -> HttpResponse:
    return render(request, "ui/problem.html", {"problem": problem}, status=problem.status)


def _bare_page(problem: Problem) -> HttpResponse:
    """No context processors: neither session nor database is touched."""
    return HttpResponse(render_to_string("ui/error.html", {"problem": problem}), status=problem.status)
