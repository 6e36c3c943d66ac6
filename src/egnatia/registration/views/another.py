"""Register another person of a group: what the next one is to the person they came with."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from egnatia.accounts.policy import officer_required
from egnatia.base.errors import Problem
from egnatia.persons.actions.read_person import read_person
from egnatia.persons.queries.groups import memberships_of
from egnatia.registration.actions.register_another import register_another
from egnatia.registration.forms.family import AnotherForm
from egnatia.registration.queries import get_draft
from egnatia.registration.record.header import head_of, heading_name
from egnatia.registration.steps import STEPS

WRITE = "registration.write"


@officer_required(WRITE)
@require_http_methods(["GET", "POST"])
def another(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """From a registration under way, or one that was just finished."""
    draft = get_draft(request.user, draft_id)
    name = heading_name((draft.data or {}).get("elements", {}))
    if (person := draft.about) is not None:
        name = head_of(read_person(request.user, person.pk, part="family"), with_photo=False).name
    groups = [draft.group] if draft.group is not None and draft.group.ended_at is None else _groups_of(person)
    back = reverse("registration_tasks" if draft.is_open else "registration_signed", args=(draft.pk,))
    return _page(request, groups, {"name": name, "back": back}, draft=draft)


@officer_required(WRITE)
@require_http_methods(["GET", "POST"])
def another_of(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """From the record of somebody who was registered or noted before."""
    person = read_person(request.user, person_id, part="family")
    header = head_of(person, with_photo=False)
    back = reverse("person_family", args=(person.pk,))
    return _page(request, _groups_of(person), {"name": header.name, "back": back}, person=person)


def _page(request: HttpRequest, groups: list[Any], context: dict[str, Any], **begun_from: Any) -> HttpResponse:
    form = AnotherForm(request.POST or None, groups=groups)
    if request.method == "POST" and form.is_valid():
        try:
            draft = register_another(request.user, **begun_from, **form.values())
        except Problem as problem:
            if problem.status == 403:
                raise
            form.add_problem(problem)
        else:
            return redirect("registration_step", draft.pk, STEPS[0].code)
    response = render(request, "registration/group/another.html", {"form": form, **context})
    response["Cache-Control"] = "no-store"
    return response


def _groups_of(person: Any) -> list[Any]:
    """Where the person belongs now."""
    if person is None:
        return []
    return list({one.group_id: one.group for one in memberships_of(person) if one.holds}.values())
