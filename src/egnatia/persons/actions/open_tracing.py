"""Open a tracing request: a relative is looked for, with the consent of who asks."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from egnatia import audit, law
from egnatia.accounts import policy
from egnatia.base import clock, node
from egnatia.base.errors import Problem
from egnatia.deadlines.actions.start_deadline import start_deadline
from egnatia.deadlines.queries import for_subject
from egnatia.law.characters import clean_text
from egnatia.persons.actions.add_group_member import require_kept
from egnatia.persons.models import Person, TracingRequest
from egnatia.persons.queries import newest_data_set
from egnatia.persons.queries.tracing import OPEN, WORK
from egnatia.persons.said import MAX_NAME, MAX_NOTE

LOOK, RETENTION = "tracing_look", "tracing_request"
OWN_REGISTER = "own_register"
#: What is known of who is looked for, as the law's elements have it.
_ELEMENTS = ("surnames", "forenames", "birth_date", "birth_place", "sex", "nationalities")


@transaction.atomic
def open_tracing(
    officer: Any, person: Person, *, wanted: Mapping[str, Any], consent: Mapping[str, Any], scope: Collection[str] = ()
) -> TracingRequest:
    """The request; its clock runs.

    wanted    surnames, forenames, birth_date, birth_place, sex, nationalities (as `law.clean_elements` takes them), relation
              (what the one looked for is to the person, a code of `law.relations()`), father and mother (names of their
              parents), place and on (where and on which day they were last together), note
    consent   as `persons.said.read_consent` gives it
    scope     codes of `law.tracing_scopes()` beyond the look in the own register

    Raises Problem `accounts.not_allowed`, `persons.tracing.scope`, `persons.tracing.name`, `persons.person.erased`, `law.…`.
    """
    policy.require(officer, OPEN)
    require_kept(person)
    if not set(scope) <= law.tracing_scopes().keys():
        raise Problem("persons.tracing.scope", "The consent doesn't go so far.", "Choose from the list.", field="scope")
    now = clock.now()
    request = TracingRequest.objects.create(
        person=person,
        unit=officer.unit,
        wanted=_clean(wanted),
        consent=dict(consent),
        scope=[code for code in law.tracing_scopes() if code in {OWN_REGISTER, *scope}],
        opened_at=now,
        opened_by=officer,
        looked_at=now,
        erase_on=law.due_at(RETENTION, now, node.current().partner).date(),
    )
    _start_look(request, now)
    audit.record("persons.tracing.opened", subject=request, person=person.pk, officer=officer, scope=request.scope)
    return request


@transaction.atomic
def note_tracing_look(officer: Any, request: TracingRequest) -> TracingRequest:
    """Somebody looked and found nobody: the next look is counted from now. Raises Problem `accounts.not_allowed`, `…closed`."""
    policy.require(officer, WORK)
    require_going_on(request)
    restart_look(request)
    audit.record("persons.tracing.looked", subject=request, person=request.person_id, officer=officer)
    return request


def restart_look(request: TracingRequest) -> None:
    """The clock of the next look runs from now."""
    request.looked_at = clock.now()
    request.save(update_fields=["looked_at"])
    for_subject(request).filter(rule=LOOK).delete()
    _start_look(request, request.looked_at)


def _start_look(request: TracingRequest, at: datetime) -> None:
    newest = newest_data_set(request.person)
    label = newest.reference_number if newest is not None else ""
    start_deadline(LOOK, request, started_at=at, person=request.person_id, label=label)


def require_going_on(request: TracingRequest) -> None:
    """Of two who change a request at once, the second sees what the first did. Raises Problem `persons.tracing.closed`."""
    if not TracingRequest.objects.select_for_update().filter(pk=request.pk).exclude(state="closed").exists():
        raise Problem(
            "persons.tracing.closed", "This tracing request is closed.", "Open a new one if the person asks again.", status=409
        )
    request.refresh_from_db()


def _clean(wanted: Mapping[str, Any]) -> dict[str, Any]:
    # The list of the first category has these elements as any other has them.
    known = law.clean_elements(1, {code: wanted.get(code) for code in _ELEMENTS}, complete=False)
    if not known.get("surnames") and not known.get("forenames"):
        raise Problem(
            "persons.tracing.name", "It isn't said who is looked for.", "Write a surname or a forename.", field="surnames"
        )
    known["relation"] = law.relation(str(wanted.get("relation") or "")).code
    for name, most in (("father", MAX_NAME), ("mother", MAX_NAME), ("place", MAX_NOTE), ("note", MAX_NOTE)):
        if text := clean_text(wanted.get(name) or "", field=name, max_length=most):
            known[name] = text
    if (on := wanted.get("on")) is not None:
        if on > clock.local_today():
            raise Problem("persons.said.future", "This day lies in the future.", "Check the day.", field="on")
        known["on"] = on.isoformat() if isinstance(on, date) else on
    return known
