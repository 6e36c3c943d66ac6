"""The catalogue of measures: what can be done about an alarm, what it takes, and what has to be asked first.

Data in `data/measures.toml`. No measure is about a person: the loader refuses one that doesn't carry the question, and
`refuse_persons` refuses a text in which somebody could be recognised.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.translation import gettext

from egnatia import law
from egnatia.base.errors import Problem
from egnatia.picture.data_files import read_data
from egnatia.picture.indicators import Named

#: A word that could be a reference number or a number of a document: letters and digits together, or many digits.
_NUMBERED = re.compile(r"\b(?=[A-Z0-9-]*\d)(?=[A-Z0-9-]*[A-Z])[A-Z0-9]{6,28}\b|\b\d{7,}\b")
_UUID = re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class RightsQuestion:
    """What has to be answered with yes before a measure is assigned, and where that comes from."""

    code: str
    question_en: str
    source: str

    @property
    def question(self) -> str:
        return gettext(self.question_en)


@dataclass(frozen=True, slots=True)
class Measure(Named):
    """One thing that can be done; the file says what each field means."""

    text_en: str
    needs_en: str
    level: str
    directions: frozenset[str]
    units: frozenset[str]
    cuts: frozenset[str]
    indicators: frozenset[str]
    people: int
    days: int
    ready: int
    rights: tuple[RightsQuestion, ...]

    @property
    def text(self) -> str:
        return gettext(self.text_en)

    @property
    def needs(self) -> str:
        return gettext(self.needs_en)

    def answers(self, *, direction: str, unit: str, cut: str) -> bool:
        """Whether it makes sense against a change in this direction, in figures of this unit, cut like this."""
        fits_unit = not self.units or unit in self.units
        return direction in self.directions and fits_unit and (not self.cuts or cut in self.cuts)


@cache
def rights_questions() -> Mapping[str, RightsQuestion]:
    """All questions by code."""
    return {
        code: RightsQuestion(code, entry["question"], entry["source"])
        for code, entry in read_data("measures")["rights"].items()
    }


def rights_always_asked() -> tuple[RightsQuestion, ...]:
    """Those that every measure carries."""
    file = read_data("measures")["rights"]
    return tuple(question for code, question in rights_questions().items() if file[code].get("always"))


@cache
def measures() -> Mapping[str, Measure]:
    """The catalogue by code, in the order of the file."""
    file = read_data("measures")
    return {code: _read(code, {**file["defaults"], **entry}) for code, entry in file["measures"].items()}


def find_measure(code: str) -> Measure | None:
    """None where this node's catalogue doesn't have it, as another partner's may."""
    return measures().get(code)


def get_measure(code: str) -> Measure:
    """Problem `picture.measure.unknown`."""
    try:
        return measures()[code]
    except KeyError:
        raise Problem(
            "picture.measure.unknown",
            gettext("This measure is not in the catalogue."),
            gettext("Choose one of the measures in the list."),
            field="measure",
        ) from None


def suggested(*, direction: str, unit: str, cut: str, indicator: str) -> list[Measure]:
    """What answers such a change, first what was made for this indicator; local before central among equals."""
    fitting = [one for one in measures().values() if one.answers(direction=direction, unit=unit, cut=cut)]
    return sorted(fitting, key=lambda one: (indicator not in one.indicators, one.level == "central"))


def refuse_persons(text: str, *, field: str) -> None:
    """Problem `picture.measure.about_a_person` where a text carries a number by which somebody could be found."""
    if _UUID.search(text) or _NUMBERED.search(text) or _has_reference_number(text):
        raise Problem(
            "picture.measure.about_a_person",
            gettext("The text carries what looks like the number of a person, a registration or a document."),
            gettext("Take it out: a measure is about places, times and numbers, never about a person."),
            field=field,
        )


def _has_reference_number(text: str) -> bool:
    """A reference number as people write it: in small letters, or with blanks between its parts."""
    for start in re.finditer(r"\b[A-Za-z]{2}\s?-?\d", text):
        words = re.split(r"[,;:!?()]", text[start.start() : start.start() + 40])[0].split()
        if any(_is_reference_number(" ".join(words[:count])) for count in range(1, len(words) + 1)):
            return True
    return False


def _is_reference_number(text: str) -> bool:
    try:
        law.check_reference_number(text)
    except Problem:
        return False
    return len(text) > 5  # shorter ones pass the check by chance


def _read(code: str, entry: dict[str, Any]) -> Measure:
    return Measure(
        code=code,
        name_en=entry["name"],
        text_en=entry["text"],
        needs_en=entry["needs"],
        level=entry["level"],
        directions=frozenset(entry["direction"]),
        units=frozenset(entry["units"]),
        cuts=frozenset(entry["cuts"]),
        indicators=frozenset(entry["indicators"]),
        people=entry["people"],
        days=entry["days"],
        ready=entry["ready"],
        rights=(*rights_always_asked(), *(rights_questions()[name] for name in entry["rights"])),
    )
