"""What every page with a form does here: ask, act, say so, go on."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from egnatia.base.errors import Problem
from egnatia.ui.forms import EgnatiaForm

FORM_PAGE = "cooperation/form.html"


def save_form(
    request: HttpRequest,
    form: EgnatiaForm,
    save: Callable[[], Any],
    *,
    to: Callable[[Any], str],
    context: dict[str, Any],
    said: str,
    template: str = FORM_PAGE,
) -> HttpResponse:
    """Show the form; when it is sent and right, save and go on to `to(what was saved)` with the sentence `said`.

    What the action refuses stands beside its field; that the officer may not do it is a page of its own.
    """
    if request.method == "POST" and form.is_valid():
        try:
            saved = save()
        except Problem as problem:
            if problem.status == 403:
                raise
            form.add_problem(problem)
        else:
            messages.success(request, said)
            return redirect(to(saved))
    return render(request, template, {"form": form, **context})
