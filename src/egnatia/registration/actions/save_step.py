"""Save one step of a registration: what is right is kept, what is wrong is said, nothing is lost."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from egnatia import audit, law
from egnatia.accounts import policy
from egnatia.base import clock, node
from egnatia.base.errors import Problem
from egnatia.law.characters import clean_text
from egnatia.registration.actions.change_draft import change_draft
from egnatia.registration.document.findings import drop_findings
from egnatia.registration.models import Draft
from egnatia.registration.problems import category_not_choosable
from egnatia.registration.steps import BY_CODE, EVENT, IDENTITY, NOTICE, Step, elements_of, step_of, within_category

NOTICE_MODES = ("written", "spoken", "both")
_LONGEST_INTERPRETER = 150


@dataclass(frozen=True, slots=True)
class SavedStep:
    """The draft as it is now, and what of the step was wrong and therefore not kept."""

    draft: Draft
    problems: tuple[Problem, ...]


def save_step(officer: Any, draft: Draft, step: str, values: Mapping[str, Any], *, confirms: bool = True) -> SavedStep:
    """Keep a step's values.

    step     notice, event, identity or documents
    values   notice: {"language", "mode", "interpreter"}; event: {"category", "event", …}; identity: its elements and
             {"proof_of_age", "doubt_about_age"}; documents: {"documents"}. Element values as `law.clean_elements` takes them
    confirms   what was taken over from another person of the group counts as looked at; not where a page saves by itself

    Values that the law refuses are left out, with their Problems in the answer; the step then counts as incomplete.
    Raises Problem `accounts.not_allowed`, `registration.draft.changed_meanwhile`, `registration.draft.closed`.
    """
    policy.require(officer, "registration.write")
    wanted = BY_CODE[step]
    data = dict(draft.data or {})
    fields: dict[str, Any] = {}
    if wanted is NOTICE:
        data["notice"] = clean_notice(values)
        found: list[Problem] = []
    else:
        category = draft.category
        if wanted is EVENT:
            category = fields["category"] = _clean_category(values.get("category"))
        if wanted is IDENTITY:
            data["age"] = {"proof": bool(values.get("proof_of_age")), "doubt": bool(values.get("doubt_about_age"))}
        before = data.get("elements", {})
        data["elements"], found = _merge(before, wanted, category, values)
        drop_findings(data, before, data["elements"])
        data["visited"] = sorted({*data.get("visited", []), step})
        if confirms and "taken_over" in data:
            data["taken_over"] = [code for code in data["taken_over"] if step_of(code) is not wanted]
    with transaction.atomic():
        change_draft(draft, data, **fields)
        audit.record("registration.draft.saved", subject=draft, person=draft.person_id, officer=officer, step=step)
    return SavedStep(draft, tuple(found))


def _merge(
    elements: Mapping[str, Any], step: Step, category: int | None, values: Mapping[str, Any]
) -> tuple[dict[str, Any], list[Problem]]:
    """The draft's elements with this step's in place of the old ones, each cleaned by itself, and what was wrong."""
    kept, found = dict(elements), []
    # Before a category is chosen the closed list of the first one holds: the core is the same in all.
    digit = category if category is not None else 1
    for code in elements_of(step, digit):
        kept.pop(code, None)
        try:
            kept |= law.clean_elements(digit, {code: values.get(code)}, complete=False)
        except Problem as problem:
            found.append(problem)
    return within_category(digit, kept), found


def _clean_category(value: Any) -> int:
    """One that officers may choose at this node. Raises Problem `registration.category.not_choosable`."""
    choosable = {one.digit for one in law.choosable_categories(node.current().partner, node.current().settings)}
    try:
        digit = int(value)
    except (TypeError, ValueError):
        raise category_not_choosable() from None
    if digit not in choosable:
        raise category_not_choosable()
    return digit


def clean_notice(values: Mapping[str, Any]) -> dict[str, str]:
    """Which notice was given, in which language, how. Problem `law.notice.unknown`, `registration.notice.mode_unknown`."""
    notice = law.notice(str(values.get("language", "")))
    mode = str(values.get("mode") or "written")
    if mode not in NOTICE_MODES:
        raise Problem(
            "registration.notice.mode_unknown",
            "It is not said how the notice was given.",
            "Choose in writing, by word of mouth, or both.",
            field="mode",
        )
    interpreter = clean_text(values.get("interpreter") or "", field="interpreter", max_length=_LONGEST_INTERPRETER)
    return {
        "language": notice.language,
        "version": notice.version,
        "mode": mode,
        "interpreter": interpreter,
        "given_at": clock.now().isoformat(),
    }
