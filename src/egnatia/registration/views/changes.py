"""Change what was signed: a correction is a new version, an error is declared void, a wrong link is dissolved."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from egnatia import law
from egnatia.accounts.policy import officer_required
from egnatia.base.errors import Problem, not_found
from egnatia.exchange.actions.answer_citizen import leave_registered
from egnatia.exchange.actions.answer_mark import leave_unmarked
from egnatia.exchange.citizens_to_check import find_check
from egnatia.exchange.marks_to_answer import marks_to_answer
from egnatia.persons.actions.dissolve_link import dissolve_link
from egnatia.persons.actions.read_person import read_person
from egnatia.persons.models import DataSet, Link
from egnatia.persons.queries import find_mark
from egnatia.registration.actions.correct_registration import correct_registration
from egnatia.registration.actions.record_event import events_for, record_event
from egnatia.registration.actions.void_registration import void_registration
from egnatia.registration.forms import documents
from egnatia.registration.forms.changes import CorrectedEventForm, CorrectionForm, DissolveForm, EventOfMarkForm, VoidForm
from egnatia.registration.forms.countries import country_names
from egnatia.registration.forms.documents import DocumentRows
from egnatia.registration.forms.identity import IdentityForm
from egnatia.registration.models import Draft
from egnatia.registration.record.header import head_of

CORRECT = "registration.correct"
_LATIN_ASKED = ("surnames", "forenames")


@require_http_methods(["GET", "POST"])
@officer_required(CORRECT)
def correct(request: HttpRequest, person_id: UUID, data_set_id: UUID) -> HttpResponse:
    """All that was recorded, to be put right, and why."""
    data_set = _get(request, person_id, data_set_id)
    forms = _Correction.of(request, data_set)
    if request.method == "POST" and forms.are_valid():
        try:
            version = correct_registration(request.user, data_set, elements=forms.elements(), **forms.why())
        except Problem as problem:
            if problem.status == 403:
                raise
            forms.add_problem(problem)
        else:
            said = _("Corrected: version %(number)d is in force now, the earlier one is kept.")
            messages.success(request, said % {"number": version.version})
            return redirect("person", person_id)
    context = {"data_set": data_set, "forms": forms, "country_names": country_names()}
    return render(request, "registration/person/correct.html", context)


@require_http_methods(["GET", "POST"])
@officer_required(CORRECT)
def void(request: HttpRequest, person_id: UUID, data_set_id: UUID) -> HttpResponse:
    """Declare a registration void."""
    data_set = _get(request, person_id, data_set_id)
    form = VoidForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            void_registration(request.user, data_set, **form.cleaned_data)
        except Problem as problem:
            if problem.status == 403:
                raise
            form.add_problem(problem)
        else:
            messages.success(request, _("The registration is void. The partners who were told of it are told now."))
            return redirect("person", person_id)
    context = {"data_set": data_set, "form": form, "category": law.category(data_set.category)}
    return render(request, "registration/person/void.html", context)


def _leave_unmarked(officer: Any, data_set: DataSet) -> str:
    leave_unmarked(officer, data_set)
    return _("Noted: our data set isn't to be marked.")


def _leave_registered(officer: Any, data_set: DataSet) -> str:
    leave_registered(officer, data_set)
    return _("Noted: the person isn't a citizen of a partner; the registration stays.")


#: What of partners' words is found not to hold here, by the name of its button.
_LEAVE = {"leave": _leave_unmarked, "leave_citizen": _leave_registered}


@require_http_methods(["GET", "POST"])
@officer_required(CORRECT)
def event(request: HttpRequest, person_id: UUID, data_set_id: UUID) -> HttpResponse:
    """Record a grant of protection, a residence document or a citizenship."""
    data_set = _get(request, person_id, data_set_id)
    left = next((name for name in _LEAVE if name in request.POST), "")
    if left:
        messages.success(request, _LEAVE[left](request.user, data_set))
        return redirect("person", person_id)
    form = EventOfMarkForm(request.POST or None, events=events_for(data_set))
    if request.method == "POST" and form.is_valid():
        try:
            rule = record_event(request.user, data_set, **form.cleaned_data)
        except Problem as problem:
            if problem.status == 403:
                raise
            form.add_problem(problem)
        else:
            messages.success(
                request, _("Recorded: %(event)s. The partners who were told of the data set hear.") % {"event": rule.name}
            )
            return redirect("person", person_id)
    mark = find_mark(data_set.reference_number)
    partners = [(law.partner(one.partner).name, one.marked_at) for one in marks_to_answer(data_set)]
    context = {
        "data_set": data_set,
        "form": form,
        "category": law.category(data_set.category),
        "mark": mark,
        "marked_by_partners": partners,
        "told_citizen": find_check(data_set),
    }
    return render(request, "registration/person/event.html", context)


@require_http_methods(["GET", "POST"])
@officer_required(CORRECT)
def dissolve(request: HttpRequest, person_id: UUID, link_id: UUID) -> HttpResponse:
    """Part two data sets that were taken for one person's."""
    person = read_person(request.user, person_id, part="data_sets")
    link = Link.objects.filter(pk=link_id, state=Link.State.CONFIRMED).select_related("data_set", "other").first()
    if link is None or person.pk not in {link.data_set.person_id, link.other.person_id if link.other else None}:
        raise not_found("persons.link")
    form = DissolveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        dissolve_link(request.user, link, **form.cleaned_data)
        messages.success(request, _("The link is dissolved. Each registration stands for itself again."))
        return redirect("person", person_id)
    partner = law.partner(link.partner).name if link.partner else ""
    context = {"link": link, "form": form, "header": head_of(person, with_photo=False), "partner": partner}
    return render(request, "registration/person/dissolve.html", context)


