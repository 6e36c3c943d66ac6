"""Family and group: the part of a person's record, a group's own page, and what is recorded and ended there."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from egnatia import audit
from egnatia.accounts import policy
from egnatia.accounts.policy import officer_required
from egnatia.base.errors import Problem, not_found
from egnatia.persons.actions.add_relative import add_relative
from egnatia.persons.actions.end_membership import end_membership
from egnatia.persons.actions.read_person import read_person
from egnatia.persons.actions.relate_persons import end_relation
from egnatia.persons.actions.set_group_size import set_group_size
from egnatia.persons.actions.start_group import WRITE
from egnatia.persons.models import Membership, Relation
from egnatia.persons.queries.groups import get_group
from egnatia.persons.queries.tracing import OPEN, tracing_of
from egnatia.registration.forms.family import EndForm, RelativeForm, SizeForm
from egnatia.registration.record.family import belongings_of, group_name, group_part, names_of, recently_opened
from egnatia.registration.record.header import head_of, tabs_of
from egnatia.registration.record.tracing import tracing_line

READ = "person.read"


@require_safe
@officer_required(READ)
def family(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """To whom the person belongs."""
    person = read_person(request.user, person_id, part="family")
    header = head_of(person)
    context = {
        "header": header,
        "tabs": tabs_of(header, "family"),
        "belongings": belongings_of(request.user, person),
        "may_write": policy.may(request.user, WRITE) and _is_kept(header),
        "may_register": policy.may(request.user, "registration.write") and _is_kept(header),
        "may_trace": policy.may(request.user, OPEN) and _is_kept(header),
        "tracing": [tracing_line(request.user, one) for one in tracing_of(request.user, person)],
    }
    return _unstored(render(request, "registration/person/family.html", context))


@require_http_methods(["GET", "POST"])
@officer_required(WRITE)
def add(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Record somebody who is registered already as belonging to this person."""
    person = read_person(request.user, person_id, part="family")
    groups = belongings_of(request.user, person).groups
    recent = recently_opened(request.user, without=person.pk)
    form = RelativeForm(request.POST or None, officer=request.user, recent=recent, groups=groups)
    if request.method == "POST" and form.is_valid() and form.person is not None:
        try:
            add_relative(request.user, person, form.person, **form.values())
        except Problem as problem:
            if problem.status == 403:
                raise
            form.add_problem(problem)
        else:
            messages.success(request, _("Recorded."))
            return redirect("person_family", person.pk)
    context = {"header": head_of(person, with_photo=False), "form": form}
    return _unstored(render(request, "registration/person/add_relative.html", context))


@require_http_methods(["GET", "POST"])
@officer_required(READ)
def group(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """A group by itself: who belongs to it and did, and of how many it consists."""
    found = get_group(request.user, group_id)
    may_write = policy.may(request.user, WRITE)
    form = SizeForm(request.POST or None, initial={"size": found.size})
    if request.method == "POST" and may_write and form.is_valid():
        set_group_size(request.user, found, form.cleaned_data["size"])
        messages.success(request, _("Recorded."))
        return redirect("group", found.pk)
    audit.record("persons.group.read", subject=found, officer=request.user)
    context = {"part": group_part(request.user, found), "form": form, "may_write": may_write}
    return _unstored(render(request, "registration/group/group.html", context))


@require_http_methods(["GET", "POST"])
@officer_required(WRITE)
def end_belonging(request: HttpRequest, person_id: UUID, membership_id: UUID) -> HttpResponse:
    """Somebody belongs to a group no more."""
    found = Membership.objects.filter(pk=membership_id, ended_at=None).select_related("group").first()
    if found is None:
        raise not_found("persons.membership")
    words = {"caption": group_name(found.group), "title": _("No longer in this group")}
    return _end(request, person_id, found.person_id, words, lambda values: end_membership(request.user, found, **values))


@require_http_methods(["GET", "POST"])
@officer_required(WRITE)
def end_related(request: HttpRequest, person_id: UUID, relation_id: UUID) -> HttpResponse:
    """What two persons are to each other is so no more."""
    found = Relation.objects.filter(pk=relation_id, ended_at=None).first()
    if found is None or person_id not in (found.person_id, found.other_id):
        raise not_found("persons.relation")
    other = found.other_id if found.person_id == person_id else found.person_id
    words = {"caption": _("What they are to each other"), "title": _("This is so no more")}
    return _end(request, person_id, other, words, lambda values: end_relation(request.user, found, **values))


def _end(
    request: HttpRequest, person_id: UUID, about: UUID, words: dict[str, str], end: Callable[[dict[str, Any]], Any]
) -> HttpResponse:
    """Asks why and when. `about`: whose name stands on the page."""
    person = read_person(request.user, person_id, part="family")
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            end(form.cleaned_data)
        except Problem as problem:
            if problem.status == 403:
                raise
            form.add_problem(problem)
        else:
            messages.success(request, _("Recorded. What was so before stays in the history."))
            return redirect("person_family", person.pk)
    context = {"person": person, "form": form, "named": names_of([about])[about], **words}
    return _unstored(render(request, "registration/person/end_belonging.html", context))


def _is_kept(header: Any) -> bool:
    return header.data_set is not None or header.note is not None


def _unstored(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response
