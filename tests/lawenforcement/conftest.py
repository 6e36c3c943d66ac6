"""An asking unit, a verifying authority, examiners of the gateway; people who don't exist, registered the short way."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from egnatia.accounts.models import Unit
from egnatia.exchange.actions.propose_list import Agreed
from egnatia.lawenforcement.actions.draft_request import Check, RequestFacts, draft_request
from egnatia.lawenforcement.actions.search_request import search_request
from egnatia.lawenforcement.actions.submit_request import submit_request
from egnatia.lawenforcement.actions.verify_request import verify_request
from egnatia.lawenforcement.reading import read_prints
from tests.biometrics.conftest import sign  # noqa: F401  (fixture)
from tests.exchange.conftest import Neighbour, neighbour  # noqa: F401  (fixture)
from tests.exchange.gateways.conftest import federation  # noqa: F401  (fixtures)
from tests.registration.conftest import records_of

SEARCHED_BEFORE = {"national_databases": Check(date(2026, 11, 2)), "prum": Check(date(2026, 11, 3))}


def facts(**changed: Any) -> RequestFacts:
    values: dict[str, Any] = {
        "file_number": "KO-417/26",
        "ordered_by": "P. Petrovski, prosecutor",
        "offence": "trafficking_in_human_beings",
        "penalty_years": 12,
        "involvement": "suspect",
        "grounds": "Named by two witnesses; the vehicle is registered in this name.",
        "necessity": "Without a name the group goes on.",
        "age": "grown",
        "checks": SEARCHED_BEFORE,
    }
    return RequestFacts(**values | changed)


def prints_of(seed: int, take: int = 1) -> Any:
    return read_prints([b"".join(records_of(seed, take))])


@pytest.fixture
def police(make_officer) -> Any:
    unit = Unit.objects.create(name="Organised crime unit")
    return make_officer("petra", "law_enforcement_officer", unit=unit)


@pytest.fixture
def verifier(make_officer) -> Any:
    return make_officer("vera", "verifying_officer", unit=Unit.objects.create(name="Verifying authority"))


@pytest.fixture
def law_examiner(make_officer) -> Any:
    return make_officer("lena", "law_enforcement_examiner")


@pytest.fixture
def second_law_examiner(make_officer) -> Any:
    return make_officer("luka", "law_enforcement_examiner")


@pytest.fixture
def draft(police) -> Callable[..., Any]:
    """`draft(seed=1, urgent=True, …)`: a draft with the prints of a synthetic person."""

    def make(seed: int = 1, **changed: Any) -> Any:
        return draft_request(police, facts(**changed), prints_of(seed))

    return make


@pytest.fixture
def submit(draft, police) -> Callable[..., Any]:
    def make(seed: int = 1, **changed: Any) -> Any:
        submitted = submit_request(police, draft(seed, **changed))
        return search_request(submitted) if submitted.urgent else submitted

    return make


@pytest.fixture
def searched(submit, verifier) -> Callable[..., Any]:
    """`searched(seed=1, …)`: verified and searched."""

    def make(seed: int = 1, **changed: Any) -> Any:
        return search_request(verify_request(verifier, submit(seed, **changed)))

    return make


@pytest.fixture
def serbia(federation) -> Neighbour:  # noqa: F811
    """The police of a partner who may ask ours, and ours theirs."""
    federation.hold(agreements=(Agreed("MK", "RS", "LEA", 100), Agreed("RS", "MK", "LEA", 100)))
    return federation.law["RS"]
