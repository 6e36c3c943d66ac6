"""A document held against what a person declared, and against its own rules: for an officer to read, never to decide by.

Each finding has a stable code and a sentence. Names are compared by the caller's function, lost documents looked up by the
caller's: this package knows neither.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Protocol

from egnatia.engines.dates.agreement import REASONS, Level, level_of_agreement
from egnatia.engines.dates.conversion import convert
from egnatia.engines.dates.uncertain import UncertainDate
from egnatia.engines.documents.codes import find_special_code, is_document_code_of, iso_code
from egnatia.engines.documents.mrz.confusions import are_confusable
from egnatia.engines.documents.mrz.dates import PartialDate
from egnatia.engines.documents.mrz.names import HolderName
from egnatia.engines.documents.mrz.zone import Field, Status, Zone

#: The two names agree, differ, or it can't be told.
CompareNames = Callable[[HolderName, str], bool | None]
#: Issuing state and document number: is the document in the list of lost and stolen ones? None where nobody could be asked.
FindLost = Callable[[str, str], bool | None]


class IssuerRule(Protocol):
    """What the caller's rules say of an issuer, by its code in the zone.

    name           in words
    written_as     the code that its documents have instead, or ""
    ended          the last year in which it issued documents; None: it still does
    is_recognised  False where the caller doesn't recognise its documents
    """

    @property
    def name(self) -> str: ...
    @property
    def written_as(self) -> str: ...
    @property
    def ended(self) -> int | None: ...
    @property
    def is_recognised(self) -> bool: ...


#: The rule for an issuer's code, where there is one.
FindIssuerRule = Callable[[str], IssuerRule | None]


class Outcome(StrEnum):
    """What became of comparing one field."""

    AGREES = "agrees"
    DIFFERS = "differs"
    NOT_COMPARABLE = "not_comparable"


@dataclass(frozen=True, slots=True)
class Declared:
    """What the person, or whoever speaks for them, said; None where nothing was said."""

    name: str | None = None
    birth_date: UncertainDate | None = None
    nationality: str | None = None
    sex: str | None = None
    document_number: str | None = None
    expiry_date: UncertainDate | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """One field compared. `code` is stable and machine-readable, `reason` is the same in words."""

    field: str
    outcome: Outcome
    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Remark:
    """What the document's own rules have to say. `code` is stable and machine-readable."""

    code: str
    message: str


def compare_with_declared(zone: Zone, declared: Declared, compare_names: CompareNames) -> list[Comparison]:
    """Field by field, in the order of a form. A difference is a question to ask, not an answer.

    compare_names  gets the holder's name as it stands in the zone, and the name as declared
    """
    return [
        _compare_names(zone, declared, compare_names),
        _compare("birth_date", zone.birth_date, declared.birth_date, _birth_dates),
        _compare("nationality", zone.nationality, declared.nationality, _nationalities),
        _compare("sex", zone.sex, declared.sex, _sexes),
        _compare("document_number", zone.document_number, declared.document_number, _numbers),
        _compare("expiry_date", zone.expiry_date, declared.expiry_date, _expiry_dates),
    ]


def check_document(
    zone: Zone, today: date, find_lost: FindLost | None = None, find_rule: FindIssuerRule | None = None
) -> list[Remark]:
    """What there is to say about the document itself; empty where there is nothing.

    find_lost  asks the caller's list of lost and stolen documents
    find_rule  asks the caller's rules about issuers
    """
    issuer = zone.issuing_state.value or ""
    return [
        *_reading(zone),
        *_expiry(zone, today),
        *_codes(zone),
        *(check_issuer(issuer, find_rule) if find_rule is not None else ()),
        *_lost(zone, find_lost),
    ]


def check_issuer(code: str, find_rule: FindIssuerRule) -> list[Remark]:
    """What the caller's rules say of an issuer, by its code in the zone."""
    rule = find_rule(code)
    if rule is None:
        return []
    remarks = []
    if rule.written_as:
        message = f"Documents of {rule.name} have the code {rule.written_as}, not {code}."
        remarks.append(Remark("issuing_state.written_otherwise", message))
    if rule.ended is not None:
        remarks.append(Remark("issuing_state.ended", f"{rule.name} has issued no document since {rule.ended}."))
    if not rule.is_recognised:
        remarks.append(Remark("issuing_state.not_recognised", f"Documents of {rule.name} aren't recognised here."))
    return remarks


