"""What was read and found, in words for an officer."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from egnatia import law
from egnatia.engines.documents.checks import Comparison, Outcome
from egnatia.engines.documents.codes import find_special_code
from egnatia.engines.documents.mrz.corrections import Exchange
from egnatia.engines.documents.mrz.zone import Field, Status, Zone
from egnatia.registration.document.findings import Finding

FIELDS: Mapping[str, Promise | str] = {
    "names": gettext_lazy("Name"),
    "birth_date": gettext_lazy("Date of birth"),
    "sex": gettext_lazy("Sex"),
    "nationality": gettext_lazy("Nationality"),
    "document_code": gettext_lazy("Kind of document"),
    "issuing_state": gettext_lazy("Issued by"),
    "document_number": gettext_lazy("Document number"),
    "expiry_date": gettext_lazy("Valid until"),
    "optional_data": gettext_lazy("Further data"),
    "second_optional_data": gettext_lazy("Further data, second part"),
    "composite": gettext_lazy("Check digit of the whole zone"),
    "lines": gettext_lazy("Lines"),
}
#: By status: what to say, and the colour of its tag.
STATUSES: Mapping[Status, tuple[Promise | str, str]] = {
    Status.OK: (gettext_lazy("Reads well"), "green"),
    Status.CHECK_DIGIT_WRONG: (gettext_lazy("Check digit wrong"), "red"),
    Status.UNKNOWN: (gettext_lazy("Not known"), "grey"),
    Status.CHARACTERS_NOT_ALLOWED: (gettext_lazy("Doubtful"), "ochre"),
    Status.EMPTY: (gettext_lazy("Empty"), "grey"),
    Status.MAY_BE_TRUNCATED: (gettext_lazy("May be cut short"), "ochre"),
    Status.NO_SUCH_DATE: (gettext_lazy("No such date"), "red"),
}
#: By outcome of a comparison.
OUTCOMES: Mapping[Outcome, tuple[Promise | str, str]] = {
    Outcome.AGREES: (gettext_lazy("As declared"), "green"),
    Outcome.DIFFERS: (gettext_lazy("Differs"), "red"),
    Outcome.NOT_COMPARABLE: (gettext_lazy("Can't be compared"), "grey"),
}
_WRONG = gettext_lazy("The check digit is wrong: %(field)s. Read the document again before asking the person.")
#: By code of a finding; what varies is in the field's or issuer's name.
FINDINGS: Mapping[str, Promise | str] = {
    "names.differs": gettext_lazy("Document and person give different names."),
    "birth_date.differs": gettext_lazy("Document and person give different birth dates."),
    "birth_date.day_and_month_exchanged": gettext_lazy(
        "Day and month of the birth date stand the other way round in the document. That is a clerk's slip more often than "
        "another person's date."
    ),
    "birth_date.other_calendar": gettext_lazy(
        "The birth date has the same numbers in the document, in another calendar: somebody noted it without converting it."
    ),
    "birth_date.year_slipped": gettext_lazy("Day and month of the birth date are as in the document, the year isn't."),
    "birth_date.one_digit": gettext_lazy("One digit of the birth date is another than in the document."),
    "nationality.differs": gettext_lazy("Document and person give different nationalities."),
    "sex.differs": gettext_lazy("Document and registration give different sexes."),
    "document_number.differs": gettext_lazy("The document's number isn't the one that was typed."),
    "document_number.confusable": gettext_lazy(
        "The document's number differs from the one that was typed only in characters that are taken for one another."
    ),
    "expiry_date.differs": gettext_lazy("The document is valid until another day than was typed."),
    "expiry_date.expired": gettext_lazy("The document has expired."),
    "lines.wrong_length": gettext_lazy("A line of the zone has more or fewer characters than it should have."),
    "document_code.not_of_format": gettext_lazy("A document of this size doesn't have this code in its first line."),
    "issuing_state.no_issuer": gettext_lazy("The code in the place of the issuing state is one that issues no documents."),
    "issuing_state.organization": gettext_lazy("The document was issued by an organization, not by a state."),
    "issuing_state.deprecated": gettext_lazy("The issuing state isn't one of today."),
    "issuing_state.specimen": gettext_lazy("Utopia is the state of specimens: this is no document of anybody."),
    "issuing_state.written_otherwise": gettext_lazy("Documents of this state have another code in the zone."),
    "issuing_state.ended": gettext_lazy("This issuer hasn't issued documents for years."),
    "issuing_state.not_recognised": gettext_lazy("Documents of this issuer aren't recognised here."),
    "nationality.not_of_issuer": gettext_lazy("It is a passport of one state for a national of another."),
    "document_number.reported_lost": gettext_lazy("The document is in the list of lost and stolen documents."),
    "document_number.not_looked_up": gettext_lazy(
        "Whether the document was reported lost or stolen isn't known: it doesn't read well, or this node has no list."
    ),
}
#: Said, but nothing to act on.
QUIET = frozenset({"document_number.not_looked_up"})


def finding_text(finding: Finding) -> str:
    """One sentence."""
    field, _dot, what = finding.code.partition(".")
    if what == "check_digit_wrong":
        text = _WRONG % {"field": FIELDS[field]}
    else:
        text = str(FINDINGS[finding.code])
    return _("Document %(number)s: %(text)s") % {"number": finding.document, "text": text} if finding.document else str(text)


def value_text(zone: Zone, name: str, field: Field[object]) -> str:
    """A field's value for reading: countries by name, what can't be told as it stands."""
    if field.value is None:
        return field.raw if field.status is Status.CHARACTERS_NOT_ALLOWED else ""
    if name in ("issuing_state", "nationality"):
        return _state_text(str(field.value))
    if name == "sex":
        return {"F": _("Female"), "M": _("Male")}.get(str(field.value), _("Not specified"))
    if name == "document_code":
        kind = law.document_types().get(law.find_type_in_zone(str(field.value), zone.nationality.value or "") or "")
        return f"{field.value}: {kind.name}" if kind is not None else str(field.value)
    if name == "document_number" and zone.number_is_long:
        return _("%(number)s (a long number, which goes on in the further data)") % {"number": field.value}
    return str(field.value)


def _state_text(code: str) -> str:
    country = law.find_country_in_zone(code)
    if country is not None:
        return f"{code}: {law.country(country).name}"
    special = find_special_code(code)
    return f"{code}: {_(special.name)}" if special is not None else code


def comparison_text(comparison: Comparison) -> str:
    """Why it differs, or can't be compared; nothing where it agrees."""
    if comparison.outcome is Outcome.AGREES:
        return ""
    if comparison.code in FINDINGS:
        return str(FINDINGS[comparison.code])
    return str(_NOT_COMPARABLE[comparison.code.partition(".")[2]])


