"""People who look at the picture, and counts to look at."""

from datetime import UTC, date, datetime, timedelta

import pytest

from egnatia.base.ids import new_id
from egnatia.exchange.models import InboundMatch, InboundSearch, Partner
from egnatia.persons.actions.add_data_set import add_data_set
from egnatia.picture.actions.take_series import take_counts

#: Of somebody who doesn't exist, found at a crossing point on 1 November 2026.
ELEMENTS = {
    "surnames": ["Haddad"],
    "forenames": ["Samir"],
    "nationalities": ["SYR"],
    "birth_date": {"value": "1991-04-12", "precision": "day", "basis": "declared"},
    "birth_place": "Homs",
    "event": {"place": "Табановце", "date": "2026-11-01", "time": "14:30"},
    "sex": "male",
}


@pytest.fixture
def analyst_client(client, analyst):
    """A browser in which the analyst is signed in."""
    client.force_login(analyst)
    return client


@pytest.fixture
def director_client(client, director):
    """A browser in which the head of border police is signed in."""
    client.force_login(director)
    return client


@pytest.fixture
def known_at():
    """A moment in the past at which counts became known."""
    return datetime(2026, 3, 1, 8, tzinfo=UTC)


@pytest.fixture
def take(db, known_at):
    """`take([(day, cut, key, value), …], source="MK", at=…)`: counts become known; how many changed."""

    def take_cells(cells, *, source="MK", indicator="irregular_crossings", every="day", at=known_at, **more):
        return take_counts(source, indicator, every, cells, known_at=at, **more)

    return take_cells


@pytest.fixture
def register(registration_officer):
    """`register(3)`: somebody is registered here on the third day of October."""

    def register_one(day, place="Gevgelija"):
        event = {"place": place, "date": (date(2026, 10, 1) + timedelta(days=day - 1)).isoformat()}
        at = datetime(2026, 10, day, 12, tzinfo=UTC)
        return add_data_set(registration_officer, category=2, elements={**ELEMENTS, "event": event}, captured_at=at)

    return register_one


@pytest.fixture
def seen(db):
    """`seen(data_set, "RS", 9)`: Serbia searched on 9 October, and its examiner said that it is the same person."""

    def seen_by(data_set, code, day, *, verdict="same", purpose="MIG"):
        now = datetime.now(UTC)
        values = {"name": code, "url": "http://localhost:1", "signing_keys": {}, "sealing_keys": {}, "fingerprint": ""}
        partner, _ = Partner.objects.get_or_create(code=code, defaults=values | {"added_at": now, "member_file_made_at": now})
        at = datetime(2026, 10, day, 9, tzinfo=UTC)
        search = InboundSearch.objects.create(
            partner=partner, correspondence=new_id(), case=new_id(), purpose=purpose, received_at=at
        )
        InboundMatch.objects.create(
            search=search, reference=new_id().hex, data_set=data_set, fingers=[], score=1.0, verdict=verdict, verdict_at=at
        )

    return seen_by