_Judgement = tuple[Outcome, str, str]
_UNREADABLE = {
    Status.CHECK_DIGIT_WRONG: ("check_digit_wrong", "Its check digit is wrong: read the document again first."),
    Status.CHARACTERS_NOT_ALLOWED: (
        "not_readable",
        "It has characters that may not stand there: read the document again first.",
    ),
    Status.NO_SUCH_DATE: ("no_such_date", "The document has a date that doesn't exist."),
    Status.EMPTY: ("not_in_document", "The document doesn't say."),
}


def _compare(name: str, field: Field[Any], said: Any, judge: Callable[[Any, Any], _Judgement]) -> Comparison:
    if said is None or said == "":
        outcome, code, reason = Outcome.NOT_COMPARABLE, "not_declared", "The person said nothing about it."
    elif field.status in _UNREADABLE:
        outcome, (code, reason) = Outcome.NOT_COMPARABLE, _UNREADABLE[field.status]
    else:
        outcome, code, reason = judge(field.value, said)
    return Comparison(name, outcome, f"{name}.{code}", reason)


def _agrees() -> _Judgement:
    return Outcome.AGREES, "agrees", "Document and declaration say the same."


def _differs(of_document: object, said: object) -> _Judgement:
    return Outcome.DIFFERS, "differs", f"The document says {of_document}, the person said {said}."


def _compare_names(zone: Zone, declared: Declared, compare: CompareNames) -> Comparison:
    def judge(of_document: HolderName, said: str) -> _Judgement:
        verdict = compare(of_document, said)
        if verdict is None:
            return Outcome.NOT_COMPARABLE, "cannot_tell", "Whether the names are the same can't be told from their letters."
        if verdict:
            return _agrees()
        if of_document.may_be_truncated:
            return Outcome.NOT_COMPARABLE, "truncated", "The names differ, but the one in the document may be cut short."
        return _differs(of_document, said)

    return _compare("names", zone.names, declared.name, judge)


#: What a level of agreement between two birth dates comes to here; the others differ.
_BIRTH_DATES = {
    Level.UNKNOWN: (Outcome.NOT_COMPARABLE, "unknown"),
    Level.PLACEHOLDER_SAME_YEAR: (Outcome.AGREES, "agrees_in_part"),
    Level.PLACEHOLDER_OTHER_YEAR: (Outcome.NOT_COMPARABLE, "placeholder"),
    Level.SAME_DAY: (Outcome.AGREES, "agrees"),
    Level.OTHER_CALENDAR: (Outcome.DIFFERS, "other_calendar"),
    Level.OTHER_RULE: (Outcome.AGREES, "other_rule"),
    Level.SWAPPED: (Outcome.DIFFERS, "day_and_month_exchanged"),
    Level.YEAR_SLIPPED: (Outcome.DIFFERS, "year_slipped"),
    Level.ONE_DIGIT: (Outcome.DIFFERS, "one_digit"),
    Level.SAME_MONTH: (Outcome.AGREES, "agrees_in_part"),
    Level.SAME_YEAR: (Outcome.AGREES, "agrees_in_part"),
    Level.AGE_OVERLAPS: (Outcome.AGREES, "agrees_in_part"),
}


def _birth_dates(of_document: PartialDate, said: UncertainDate) -> _Judgement:
    """By their level of agreement (docs/dates.md), in whatever calendar the person said it."""
    known = of_document.as_uncertain()
    if known and _are_centuries_apart(known, said):
        return Outcome.NOT_COMPARABLE, "century", "The dates are a century apart, which two digits of a year can't tell."
    level = level_of_agreement(known, said)
    if said.estimate and level not in _BIRTH_DATES:
        return Outcome.NOT_COMPARABLE, "estimated", f"An estimate may be wrong: the person is {convert(said)}."
    outcome, code = _BIRTH_DATES.get(level, (Outcome.DIFFERS, "differs"))
    return outcome, code, f"{REASONS[level]}. The document says {of_document}, the person said {convert(said)}."


def _expiry_dates(of_document: PartialDate, said: UncertainDate) -> _Judgement:
    known = of_document.as_uncertain()
    if known is None:
        return Outcome.NOT_COMPARABLE, "unknown", "The document doesn't say in which year it expires."
    return _agrees() if (known.first, known.last) == (said.first, said.last) else _differs(of_document, convert(said))


def _are_centuries_apart(one: UncertainDate, other: UncertainDate) -> bool:
    days = (one.first, other.first)
    known = one.written is not None and other.written is not None
    years = days[0].year - days[1].year
    return known and years != 0 and years % 100 == 0 and len({(day.month, day.day) for day in days}) == 1


