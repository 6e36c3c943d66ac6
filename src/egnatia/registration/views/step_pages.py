"""What the pages of the steps share: save, say what is wrong, go on."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from egnatia.base.errors import Problem
from egnatia.registration.actions.save_step import save_step
from egnatia.registration.age import age_gate_of
from egnatia.registration.models import Draft
from egnatia.registration.problems import changed_meanwhile
from egnatia.registration.queries import taken_over
from egnatia.registration.steps import IDENTITY, STEPS

_ATTEMPTS = 5
_TEMPLATES = {step.code: f"registration/{step.code}.html" for step in STEPS}


def saved(request: HttpRequest, draft: Draft, code: str, form: Any, values: dict[str, Any]) -> bool:
    """Whether all of it was saved; what the law refuses is shown beside its box."""
    found = _save(request, draft, code, values)
    for one in found or ():
        # A box that the form itself refused arrives here empty: what is wrong with it was said already.
        if (one.field or "").split(".")[0] not in form.errors:
            form.add_problem(one)
    return found == ()


def _save(request: HttpRequest, draft: Draft, code: str, values: dict[str, Any]) -> tuple[Problem, ...] | None:
    """What the law refused of it. None: not saved, for a save that somebody pressed came between.

    When two saves of one draft meet, the page's own gives way, being the older by a moment; a pressed one is done again on what
    is there now.
    """
    confirms = not is_autosave(request) and "later" not in request.POST
    for attempts_left in reversed(range(_ATTEMPTS)):
        try:
            return save_step(request.user, draft, code, values, confirms=confirms).problems
        except Problem as problem:
            if problem.status == 400:
                return (problem,)
            if problem.code != changed_meanwhile().code or not attempts_left:
                raise
        if is_autosave(request):
            return None
        draft.refresh_from_db()
    return None


def onward(request: HttpRequest, draft: Draft, code: str) -> HttpResponse:
    """To the next step; to the child's page where nothing may be taken; to the task list for who comes back later."""
    if "later" in request.POST:
        return redirect("registration_tasks", draft.pk)
    if code == IDENTITY.code:
        gate = age_gate_of(draft.data or {})
        if gate is not None and not gate.takes_biometrics:
            return redirect("registration_child", draft.pk)
    if "review" in request.GET:
        return redirect("registration_review", draft.pk)
    codes = [one.code for one in STEPS]
    following = codes[codes.index(code) + 1 :]
    return redirect("registration_step", draft.pk, following[0]) if following else redirect("registration_review", draft.pk)


def page(request: HttpRequest, draft: Draft, code: str, **context: Any) -> HttpResponse:
    number = [one.code for one in STEPS].index(code) + 1
    context |= {"draft": draft, "number": number, "steps": len(STEPS), "taken_over": taken_over(draft, code)}
    return render(request, _TEMPLATES[code], context)


def is_autosave(request: HttpRequest) -> bool:
    """Sent by the page itself while somebody types, so that a lost session loses nothing."""
    return bool(getattr(request, "htmx", False)) and "autosave" in request.POST


def saved_by_itself() -> HttpResponse:
    """Parts of the page that depend on the draft look at it again (`hx-trigger`)."""
    return HttpResponse(status=204, headers={"HX-Trigger": "draft-saved"})
