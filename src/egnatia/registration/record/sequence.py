"""Everything that confirmed links say is of one person: own data sets, partners' ones, and what partners released."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from egnatia import audit, law
from egnatia.accounts import policy
from egnatia.exchange.field_names import field_name
from egnatia.exchange.models import FollowUp
from egnatia.exchange.models.follow_ups import Direction
from egnatia.exchange.security_flags import hide_flag
from egnatia.persons.models import DataSet, Link, Person
from egnatia.persons.queries import sequence_of
from egnatia.registration.record.data_sets import ElementRow
from egnatia.registration.templatetags.registration import document_line, element_text

#: What partners release beside the elements of a data set, as plain text.
_RECORDED = ("capture_place", "reference_number")


@dataclass(frozen=True, slots=True)
class Released:
    """What a partner told of the person, on request."""

    follow_up: FollowUp
    state: str
    at: datetime | None
    rows: tuple[ElementRow, ...]


@dataclass(frozen=True, slots=True)
class PartnerLink:
    """A confirmed link to a partner's data set, known here by an opaque reference only."""

    link: Link
    partner: str
    released: tuple[Released, ...]


@dataclass(frozen=True, slots=True)
class Together:
    """own: the data sets that are one person's with this record's; own_links: what joins them."""

    others: tuple[DataSet, ...]
    own_links: tuple[Link, ...]
    partner_links: tuple[PartnerLink, ...]

    def __bool__(self) -> bool:
        return bool(self.own_links or self.partner_links)


def together_with(officer: Any, person: Person) -> Together:
    """The sequence around a person. The others in it, and what partners released, count as looked at."""
    sequence = sequence_of(person)
    others = tuple(one for one in sequence.data_sets if one.person_id != person.pk)
    for other in {one.person_id: one.person for one in others}.values():
        audit.record("persons.person.listed", subject=other, person=other.pk, officer=officer)
    return Together(
        others,
        tuple(link for link in sequence.links if not link.partner),
        tuple(_partner_links(officer, person, sequence.partner_links)),
    )


def may_read_released(officer: Any) -> bool:
    """Released data is for those who may ask for it, and for those who oversee the exchange."""
    return policy.may(officer, "exchange.follow_up") or policy.may(officer, "exchange.read")


def _partner_links(officer: Any, person: Person, links: tuple[Link, ...]) -> list[PartnerLink]:
    if not links:
        return []
    follow_ups = FollowUp.objects.filter(
        direction=Direction.OUTGOING, possible_match__reference__in=[link.partner_reference for link in links]
    ).select_related("possible_match", "partner")
    by_end: dict[tuple[str, str], list[Released]] = {}
    for follow_up in follow_ups:
        assert follow_up.possible_match is not None  # noqa: S101  (the filter says so)
        end = (follow_up.partner.code, follow_up.possible_match.reference)
        by_end.setdefault(end, []).append(_released(officer, person, follow_up))
    return [
        PartnerLink(link, law.partner(link.partner).name, tuple(by_end.get((link.partner, link.partner_reference), ())))
        for link in links
    ]


def _released(officer: Any, person: Person, follow_up: FollowUp) -> Released:
    data = hide_flag(officer, follow_up).data if may_read_released(officer) else None
    if data:
        audit.record(
            "exchange.follow_up.read", subject=follow_up, person=person.pk, officer=officer, partner=follow_up.partner.code
        )
    state = str(FollowUp.State(follow_up.state).label)
    return Released(follow_up, state, follow_up.answered_at, released_rows(data or {}))


def released_rows(data: Mapping[str, Any]) -> tuple[ElementRow, ...]:
    """Released data in words, in the order in which they came."""
    return tuple(ElementRow(field_name(code), _lines(code, value)) for code, value in data.items())


def _lines(code: str, value: Any) -> tuple[str, ...]:
    if code == "documents":
        return tuple(document_line(one) for one in value)
    if code == "capture_date":
        return (date_format(date.fromisoformat(value), "j F Y"),)
    if code == "security_flag":
        return (_("Yes: the person could pose a threat to internal security"),)
    if code == "category":
        return (law.category(value).name,)
    return (str(value),) if code in _RECORDED else (element_text(code, value),)
