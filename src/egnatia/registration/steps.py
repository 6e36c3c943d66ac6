"""The steps of a registration, in order, and which data elements each asks for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from egnatia import law

IDENTITY_ELEMENTS = (
    "surnames",
    "forenames",
    "names_latin",
    "birth_names",
    "previous_names",
    "aliases",
    "birth_date",
    "birth_place",
    "sex",
    "nationalities",
    "nationalities_claimed",
    "countries_feared",
)


@dataclass(frozen=True, slots=True)
class Step:
    """One step. `elements` are the law's element codes that it asks for; those of the event step depend on the category."""

    code: str
    name: str | Promise
    elements: tuple[str, ...] = ()


NOTICE = Step("notice", _("Information notice"))
EVENT = Step("event", _("Category and event"), ("event",))
IDENTITY = Step("identity", _("Person"), IDENTITY_ELEMENTS)
DOCUMENTS = Step("documents", _("Documents"), ("documents",))
FINGERS = Step("fingers", _("Fingerprints and photo"))

STEPS = (NOTICE, EVENT, IDENTITY, DOCUMENTS, FINGERS)
BY_CODE: Mapping[str, Step] = {step.code: step for step in STEPS}


def elements_of(step: Step, category: int | None) -> tuple[str, ...]:
    """The element codes a step asks for; what only some categories have (a council's decision, say) goes with the event."""
    if category is None:
        return step.elements
    allowed = [use.code for use in law.category(category).elements if use.element.where == "elements"]
    if step is not EVENT:
        return tuple(code for code in step.elements if code in allowed)
    elsewhere = {code for other in STEPS for code in other.elements if other is not EVENT}
    return tuple(code for code in allowed if code not in elsewhere)


def step_of(element: str) -> Step:
    """The step on which an element (or a member of it, `event.date`) is asked for."""
    code = element.split(".")[0]
    return next((step for step in STEPS if code in step.elements), EVENT)


def within_category(category: int, elements: Mapping[str, Any]) -> dict[str, Any]:
    """Only what the category may record: for a draft whose category was changed."""
    allowed = {use.code for use in law.category(category).elements}
    return {code: value for code, value in elements.items() if code in allowed}
