"""Where a registration stands that a connected system knows by its own number."""

from dataclasses import dataclass

from egnatia.persons.models import ChildNote, DataSet
from egnatia.persons.queries import find_by_national_number, find_child_note
from egnatia.persons.search_keys import national_number_key
from egnatia.registration.models import Draft

REGISTERED, WAITING, REFUSED, NOTED, VOIDED = "registered", "waiting", "refused", "noted", "voided"


@dataclass(frozen=True, slots=True)
class Standing:
    """state      registered | waiting (being read) | refused (see the draft's problem) | noted (a child) | voided
    data_set   the version in force; while a correction waits, the one that is being corrected
    """

    state: str
    data_set: DataSet | None = None
    draft: Draft | None = None
    child_note: ChildNote | None = None


def find_standing(number: str) -> Standing | None:
    """What is under this number, or None; what was erased is not."""
    data_set = find_by_national_number(number)
    key = national_number_key(number)
    draft = Draft.objects.filter(national_number_key=key, state=Draft.State.OPEN).first()
    if draft is not None:
        return Standing(REFUSED if is_stuck(draft) else WAITING, data_set, draft)
    if data_set is not None:
        return Standing(REGISTERED, data_set)
    if (note := find_child_note(number)) is not None:
        return Standing(NOTED, child_note=note)
    voided = DataSet.objects.filter(national_number_key=key, status=DataSet.Status.VOIDED).order_by("-version").first()
    return Standing(VOIDED, voided) if voided is not None else None


def is_stuck(draft: Draft) -> bool:
    """Whether nothing goes on by itself: the worker met a problem, or the call that began it was refused."""
    return draft.problem is not None or not draft.sign_when_ready
