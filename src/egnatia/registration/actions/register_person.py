"""Register a person in one call: the same call twice makes one registration, a changed one corrects it."""

import time
from dataclasses import dataclass, replace
from typing import Any

from egnatia.accounts import policy
from egnatia.base import sealing, wake
from egnatia.base.errors import Problem
from egnatia.biometrics.actions.extract_capture import CLAIM_LASTS, extract_capture
from egnatia.biometrics.models import Candidate, Capture
from egnatia.biometrics.queries import captures_of
from egnatia.persons.models import ChildNote, DataSet
from egnatia.persons.queries import find_by_national_number, find_child_note
from egnatia.persons.search_keys import national_number_key
from egnatia.registration.actions.abandon_draft import abandon_draft
from egnatia.registration.actions.change_draft import change_draft
from egnatia.registration.actions.correct_registration import refuse_child
from egnatia.registration.actions.note_child import note_child
from egnatia.registration.actions.save_step import clean_notice
from egnatia.registration.actions.sign_draft import Signed, sign_draft
from egnatia.registration.actions.start_draft import start_draft
from egnatia.registration.actions.take_captures import miss_finger, take_finger, take_nist_file, take_photo, take_records
from egnatia.registration.age import age_gate_of
from egnatia.registration.intake import Intake
from egnatia.registration.intake_locks import one_call_at_a_time
from egnatia.registration.models import Draft

_CORRECTED_BY_SYSTEM = "typing_error"
_PATIENCE_SECONDS, _LOOK_AGAIN_SECONDS = 30, 0.1


@dataclass(frozen=True, slots=True)
class Registration:
    """What came of a call.

    outcome     created | unchanged | corrected | noted (a child: nothing captured) | waiting (the worker goes on with it)
    """

    outcome: str
    data_set: DataSet | None = None
    candidates: tuple[Candidate, ...] = ()
    child_note: ChildNote | None = None
    draft: Draft | None = None


def register_person(officer: Any, intake: Intake, *, origin: str, wait: bool = True) -> Registration:
    """Register, correct, or find that nothing changed; known again by the national number, else by its whole content.

    origin   api | cli | import | watched_folder
    wait     read the fingers now; otherwise the worker reads them and signs

    Every step is saved: whatever stops it, the same call goes on where it stopped. Raises Problem `registration.…`,
    `law.…`, `biometrics.…`, `persons.…`; nothing is signed then.
    """
    policy.require(officer, "registration.sign")
    intake = replace(intake, national_number=intake.cleaned_number())
    elements = intake.cleaned_elements()
    key = national_number_key(intake.national_number) or intake.content_key(elements)
    with one_call_at_a_time(key):
        registered = _find_registered(intake, key)
        if registered is not None and not _differs(registered, intake, elements):
            return Registration("unchanged", registered, tuple(registered.candidates.filter(partner="")))
        if registered is not None:
            refuse_child({"elements": elements, "age": {"proof": intake.proof_of_age, "doubt": intake.doubt_about_age}})
        draft = _find_open(key) or _start(officer, intake, origin, key, corrects=registered)
        _fill(draft, intake, elements)
        return _finish(officer, draft, intake, wait=wait)


def _finish(officer: Any, draft: Draft, intake: Intake, *, wait: bool) -> Registration:
    gate = age_gate_of(draft.data or {})
    if gate is not None and not gate.takes_biometrics:
        note = find_child_note(intake.national_number)
        if note is not None:
            abandon_draft(officer, draft)
            return Registration("unchanged", child_note=note)
        return Registration("noted", child_note=note_child(officer, draft))
    try:
        _take(officer, draft, intake)
    except Problem:
        _give_up_unnumbered(officer, draft, intake)
        raise
    if not wait:
        Draft.objects.filter(pk=draft.pk).update(sign_when_ready=True, problem=None)
        wake.wake()
        return Registration("waiting", draft=draft)
    try:
        read_fingers(draft)
        signed = sign_when_read(officer, draft)
    except Problem:
        _give_up_unnumbered(officer, draft, intake)
        raise
    return Registration("corrected" if draft.corrects_id else "created", signed.data_set, signed.candidates, draft=draft)


def read_fingers(draft: Draft) -> None:
    """Read all images of the draft that wait, here and now, one at a time.

    One that the worker is reading is waited for; one whose reader died becomes free when its claim has run out.
    """
    ends = time.monotonic() + CLAIM_LASTS.total_seconds() + _PATIENCE_SECONDS
    while waiting := list(captures_of(draft.pk).filter(state=Capture.State.WAITING)):
        for capture in waiting:
            extract_capture(capture)
        if time.monotonic() > ends:
            return  # signing then says that some are still being read
        if any(capture.state == Capture.State.WAITING for capture in waiting):
            time.sleep(_LOOK_AGAIN_SECONDS)


