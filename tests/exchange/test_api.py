"""The region through the API: searches, their answers, data about a confirmed match, and the purposes of a key."""

from datetime import timedelta
from typing import Any

import pytest

from egnatia.accounts.actions.create_api_token import create_api_token
from egnatia.audit.models import Event
from egnatia.base import clock
from egnatia.biometrics.actions.record_verdict import record_verdict
from egnatia.biometrics.models import Candidate
from egnatia.exchange.messages.follow_up import FollowUpRelease, PersonData
from egnatia.exchange.messages.prints import PrintsAnswer
from egnatia.exchange.messages.service import Receipt
from egnatia.exchange.models import FollowUp, RegionalSearch
from egnatia.registration.actions.register_person import register_person
from egnatia.registration.intake import Intake
from tests.exchange.conftest import Neighbour, records
from tests.exchange.test_flow import REFERENCE, possible_match, reply, waiting
from tests.registration.api_client import System
from tests.registration.conftest import ELEMENTS, records_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(make_officer: Any) -> Any:
    return make_officer("border-police", "service", kind="service", password=None)


@pytest.fixture
def system(account: Any) -> System:
    return System(create_api_token(None, name="Border police", account=account, purposes=["MIG"])[1])


@pytest.fixture
def returns(account: Any) -> System:
    return System(create_api_token(None, name="Returns", account=account, purposes=["RET"])[1])


@pytest.fixture
def registered(serbia: Neighbour, account: Any) -> Any:
    intake = Intake(category=2, elements=ELEMENTS, records=records_of(3), national_number="MK-1")
    return register_person(account, intake, origin="api").data_set


@pytest.fixture
def confirmed(registered: Any, serbia: Neighbour, examiner: Any) -> None:
    """Serbia knows the person, and our examiner has said so."""
    reply(serbia, waiting("search.question"), possible_match())
    reply(serbia, waiting("prints.request"), PrintsAnswer(reference=REFERENCE, fingers=records(3, 1)))
    record_verdict(examiner, Candidate.objects.get(partner="RS"), "same", "details_agree_on_several_fingers")


def test_rows_tell_who_was_asked_and_who_not_and_why(system: System, registered: Any, serbia: Neighbour) -> None:
    (search,) = system.get("/data-sets/MK-1/searches").json()["searches"]
    rows = {row["partner"]: row for row in search["partners"]}
    assert (rows["RS"]["state"], rows["AL"]["state"], rows["AL"]["reason"]) == ("waiting", "not_asked", "no_agreement")
    reply(serbia, waiting("search.question"), possible_match())
    reply(serbia, waiting("prints.request"), PrintsAnswer(reference=REFERENCE, fingers=records(3, 1)))
    (search,) = system.get("/data-sets/MK-1/searches").json()["searches"]
    row = next(row for row in search["partners"] if row["partner"] == "RS")
    assert (row["state"], [match["state"] for match in row["matches"]], search["to_examine"]) == (
        "possible_match",
        ["to_examine"],
        1,
    )
    assert REFERENCE not in str(search)
    assert Event.objects.filter(action="exchange.search.read", where__startswith="api ").count() == 2


def test_what_is_late_is_told_without_whom_it_is_about(system: System, registered: Any) -> None:
    assert system.get("/exchange/late").json() == {"late": []}
    with clock.frozen(clock.now() + timedelta(hours=25)):
        (late,) = system.get("/exchange/late").json()["late"]
    assert (late["turn"], late["partner"], late["limit"]) == ("partner", "RS", "search_answer")
    assert late.keys() == {"turn", "partner", "limit", "started_at", "due_at"}


