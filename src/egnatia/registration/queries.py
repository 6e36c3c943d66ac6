"""Reading drafts, and saying what they still lack."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from egnatia import law
from egnatia.accounts import policy
from egnatia.base.errors import Problem, not_found
from egnatia.biometrics.models import Capture
from egnatia.biometrics.queries import hand_of
from egnatia.registration import problems
from egnatia.registration.age import age_gate_of
from egnatia.registration.models import Draft
from egnatia.registration.steps import EVENT, FINGERS, IDENTITY, NOTICE, STEPS, Step, elements_of, step_of


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that keeps a draft from being signed, and the step on which it is put right."""

    step: Step
    problem: Problem


def visible_to(officer: Any) -> QuerySet[Draft]:
    """The drafts an officer may go on with: those of their own unit."""
    if not policy.may(officer, "registration.write"):
        return Draft.objects.none()
    return Draft.objects.filter(unit=officer.unit_id).select_related("officer", "person")


def to_finish(officer: Any) -> QuerySet[Draft]:
    """What the officer began at a page and hasn't finished, the latest first."""
    return visible_to(officer).filter(officer=officer, state=Draft.State.OPEN, origin="page")


def with_problem(officer: Any) -> QuerySet[Draft]:
    """What came in by itself (API, watched folder) and can't be signed as it is."""
    return visible_to(officer).filter(state=Draft.State.OPEN, problem__isnull=False)


def get_draft(officer: Any, draft_id: UUID) -> Draft:
    """One draft, open or closed. Raises Problem `registration.draft.not_found`."""
    draft = visible_to(officer).filter(pk=draft_id).first()
    if draft is None:
        raise not_found("registration.draft")
    return draft


def find_gaps(draft: Draft) -> list[Gap]:
    """All that keeps the draft from being signed, in the order of the steps; empty for one that is complete."""
    data = draft.data or {}
    gaps = [Gap(NOTICE, problems.notice_missing())] if needs_notice(draft) else []
    if draft.category is None:
        gaps.append(Gap(EVENT, problems.category_not_choosable()))
    # Until a category is chosen the first one's list holds: the core is the same in all.
    digit = 1 if draft.category is None else draft.category
    gaps += [Gap(step_of(one.field or ""), one) for one in law.find_problems(digit, data.get("elements", {}))]
    gaps += [Gap(step_of(code), problems.not_confirmed(code)) for code in _first_taken_over(data)]
    gate = age_gate_of(data)
    if gate is not None and not gate.takes_biometrics:
        gaps.append(Gap(IDENTITY, problems.capture_not_allowed(gate.reason)))
    gaps += [Gap(FINGERS, problem) for problem in finger_problems(draft)]
    return sorted(gaps, key=lambda gap: STEPS.index(gap.step))


def needs_notice(draft: Draft) -> bool:
    """Whether the notice is still to be given. A national system gave it itself; a correction follows one that was given."""
    return draft.origin == "page" and draft.corrects_id is None and not (draft.data or {}).get("notice")


def finger_problems(draft: Draft) -> list[Problem]:
    """What is wrong with the ten fingers of a draft. A correction may bring a few only: the others stay as they were."""
    hand = hand_of(draft.pk)
    by_state: dict[str, list[int]] = {}
    for position, capture in hand.items():
        by_state.setdefault(capture.state if capture else "", []).append(position)
    found = []
    if (untaken := by_state.get("")) and draft.corrects_id is None:
        found.append(problems.fingers_missing(untaken))
    if refused := by_state.get(Capture.State.REFUSED):
        found.append(problems.fingers_refused(refused, {one: _code(hand[one]) for one in refused}))
    if Capture.State.WAITING in by_state:
        found.append(problems.fingers_waiting())
    return found


def taken_over(draft: Draft, step: str) -> list[str]:
    """By name, what of a step came from another person of the group and isn't confirmed yet."""
    return [law.element(code).name for code in (draft.data or {}).get("taken_over", []) if step_of(code).code == step]


def step_states(draft: Draft) -> Mapping[str, str]:
    """For each step: done, started, to_do, or blocked (fingers, before the notice and the age are known)."""
    unfinished = {gap.step.code for gap in find_gaps(draft)}
    return {step.code: _state_of(step, draft, unfinished) for step in STEPS}


def _state_of(step: Step, draft: Draft, unfinished: set[str]) -> str:
    data = draft.data or {}
    if step is NOTICE:
        return "done" if data.get("notice") else "to_do"
    if step is FINGERS:
        return _fingers_state(draft, unfinished)
    has_some = any(code in data.get("elements", {}) for code in elements_of(step, draft.category))
    if step.code in unfinished:
        return "started" if has_some or (step is EVENT and draft.category is not None) else "to_do"
    visited = step.code in data.get("visited", [])
    return "done" if has_some or visited else "to_do"


def _fingers_state(draft: Draft, unfinished: set[str]) -> str:
    data = draft.data or {}
    gate = age_gate_of(data)
    if not data.get("notice") or gate is None or not gate.takes_biometrics:
        return "blocked"
    if FINGERS.code not in unfinished:
        return "done"
    return "started" if any(hand_of(draft.pk).values()) else "to_do"


def _first_taken_over(data: Mapping[str, Any]) -> list[str]:
    """For each step, the first of what was taken over and isn't confirmed."""
    return list({step_of(code).code: code for code in reversed(data.get("taken_over", []))}.values())


def _code(capture: Capture | None) -> str:
    return capture.problem_code if capture is not None else ""