_NOT_COMPARABLE: Mapping[str, Promise | str] = {
    "not_declared": gettext_lazy("The person said nothing about it."),
    "check_digit_wrong": gettext_lazy("Read the document again first."),
    "not_readable": gettext_lazy("Characters stand there that may not: read the document again first."),
    "no_such_date": gettext_lazy("The document has a date that doesn't exist."),
    "not_in_document": gettext_lazy("The document doesn't say."),
    "cannot_tell": gettext_lazy("Whether the names are the same can't be told from their letters."),
    "truncated": gettext_lazy("The names differ, but the one in the document may be cut short."),
    "unknown": gettext_lazy("Document and person know no part of the date in common."),
    "placeholder": gettext_lazy("A day such as 1 January stands for an unknown one: it says nothing for or against."),
    "estimated": gettext_lazy("The estimated age doesn't allow the date in the document. Either may be wrong."),
    "century": gettext_lazy("The dates are a century apart, which two digits of a year can't tell."),
    "no_nationality": gettext_lazy("The document has a status in the place of a nationality."),
    "not_specified": gettext_lazy("The document doesn't specify the sex."),
}


def exchange_text(exchange: Exchange) -> str:
    """One character that may be another."""
    values = {
        "field": FIELDS[exchange.field],
        "line": exchange.line,
        "position": exchange.position,
        "read": exchange.read,
        "proposed": _(" or ").join(exchange.proposed),
    }
    return _("%(field)s, line %(line)d, character %(position)d: %(proposed)s instead of %(read)s") % values