def test_region_is_asked_anew(system: System, registered: Any) -> None:
    answer = system.post("/data-sets/MK-1/searches", {"purpose": "MIG", "urgent": True})
    assert answer.status_code == 201
    assert RegionalSearch.objects.get(pk=answer.json()["id"]).urgent


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"purpose": "RET"}, 403, "accounts.token.purpose_not_allowed"),
        ({"purpose": "STA"}, 403, "accounts.token.purpose_not_allowed"),
        ({"purpose": "migration"}, 422, "site.api.malformed"),
        ({"purpose": "MIG", "urgent": "perhaps"}, 422, "site.api.malformed"),
        ({"purpose": "MIG", "partners": ["RS"]}, 422, "site.api.malformed"),
    ],
)
def test_bad_search_is_refused(system: System, registered: Any, body: Any, status: int, code: str) -> None:
    answer = system.post("/data-sets/MK-1/searches", body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert RegionalSearch.objects.count() == 1


def test_purpose_that_needs_consent_is_refused_without(account: Any, registered: Any) -> None:
    key = create_api_token(None, name="Children", account=account, purposes=["CHI"])[1]
    answer = System(key).post("/data-sets/MK-1/searches", {"purpose": "CHI"})
    assert (answer.status_code, answer.json()["code"]) == (400, "exchange.consent_missing")


def test_data_are_asked_for_and_arrive(system: System, confirmed: None, serbia: Neighbour) -> None:
    asked = system.post("/data-sets/MK-1/follow-ups", {"partner": "RS", "need": "Names differ", "fields": ["surnames", "sex"]})
    assert (asked.status_code, asked.json()["state"], asked.json()["purpose"]) == (201, "requested", "MIG")
    release = FollowUpRelease(reference=REFERENCE, data=PersonData(surnames=("Hadad",)))
    reply(serbia, waiting("follow_up.request"), release)
    (told,) = system.get("/data-sets/MK-1/follow-ups").json()["follow_ups"]
    assert (told["state"], told["data"]) == ("released", {"surnames": ["Hadad"]})
    assert Event.objects.filter(action="exchange.follow_up.read", where__startswith="api ").exists()


def test_partner_is_told_what_is_wrong_with_its_data(
    system: System, returns: System, confirmed: None, serbia: Neighbour
) -> None:
    shown = {"evidence": "person_says", "checked_by": "officer", "remark": "On being shown the name"}
    body = {"partner": "RS", "proposed": {"surnames": ["Hadid"]}, "shown": shown}
    assert system.post("/data-sets/MK-1/evidence", body).json()["code"] == "exchange.evidence_not_about_released"
    system.post("/data-sets/MK-1/follow-ups", {"partner": "RS", "need": "Names differ", "fields": ["surnames"]})
    release = FollowUpRelease(reference=REFERENCE, data=PersonData(surnames=("Hadad",)))
    reply(serbia, waiting("match.confirmed"), Receipt())
    reply(serbia, waiting("follow_up.request"), release)
    sent = system.post("/data-sets/MK-1/evidence", body)
    assert (sent.status_code, sent.json()["state"], sent.json()["fields"]) == (201, "sent", ["surnames"])
    assert serbia.read(waiting("evidence.sent")).content.proposed.surnames == ("Hadid",)
    (told,) = system.get("/data-sets/MK-1/evidence").json()["evidence"]
    assert (told["direction"], told["proposed"]) == ("outgoing", {"surnames": ["Hadid"]})
    assert Event.objects.filter(action="exchange.evidence.read", where__startswith="api ").exists()
    assert returns.get("/data-sets/MK-1/evidence").json() == {"evidence": []}
    assert returns.post("/data-sets/MK-1/evidence", body).json()["code"] == "accounts.token.purpose_not_allowed"


def test_other_purposes_stay_closed_to_a_key(returns: System, confirmed: None) -> None:
    assert returns.get("/data-sets/MK-1/searches").json() == {"searches": []}
    assert returns.get("/data-sets/MK-1/follow-ups").json() == {"follow_ups": []}
    answer = returns.post("/data-sets/MK-1/follow-ups", {"partner": "RS", "need": "Names differ"})
    assert (answer.status_code, answer.json()["code"]) == (403, "accounts.token.purpose_not_allowed")
    assert not FollowUp.objects.exists()


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"partner": "RS", "need": "Why"}, "exchange.match_not_confirmed"),
        ({"partner": "XX", "need": "Why"}, "exchange.match_not_confirmed"),
        ({"partner": "Serbia", "need": "Why"}, "site.api.malformed"),
        ({"partner": "RS", "need": ""}, "site.api.malformed"),
        ({"partner": "RS", "need": "x" * 501}, "site.api.malformed"),
        ({"partner": "RS"}, "site.api.malformed"),
    ],
)
def test_data_are_not_asked_for_without_ground(system: System, registered: Any, body: Any, code: str) -> None:
    assert system.post("/data-sets/MK-1/follow-ups", body).json()["code"] == code


@pytest.mark.parametrize("fields", [["religion"], [], ["reference_number", "photo"]])
def test_fields_outside_the_purpose_are_refused(system: System, confirmed: None, fields: list[str]) -> None:
    answer = system.post("/data-sets/MK-1/follow-ups", {"partner": "RS", "need": "Why", "fields": fields})
    assert answer.json()["code"] == "exchange.field_not_allowed"
