"""People who look at the picture, and counts to look at."""

from datetime import UTC, datetime

import pytest

from egnatia.picture.actions.take_series import take_counts


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