@dataclass(slots=True)
class _Correction:
    """The forms of a correction: the same boxes as when the person was registered."""

    identity: IdentityForm
    event: CorrectedEventForm
    rows: Any
    reason: CorrectionForm
    before: dict[str, Any]

    @classmethod
    def of(cls, request: HttpRequest, data_set: DataSet) -> "_Correction":
        """Filled with what the data set says; the step forms read drafts, so one that is never saved stands in."""
        sent = request.POST or None
        draft = Draft(data={"elements": data_set.elements or {}}, category=data_set.category, unit=data_set.unit)
        identity = IdentityForm(sent, initial=IdentityForm.initial_of(draft))
        del identity.fields["doubt_about_age"]
        event = CorrectedEventForm(
            sent, initial=CorrectedEventForm.initial_of(draft), category=data_set.category, prefix="event"
        )
        rows = DocumentRows(sent, initial=documents.initial_of(draft), prefix="documents")
        return cls(identity, event, rows, CorrectionForm(sent, prefix="change"), data_set.elements or {})

    @property
    def shows_not_asked(self) -> bool:
        """Whether the folded-away countries have something in them, so that they stand open; likewise the documents."""
        names = ("nationalities_claimed", "countries_feared")
        return any(self.identity[name].value() or self.identity[name].errors for name in names)

    @property
    def shows_documents(self) -> bool:
        return bool(self.before.get("documents")) or any(form.errors for form in self.rows.forms)

    def are_valid(self) -> bool:
        """Every form is asked, so that all errors show at once."""
        return all([self.identity.is_valid(), self.event.is_valid(), self.rows.is_valid(), self.reason.is_valid()])

    def elements(self) -> dict[str, Any]:
        """All elements as they should be."""
        identity = {code: value for code, value in self.identity.values().items() if code != "proof_of_age"}
        event = {code: value for code, value in self.event.values().items() if code != "category"}
        # Of names in Latin letters the form asks only for these two; others came from a connected system and stay.
        others = {code: names for code, names in self.before.get("names_latin", {}).items() if code not in _LATIN_ASKED}
        identity["names_latin"] = {**others, **identity["names_latin"]}
        return {**identity, **event, **self.rows.values()}

    def why(self) -> dict[str, Any]:
        proof = bool(self.identity.cleaned_data.get("proof_of_age"))
        return {**self.reason.cleaned_data, "proof_of_age": proof}

    def add_problem(self, problem: Problem) -> None:
        """Beside the box it belongs to, wherever that is; otherwise on top."""
        field = (problem.field or "").split(".")
        if field[0] == "event" or field[0] in self.event.fields:
            named = Problem(problem.code, problem.message, problem.cure, field=field[-1])
            self.event.add_problem(named)
        elif field[0] == "reason":
            self.reason.add_problem(problem)
        else:
            self.identity.add_problem(problem)


def _get(request: HttpRequest, person_id: UUID, data_set_id: UUID) -> DataSet:
    """The data set in force; opening it to change it is a look at it."""
    person = read_person(request.user, person_id, part="data_sets")
    found = next((one for one in person.data_sets.all() if one.pk == data_set_id and one.is_active), None)
    if found is None:
        raise not_found("persons.data_set")
    return found
