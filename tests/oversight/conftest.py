"""People who don't exist, registered, linked and found at given moments of a month at the partner's place."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from egnatia.base import clock, node
from egnatia.base.ids import new_id
from egnatia.exchange.models import FollowUp, Partner, PossibleMatch, RegionalSearch, SearchTarget
from egnatia.oversight.counting import count_month
from egnatia.oversight.figures import Statistics
from egnatia.oversight.months import Month
from egnatia.persons.actions.add_data_set import add_data_set
from egnatia.persons.actions.link_data_sets import link_data_sets
from egnatia.persons.actions.set_transmitted import set_transmitted
from egnatia.persons.models import DataSet, Link
from tests.exchange.conftest import candidate, neighbour, register, serbia, told  # noqa: F401  (fixtures)

OCTOBER = Month(2026, 10)
MID = "2026-10-14T12:00"
ELEMENTS = {
    "surnames": ["Šarić"],
    "nationalities": ["SYR"],
    "birth_date": {"value": "1990-05-01", "precision": "day", "basis": "declared"},
    "event": {"place": "Tabanovce", "date": "2026-10-14"},
    "sex": "female",
}


def at(text: str) -> datetime:
    """A moment by the clock on the wall in Skopje."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/Skopje"))


@pytest.fixture
def sign(registration_officer: Any) -> Callable[..., DataSet]:
    """`sign(1, "2026-10-14T12:00", person=…, sex="male")`: signed, and acknowledged by a partner at once."""

    def make(
        category: int = 2, when: str = MID, *, acknowledged: str | None = "", origin: str = "page", **more: Any
    ) -> DataSet:
        person = more.pop("person", None)
        elements = ELEMENTS | {"event": {"place": "Tabanovce", "date": when[:10]}} | more
        with clock.frozen(at(when)):
            data_set = add_data_set(
                registration_officer,
                category=category,
                elements={code: value for code, value in elements.items() if value is not None},
                captured_at=clock.now(),
                person=person,
                origin=origin,
            )
        if acknowledged is not None and category not in (7, 8):
            set_transmitted(data_set, at=at(acknowledged or when))
        data_set.refresh_from_db()
        return data_set

    return make


@pytest.fixture
def link(examiner: Any) -> Callable[..., Link]:
    """`link(searched, found)`: an examiner has said that it is the same person."""

    def make(searched: DataSet, found: DataSet, when: str = MID, *, basis: str = "fingerprint") -> Link:
        with clock.frozen(at(when)):
            return link_data_sets(examiner, searched, other=found, basis=basis)

    return make


@pytest.fixture
def partner(db: Any) -> Partner:
    return Partner.objects.create(
        code="RS", name="Serbia", url="http://localhost:8401", signing_keys={}, sealing_keys={}, fingerprint="",
        member_file_made_at=at(MID), added_at=at(MID), state="confirmed",
    )  # fmt: skip


@pytest.fixture
def find_at_partner(partner: Partner, examiner: Any) -> Callable[..., Link]:
    """`find_at_partner(searched, category=1)`: Serbia knows the person; with a category it has released it, too."""

    def make(searched: DataSet, when: str = MID, *, category: int | None = None, purpose: str = "MIG") -> Link:
        with clock.frozen(at(when)):
            match = possible_match(searched, partner, examiner, purpose)
            if category is not None:
                _released(match, partner, category)
            return link_data_sets(examiner, searched, partner="RS", partner_reference=match.reference)

    return make


def possible_match(searched: DataSet, partner: Partner, officer: Any, purpose: str) -> PossibleMatch:
    search = RegionalSearch.objects.create(data_set=searched, purpose=purpose, started_at=clock.now(), started_by=officer)
    target = SearchTarget.objects.create(search=search, partner_code=partner.code, partner=partner, state="possible_match")
    return PossibleMatch.objects.create(
        target=target, reference=new_id().hex, fingers=[1, 2], score=0.9, state="same", found_at=clock.now(),
        decided_at=clock.now(),
    )  # fmt: skip


def _released(match: PossibleMatch, partner: Partner, category: int) -> None:
    FollowUp.objects.create(
        direction="outgoing", partner=partner, possible_match=match, message_id=new_id(), state="released",
        fields=["category"], released=["category"], asked_at=clock.now(), answered_at=clock.now(), data={"category": category},
    )  # fmt: skip


@pytest.fixture
def october() -> Callable[[], Statistics]:
    """The month as it is counted now."""
    return lambda: count_month(OCTOBER)


@pytest.fixture
def all_categories(monkeypatch: pytest.MonkeyPatch) -> None:
    """A node that registers 0, 7 and 8, too."""
    settings = node.current().settings
    monkeypatch.setitem(settings, "extra_categories", [0, 7, 8])
    monkeypatch.setitem(settings, "temporary_protection_since", "2026-06-12")
