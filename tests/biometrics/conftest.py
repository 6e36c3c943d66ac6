"""People who don't exist, registered the short way: what is under test starts where a data set is signed."""

from collections.abc import Callable
from typing import Any

import pytest

from egnatia.accounts.models import Officer
from egnatia.base import clock
from egnatia.base.ids import new_id
from egnatia.engines.fingerprint import iso19794
from egnatia.engines.fingerprint.minutiae import Fingers
from egnatia.engines.fingerprint.synthetic import synthetic_fingers


def records_of(fingers: Fingers) -> list[bytes]:
    return [iso19794.encode(minutiae, position, 80) for position, minutiae in fingers.items()]


def an_adult(**changes: Any) -> dict[str, Any]:
    values = {
        "surnames": ["Haidari"],
        "nationalities": ["AFG"],
        "birth_date": {"value": "1990-05-01", "precision": "day", "basis": "declared"},
        "sex": "male",
        "event": {"place": "Tabanovce", "date": "2026-05-04"},
    }
    return values | changes


@pytest.fixture
def sign(registration_officer: Officer) -> Callable[..., Any]:
    """`sign(seed=1, take=2)`: a signed, enrolled data set of the synthetic person `seed`."""
    from egnatia.biometrics.actions.enrol_data_set import enrol_data_set
    from egnatia.biometrics.actions.receive_records import receive_records
    from egnatia.persons.actions.add_data_set import add_data_set

    def _sign(seed: int = 1, take: int = 0, *, positions: tuple[int, ...] = tuple(range(1, 11)), **elements: Any) -> Any:
        captures = receive_records(
            new_id(), records_of(synthetic_fingers(seed, take, positions=positions)), registration_officer
        )
        data_set = add_data_set(registration_officer, category=1, elements=an_adult(**elements), captured_at=clock.now())
        enrol_data_set(data_set, captures)
        return data_set

    return _sign


@pytest.fixture
def find_candidates() -> Callable[..., Any]:
    """Search with a data set's fingers and record what was found."""
    from egnatia.biometrics.actions.record_candidates import record_candidates
    from egnatia.biometrics.actions.search_gallery import search_gallery
    from egnatia.biometrics.queries import fingers_of
    from egnatia.biometrics.records import build_ten_print

    def _find(data_set: Any) -> Any:
        return record_candidates(data_set, search_gallery(build_ten_print(fingers_of(data_set)), data_set=data_set))

    return _find


@pytest.fixture
def candidate(sign: Callable[..., Any], find_candidates: Callable[..., Any]) -> Any:
    """An open candidate: one person, registered twice."""
    sign(seed=1, take=0)
    (found,) = find_candidates(sign(seed=1, take=1))
    return found
