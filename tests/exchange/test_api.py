"""The region through the API: searches, their answers, data about a confirmed match, and the purposes of a key."""

from datetime import timedelta
from typing import Any

import pytest

from egnatia.accounts.actions.create_api_token import create_api_token
from egnatia.audit.models import Event
from egnatia.base import clock
from egnatia.biometrics.actions.record_verdict import record_verdict
from egnatia.biometrics.models import Candidate
from egnatia.exchange.actions.release_follow_up import release_follow_up
from egnatia.exchange.messages.follow_up import FollowUpRelease, FollowUpRequest, PersonData
from egnatia.exchange.messages.prints import PrintsAnswer, PrintsRequest
from egnatia.exchange.messages.search import SearchQuestion
from egnatia.exchange.messages.service import Receipt
from egnatia.exchange.messages.verdict import MatchConfirmed
from egnatia.exchange.models import Evidence, FollowUp, RegionalSearch
from egnatia.persons.models import DataSet
from egnatia.registration.actions.register_person import register_person
from egnatia.registration.intake import Intake
from tests.exchange.conftest import Neighbour, records
from tests.exchange.test_evidence import evidence
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
    ours = system.post(f"/data-sets/MK-1/evidence/{told['id']}/decision", {"reason": "not_shown"})
    assert ours.json()["code"] == "exchange.evidence.not_found", "the partner decides on that"
    assert returns.get("/data-sets/MK-1/evidence").json() == {"evidence": []}
    assert returns.post("/data-sets/MK-1/evidence", body).json()["code"] == "accounts.token.purpose_not_allowed"


@pytest.fixture
def doubted(registered: Any, serbia: Neighbour, case_officer: Any) -> Evidence:
    """We released a name to Serbia, which says that it is wrong."""
    reference = serbia.say(SearchQuestion(fingers=records(3, 1))).content.matches[0].reference
    serbia.say(PrintsRequest(reference=reference))
    serbia.say(MatchConfirmed(reference=reference, decided_at=clock.now()))
    serbia.say(FollowUpRequest(reference=reference, need="To know", fields=("surnames", "birth_date")))
    asked = FollowUp.objects.get(direction="incoming")
    release_follow_up(case_officer, asked, asked.fields)
    serbia.say(evidence(reference))
    return Evidence.objects.get()


def test_partners_evidence_is_followed(system: System, doubted: Evidence, serbia: Neighbour) -> None:
    (told,) = system.get("/data-sets/MK-1/evidence").json()["evidence"]
    decided = system.post(f"/data-sets/MK-1/evidence/{told['id']}/decision", {"corrected": ["surnames"]})
    assert (decided.status_code, decided.json()["state"], decided.json()["corrected"]) == (200, "accepted", ["surnames"])
    corrected = DataSet.objects.get(status="active")
    assert corrected.elements is not None and corrected.elements["surnames"] == ["Hadad"]
    assert corrected.national_number == "MK-1" and corrected.reason == "partner_evidence"
    assert serbia.read(waiting("evidence.decided")).content.corrected == ("surnames",)
    assert waiting("notice.corrected").partner == serbia.partner
    assert Event.objects.get(action="exchange.evidence.decided").where.startswith("api ")
    again = system.post(f"/data-sets/MK-1/evidence/{told['id']}/decision", {"reason": "not_shown"})
    assert (again.status_code, again.json()["code"]) == (409, "exchange.evidence_decided")


def test_partners_evidence_is_refused_with_a_reason(system: System, doubted: Evidence, serbia: Neighbour) -> None:
    decided = system.post(f"/data-sets/MK-1/evidence/{doubted.pk}/decision", {"reason": "not_shown"})
    assert (decided.json()["state"], decided.json()["refusal_reason"]) == ("refused", "not_shown")
    assert serbia.read(waiting("evidence.decided")).content.reason == "not_shown"
    assert DataSet.objects.get().version == 1


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({}, 422, "site.api.malformed"),
        ({"corrected": ["surnames"], "reason": "not_shown"}, 422, "site.api.malformed"),
        ({"corrected": "surnames"}, 422, "site.api.malformed"),
        ({"corrected": ["surnames"], "note": "x"}, 422, "site.api.malformed"),
        ({"corrected": []}, 400, "exchange.evidence_nothing_chosen"),
        ({"corrected": ["surnames", "sex"]}, 400, "exchange.evidence_not_proposed"),
        ({"reason": "because"}, 400, "exchange.evidence_reason"),
    ],
)
def test_a_decision_that_is_none_changes_nothing(system: System, doubted: Evidence, body: Any, status: int, code: str) -> None:
    answer = system.post(f"/data-sets/MK-1/evidence/{doubted.pk}/decision", body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    doubted.refresh_from_db()
    assert doubted.state == "sent" and DataSet.objects.get().version == 1


def test_evidence_is_decided_under_its_own_number_purpose_and_permission(
    system: System, returns: System, doubted: Evidence, account: Any, make_officer: Any
) -> None:
    body, place = {"reason": "not_shown"}, f"evidence/{doubted.pk}/decision"
    assert system.post(f"/data-sets/MK-2/{place}", body).json()["code"] == "registration.national_number.not_found"
    intake = Intake(category=2, elements=ELEMENTS, records=records_of(9), national_number="MK-3")
    other = register_person(account, intake, origin="api").data_set
    for key, path in ((returns, f"MK-1/{place}"), (system, f"MK-3/{place}"), (system, f"MK-1/evidence/{other.pk}/decision")):
        answer = key.post(f"/data-sets/{path}", body)
        assert (answer.status_code, answer.json()["code"]) == (404, "exchange.evidence.not_found")
    security = make_officer("checks", "security_service", kind="service", password=None)
    checks = System(create_api_token(None, name="Checks", account=security, purposes=["MIG"])[1])
    assert checks.post(f"/data-sets/MK-1/{place}", body).json()["code"] == "accounts.not_allowed"
    doubted.refresh_from_db()
    assert doubted.state == "sent"


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
