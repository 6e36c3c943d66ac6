"""Sign a registration: data set, fingers, search, clocks and the partners' envelopes, all of it or nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.db import transaction
from django.utils.dateparse import parse_datetime

from egnatia import audit, law
from egnatia.accounts import policy
from egnatia.base import clock, node, wake
from egnatia.biometrics.actions.enrol_data_set import enrol_data_set
from egnatia.biometrics.actions.record_candidates import record_candidates
from egnatia.biometrics.actions.search_gallery import Match, search_gallery
from egnatia.biometrics.consistency import REPEATED, find_inconsistencies
from egnatia.biometrics.models import Candidate, Capture
from egnatia.biometrics.queries import captures_of, fingers_of
from egnatia.biometrics.records import build_ten_print
from egnatia.persons import hooks
from egnatia.persons.actions.add_data_set import add_data_set
from egnatia.persons.actions.correct_data_set import correct_data_set
from egnatia.persons.models import DataSet
from egnatia.registration.actions.abandon_draft import close_draft
from egnatia.registration.actions.join_group import join_group
from egnatia.registration.models import Draft, NoticeGiven
from egnatia.registration.problems import changed_meanwhile, closed, fingers_inconsistent, incomplete
from egnatia.registration.queries import find_gaps


@dataclass(frozen=True, slots=True)
class Signed:
    """The data set, and the possible matches in the node's own gallery that now wait for an examiner."""

    data_set: DataSet
    candidates: tuple[Candidate, ...]


def sign_draft(officer: Any, draft: Draft, *, reason: str = "", note: str = "", fingers_checked: bool = False) -> Signed:
    """Sign what the draft says. Signing again what is signed gives the same data set, whoever was first.

    reason, note     for a draft that corrects a signed data set: why
    fingers_checked  the officer has made sure that all fingers are this person's and in their order, whatever it looks like

    Enrolment comes before the search in one transaction, so that two registrations of one person at the same moment can't
    miss each other. Raises Problem `accounts.not_allowed`, `registration.draft.closed`, or the first gap's Problem with `gaps`.
    """
    policy.require(officer, "registration.sign")
    if draft.state == Draft.State.SIGNED:
        return signed_before(draft)
    if not draft.is_open:
        raise closed()
    if gaps := find_gaps(draft):
        raise incomplete((gap.problem.field or gap.step.code for gap in gaps), gaps[0].problem)
    data, national_number = draft.data or {}, draft.national_number or ""
    _refuse_inconsistent(draft, are_checked=fingers_checked or bool(data.get("fingers_checked")))
    with transaction.atomic():
        if not close_draft(draft, Draft.State.SIGNED):
            return _signed_by_another(draft)
        if draft.corrects is None:
            signed = _sign_new(officer, draft, data, national_number)
        else:
            signed = _sign_correction(officer, draft, draft.corrects, data, reason=reason, note=note)
        Draft.objects.filter(pk=draft.pk).update(data_set=signed.data_set)
        join_group(officer, draft, signed.data_set.person)
        audit.record(
            "registration.draft.signed",
            subject=draft,
            person=signed.data_set.person_id,
            officer=officer,
            candidates=len(signed.candidates),
        )
        wake.wake_on_commit()
    draft.refresh_from_db()
    return signed


def _refuse_inconsistent(draft: Draft, *, are_checked: bool) -> None:
    """One finger twice is never signed; what only looks like a swap or a mix is for the officer to judge."""
    for found in find_inconsistencies(draft.pk):
        if found.code == REPEATED or not are_checked:
            raise fingers_inconsistent(found)


def signed_before(draft: Draft) -> Signed:
    """What a signed draft became."""
    data_set = draft.data_set
    if data_set is None:
        raise closed()
    return Signed(data_set, tuple(data_set.candidates.filter(partner="")))


def _sign_new(officer: Any, draft: Draft, data: dict[str, Any], national_number: str) -> Signed:
    captures = list(captures_of(draft.pk))
    data_set = add_data_set(
        officer,
        category=_category_of(draft),
        elements=data["elements"],
        captured_at=_captured_at(captures),
        person=draft.person,
        national_number=national_number,
        origin=draft.origin,
        transmission_counts_from=None if draft.origin == "import" else event_moment(data["elements"]),
    )
    if notice := data.get("notice"):
        _keep_notice(data_set, notice, officer)
    matches = _enrol_and_search(data_set, captures)
    hooks.data_set_signed.call(data_set, officer)
    return Signed(data_set, tuple(record_candidates(data_set, matches)))


def _sign_correction(officer: Any, draft: Draft, previous: DataSet, data: dict[str, Any], *, reason: str, note: str) -> Signed:
    taken = list(captures_of(draft.pk))
    version = correct_data_set(
        officer,
        previous,
        elements=data["elements"],
        reason=reason,
        note=note,
        captured_at=_captured_at(taken) if taken else None,
    )
    matches = _enrol_and_search(version, [*taken, *_not_retaken(previous, taken)]) if taken else []
    hooks.data_set_corrected.call(version, previous, officer)
    return Signed(version, tuple(record_candidates(version, matches)))


def _enrol_and_search(data_set: DataSet, captures: Iterable[Capture]) -> list[Match]:
    enrolment = enrol_data_set(data_set, captures)
    if enrolment is None or not law.category(data_set.category).searched:
        return []
    return search_gallery(build_ten_print(fingers_of(data_set)), data_set=data_set)


def _not_retaken(previous: DataSet, taken: Iterable[Capture]) -> list[Capture]:
    """The captures of the version before that nothing new takes the place of."""
    places = {(capture.kind, capture.position) for capture in taken}
    return [capture for capture in captures_of(previous) if (capture.kind, capture.position) not in places]


def _keep_notice(data_set: DataSet, notice: dict[str, str], officer: Any) -> None:
    NoticeGiven.objects.create(
        data_set=data_set,
        version=notice["version"],
        language=notice["language"],
        mode=notice["mode"],
        interpreter=notice.get("interpreter") or None,
        given_at=parse_datetime(notice["given_at"]) or clock.now(),
        given_by=officer,
    )


def _captured_at(captures: Iterable[Capture]) -> datetime:
    return max((capture.captured_at for capture in captures), default=clock.now())


def _category_of(draft: Draft) -> int:
    if draft.category is None:
        raise closed()
    return draft.category


def event_moment(elements: dict[str, Any]) -> datetime:
    """When the event was, at the partner's place; without a time the end of its day. Never in the future."""
    event = elements["event"]
    at = time.fromisoformat(event["time"]) if event.get("time") else time(23, 59, 59)
    zone = law.partner(node.current().partner).zone
    return min(clock.now(), datetime.combine(datetime.fromisoformat(event["date"]), at, tzinfo=zone))


def _signed_by_another(draft: Draft) -> Signed:
    """The draft isn't open any more in the state we know: signed by another call, or changed by another page."""
    draft.refresh_from_db()
    if draft.state == Draft.State.SIGNED:
        return signed_before(draft)
    raise changed_meanwhile()
