"""Begin, come back to, or give up a registration."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from egnatia import audit
from egnatia.accounts.policy import officer_required
from egnatia.base.errors import not_found
from egnatia.persons.queries import get_person
from egnatia.registration.actions.abandon_draft import abandon_draft
from egnatia.registration.actions.start_draft import start_draft
from egnatia.registration.models import Draft
from egnatia.registration.queries import get_draft, step_states, to_finish
from egnatia.registration.record.group_progress import progress_of
from egnatia.registration.steps import STEPS
from egnatia.ui.components import Task

#: What a state of a step is called, and the colour of its tag.
_STATUSES = {
    "done": (gettext_lazy("Completed"), ""),
    "started": (gettext_lazy("Incomplete"), "ochre"),
    "to_do": (gettext_lazy("To do"), "teal"),
    "blocked": (gettext_lazy("Cannot start yet"), ""),
}


@officer_required("registration.write")
@require_http_methods(["GET", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """Start a registration, or go on with one; `?person=` for a further event of somebody known."""
    person_id = request.POST.get("person") or request.GET.get("person")
    person = get_person(request.user, _uuid(person_id)) if person_id else None
    if request.method == "POST":
        draft = start_draft(request.user, person=person)
        return redirect("registration_step", draft.pk, STEPS[0].code)
    context = {"drafts": list(to_finish(request.user)[:25]), "steps": STEPS, "person": person}
    return render(request, "registration/register.html", context)


@officer_required("registration.write")
def tasks(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """The task list of one registration."""
    draft = get_draft(request.user, draft_id)
    if not draft.is_open:
        return redirect("registration_signed", draft.pk)
    audit.record("registration.draft.read", subject=draft, person=draft.person_id, officer=request.user)
    context = {
        "draft": draft,
        "tasks": task_list_of(draft),
        "progress": progress_of(request.user, draft),
        "may_group": draft.corrects_id is None,
    }
    return render(request, "registration/tasks.html", context)


def task_list_of(draft: Draft) -> list[Task]:
    """One line a step, then review and sign."""
    states = step_states(draft)
    lines = [_task(step.name, states[step.code], reverse("registration_step", args=(draft.pk, step.code))) for step in STEPS]
    review = "to_do" if all(state == "done" for state in states.values()) else "blocked"
    return [*lines, _task(_("Review and sign"), review, reverse("registration_review", args=(draft.pk,)))]


@officer_required("registration.write")
@require_http_methods(["GET", "POST"])
def abandon(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Give a registration up, after asking."""
    draft = get_draft(request.user, draft_id)
    if request.method == "POST":
        abandon_draft(request.user, draft)
        messages.success(request, _("The registration was given up. What was taken for it is erased."))
        return redirect("register")
    return render(request, "registration/abandon.html", {"draft": draft})


def _task(text: Any, state: str, href: str) -> Task:
    word, colour = _STATUSES[state]
    return Task(text, word, href="" if state == "blocked" else href, colour=colour)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise not_found("persons.person") from None