def sign_when_read(officer: Any, draft: Draft) -> Signed:
    """Sign a draft whose fingers were read; a correction that names no reason is a system's typing error."""
    reason = (draft.data or {}).get("correction_reason") or _CORRECTED_BY_SYSTEM
    return sign_draft(officer, draft, reason=reason if draft.corrects_id else "")


def _find_registered(intake: Intake, key: str) -> DataSet | None:
    """The active data set that this call, or an earlier one with the same number, made."""
    if intake.national_number:
        return find_by_national_number(intake.national_number)
    draft = Draft.objects.filter(national_number_key=key, state=Draft.State.SIGNED).select_related("data_set").first()
    if draft is None or draft.data_set is None:
        return None
    return DataSet.objects.filter(reference_number=draft.data_set.reference_number, status=DataSet.Status.ACTIVE).first()


def _find_open(key: str) -> Draft | None:
    return Draft.objects.filter(national_number_key=key, state=Draft.State.OPEN).first()


def _differs(data_set: DataSet, intake: Intake, elements: dict[str, Any]) -> bool:
    """Whether the call says or shows something else than what is registered. Images that didn't come count as unchanged."""
    if intake.category != data_set.category:
        raise Problem(
            "registration.category.changed",
            "This number is registered in another category already.",
            "Declare that registration void first, or use another number.",
            status=409,
            field="category",
        )
    return elements != data_set.elements or bool(new_parts(data_set, intake))


def new_parts(data_set: DataSet, intake: Intake) -> set[str]:
    """Names of the captures in the call (`finger_3`, `photo` …) that the registration doesn't stand on yet."""
    known: dict[str, str] = {}
    drafts = Draft.objects.filter(data_set__reference_number=data_set.reference_number, state=Draft.State.SIGNED)
    for draft in drafts.order_by("updated_at"):
        known |= draft.intake
    return {name for name, digest in intake.digests().items() if known.get(name) != digest}


def _start(officer: Any, intake: Intake, origin: str, key: str, *, corrects: DataSet | None) -> Draft:
    note = find_child_note(intake.national_number)
    return start_draft(
        officer,
        person=note.person if note else None,
        corrects=corrects,
        origin=origin,
        national_number=intake.national_number,
        key=key,
        intake=intake.digests(),
    )


def _fill(draft: Draft, intake: Intake, elements: dict[str, Any]) -> None:
    data = {
        **(draft.data or {}),
        "elements": elements,
        "age": {"proof": intake.proof_of_age, "doubt": intake.doubt_about_age},
        "fingers_checked": intake.fingers_checked,
        "correction_reason": intake.correction_reason,
    }
    if intake.notice is not None and draft.corrects_id is None:
        data["notice"] = (draft.data or {}).get("notice") or clean_notice(intake.notice)
    change_draft(draft, data, category=intake.category, intake=intake.digests())


def _take(officer: Any, draft: Draft, intake: Intake) -> None:
    """Take in what isn't there yet, or what a correction brings anew."""
    wanted = new_parts(draft.corrects, intake) if draft.corrects else set(intake.digests())
    if intake.nist_file is not None and "nist_file" in wanted:
        take_nist_file(officer, draft, intake.nist_file, device=intake.device)
    if "records" in wanted:
        take_records(officer, draft, intake.records)
    there = {(capture.kind, capture.position): capture for capture in captures_of(draft.pk)}
    for position, image in sorted(intake.fingers.items()):
        capture = there.get((Capture.Kind.FINGER, position))
        if f"finger_{position}" in wanted and (capture is None or capture.digest != sealing.digest(image)):
            take_finger(officer, draft, position, image, dpi=intake.dpi, device=intake.device)
    for position, why in sorted(intake.missing_fingers.items()):
        capture = there.get((Capture.Kind.FINGER, position))
        if f"missing_{position}" in wanted and (capture is None or capture.missing_reason != why):
            miss_finger(officer, draft, position, why)
    if intake.photo is not None and "photo" in wanted and (Capture.Kind.FACE, 0) not in there:
        take_photo(officer, draft, intake.photo, device=intake.device)


def _give_up_unnumbered(officer: Any, draft: Draft, intake: Intake) -> None:
    """Without a number nobody can go on with a refused draft: corrected images are another call with other content."""
    draft.refresh_from_db()
    if not intake.national_number and draft.is_open:
        abandon_draft(officer, draft)