def _nationalities(of_document: str, said: str) -> _Judgement:
    special = find_special_code(of_document)
    if special is not None and special.kind in ("status", "organization"):
        return Outcome.NOT_COMPARABLE, "no_nationality", f"Instead of a nationality the document says: {special.name}."
    return _agrees() if iso_code(of_document) == iso_code(said) else _differs(of_document, said)


def _sexes(of_document: str, said: str) -> _Judgement:
    if of_document == "X":
        return Outcome.NOT_COMPARABLE, "not_specified", "The document doesn't specify the sex."
    return _agrees() if of_document == said.upper() else _differs(of_document, said)


def _numbers(of_document: str, said: str) -> _Judgement:
    one, other = (number.upper().translate(_NO_SEPARATORS) for number in (of_document, said))
    if one == other:
        return _agrees()
    if are_confusable(one, other):
        message = f"{said} differs from {of_document} only in characters that are taken for one another."
        return Outcome.DIFFERS, "confusable", message
    return _differs(of_document, said)


_NO_SEPARATORS = str.maketrans("", "", " -/.<")


def _reading(zone: Zone) -> list[Remark]:
    wrong = [name for name, field in zone.fields().items() if field.status is Status.CHECK_DIGIT_WRONG]
    remarks = [Remark(f"{name}.check_digit_wrong", f"A check digit is wrong: {name.replace('_', ' ')}.") for name in wrong]
    if any(line.has_wrong_length for line in zone.lines):
        remarks.append(Remark("lines.wrong_length", "A line has more or fewer characters than its format."))
    return remarks


def _expiry(zone: Zone, today: date) -> list[Remark]:
    """On the last day it is still valid."""
    expiry = zone.expiry_date.value.as_uncertain() if zone.expiry_date.value is not None else None
    if expiry is None or zone.expiry_date.status in _UNREADABLE or expiry.last >= today:
        return []
    return [Remark("expiry_date.expired", f"The document expired on {zone.expiry_date.value}.")]


def _codes(zone: Zone) -> list[Remark]:
    remarks = []
    code = zone.document_code.value or ""
    if not is_document_code_of(code, zone.format):
        remarks.append(
            Remark("document_code.not_of_format", f"A document of format {zone.format.name} doesn't have the code {code}.")
        )
    issuer = find_special_code(zone.issuing_state.value or "")
    if issuer is not None and not issuer.may_issue:
        remarks.append(Remark("issuing_state.no_issuer", f"{issuer.name} is no issuer of documents."))
    elif issuer is not None and issuer.kind in ("organization", "deprecated"):
        remarks.append(Remark(f"issuing_state.{issuer.kind}", f"The issuer isn't a state of today: {issuer.name}."))
    if any((found := find_special_code(field.value or "")) and found.kind == "specimen" for field in _state_fields(zone)):
        remarks.append(Remark("issuing_state.specimen", "Utopia is the state of specimens: this is no document of anybody."))
    if _is_passport_for_another_state(zone):
        message = f"A passport of {zone.issuing_state.value} for a national of {zone.nationality.value}."
        remarks.append(Remark("nationality.not_of_issuer", message))
    return remarks


def _is_passport_for_another_state(zone: Zone) -> bool:
    """Codes that aren't of states alone (British nationals, refugees, organizations) have passports of others by rule."""
    issuer, nationality = zone.issuing_state.value, zone.nationality.value
    if not (issuer and nationality) or Status.OK is not zone.nationality.status or (zone.document_code.value or "")[:1] != "P":
        return False
    others = (found for code in (issuer, nationality) if (found := find_special_code(code)) and found.kind != "state")
    is_for_others = zone.document_code.value in ("PR", "PS", "PT") or any(others)
    return not is_for_others and iso_code(issuer) != iso_code(nationality)


def _state_fields(zone: Zone) -> tuple[Field[str], Field[str]]:
    return zone.issuing_state, zone.nationality


def _lost(zone: Zone, find_lost: FindLost | None) -> list[Remark]:
    number, state = zone.document_number, zone.issuing_state.value
    if find_lost is None:
        return []
    if number.status is not Status.OK or number.value is None or not state:
        return [
            Remark("document_number.not_looked_up", "Number and issuing state don't read well enough to look the document up.")
        ]
    found = find_lost(state, number.value)
    if found is None:
        return [Remark("document_number.not_looked_up", "The list of lost and stolen documents couldn't be asked.")]
    return [Remark("document_number.reported_lost", "The document was reported lost or stolen.")] if found else []
