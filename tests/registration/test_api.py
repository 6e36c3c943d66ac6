"""The API for connected systems: register, correct, identify; who may, and what is refused."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from egnatia.accounts.actions.create_api_token import create_api_token
from egnatia.accounts.actions.revoke_api_token import revoke_api_token
from egnatia.accounts.api_auth import TokenRate
from egnatia.accounts.models import ApiToken
from egnatia.audit.models import Event
from egnatia.base import clock
from egnatia.biometrics import gallery
from egnatia.biometrics.actions.complete_search import complete_waiting_searches
from egnatia.biometrics.models import Candidate
from egnatia.persons.actions.void_data_set import void_data_set
from egnatia.persons.models import ChildNote, DataSet
from egnatia.registration.jobs import sign_what_is_ready
from egnatia.registration.models import Draft
from tests.registration.api_client import System, base64_of
from tests.registration.conftest import ELEMENTS, records_of

pytestmark = pytest.mark.django_db
CHILD = {"birth_date": {"value": "2023-01-01", "precision": "day", "basis": "declared"}}


@pytest.fixture
def account(make_officer):
    return make_officer("border-police", "service", kind="service", password=None)


@pytest.fixture
def token(account) -> tuple[ApiToken, str]:
    return create_api_token(None, name="Border police", account=account, purposes=["MIG"])


@pytest.fixture
def system(token) -> System:
    return System(token[1])


def person(seed: int = 1, take: int = 0, **changed: Any) -> dict[str, Any]:
    """What a system sends: fingers as records, because these are read already."""
    members = {name: changed.pop(name) for name in ("category", "records", "missing_fingers") if name in changed}
    records = [base64_of(record) for record in records_of(seed, take)]
    return {"category": 2, "elements": {**ELEMENTS, **changed}, "records": records} | members


# -- registering


def test_registers_at_once_where_the_system_waits(system, account):
    answer = system.put("/data-sets/MK-1?wait=true", person())
    told = answer.json()
    assert (answer.status_code, told["outcome"], told["state"]) == (201, "created", "registered")
    data_set = DataSet.objects.get(reference_number=told["reference_number"])
    assert (data_set.origin, data_set.signed_by, data_set.national_number) == ("api", account, "MK-1")
    assert told["erase_on"] == data_set.erase_on.isoformat()


SAUR_15 = {"basis": "declared", "calendar": "solar_hijri", "stated": "1370-02-15"}
AGED_7 = {"precision": "estimated_age", "basis": "assessed", "stated": "7", "stated_on": "2026-11-01", "margin": "2"}


def test_a_birth_date_is_taken_as_it_was_said_and_again_changes_nothing(system):
    said = person(birth_date=SAUR_15)
    assert system.put("/data-sets/MK-1?wait=true", said).json()["outcome"] == "created"
    kept = {"value": "1991-05-05", "precision": "day", **SAUR_15}
    assert DataSet.objects.get().elements["birth_date"] == kept
    assert system.put("/data-sets/MK-1?wait=true", said).json()["outcome"] == "unchanged"
    assert system.put("/data-sets/MK-1?wait=true", person(birth_date=kept)).json()["outcome"] == "unchanged"
    gregorian = {"value": "1991-05-05", "precision": "day", "basis": "declared"}
    assert system.put("/data-sets/MK-1?wait=true", person(birth_date=gregorian)).json()["outcome"] == "corrected"


@pytest.mark.parametrize("birth_date", [AGED_7, {"basis": "declared", "calendar": "solar_hijri", "stated": "1399"}])
def test_who_may_be_under_six_is_noted_and_nothing_captured(system, birth_date):
    with clock.frozen(datetime(2026, 11, 29, 12, tzinfo=UTC)):
        assert system.put("/data-sets/K-1", person(birth_date=birth_date)).json()["outcome"] == "noted"
    assert not DataSet.objects.exists() and ChildNote.objects.get().reason == "doubt_without_proof"


def test_otherwise_the_worker_signs(system):
    answer = system.put("/data-sets/MK-1", person())
    assert (answer.status_code, answer.json()["state"]) == (202, "waiting")
    assert system.get("/data-sets/MK-1").json()["state"] == "waiting"
    assert sign_what_is_ready() == 1
    told = system.get("/data-sets/MK-1").json()
    assert (told["state"], told["reference_number"]) == ("registered", DataSet.objects.get().reference_number)


def test_same_again_changes_nothing_and_something_else_corrects(system):
    first = system.put("/data-sets/MK-1?wait=true", person()).json()
    again = system.put("/data-sets/mk-1?wait=true", person())
    corrected = system.put("/data-sets/MK-1?wait=true", person(birth_place="Hama"))
    assert (again.status_code, again.json()["outcome"]) == (200, "unchanged")
    assert (corrected.status_code, corrected.json()["outcome"], corrected.json()["version"]) == (200, "corrected", 2)
    assert corrected.json()["reference_number"] == first["reference_number"]


@pytest.mark.parametrize("wait", ["?wait=true", ""])
def test_a_correction_says_why(system, wait):
    system.put("/data-sets/MK-1?wait=true", person())
    system.put("/data-sets/MK-1" + wait, person(birth_place="Hama") | {"correction_reason": "document_seen_later"})
    sign_what_is_ready()
    assert DataSet.objects.get(version=2).reason == "document_seen_later"
    refused = system.put("/data-sets/MK-1?wait=true", person(birth_place="Homs") | {"correction_reason": "whim"})
    assert (refused.status_code, refused.json()["code"]) == (400, "persons.reason.unknown")


def test_fingers_that_look_mixed_are_signed_once_they_were_checked(system):
    system.put("/data-sets/MK-1?wait=true", person(seed=1))
    system.put("/data-sets/MK-2?wait=true", person(seed=2))
    mixed = [base64_of(record) for record in [*records_of(1, 1)[:5], *records_of(2, 1)[5:]]]
    refused = system.put("/data-sets/MK-3?wait=true", person(records=mixed))
    assert refused.json()["code"] == "registration.fingers.mixed"
    assert system.put("/data-sets/MK-3?wait=true", person(records=mixed) | {"fingers_checked": True}).status_code == 201


def test_child_is_noted_and_nothing_captured(system):
    answer = system.put("/data-sets/K-1?wait=true", person(**CHILD))
    assert (answer.status_code, answer.json()) == (
        201,
        {"national_number": "K-1", "outcome": "noted", "state": "noted", "candidates": []},
    )
    assert system.get("/data-sets/K-1").json()["state"] == "noted"
    assert ChildNote.objects.count() == 1


def test_what_cannot_be_signed_says_why_until_it_is_mended(system):
    assert system.put("/data-sets/MK-1", person(records=person()["records"][:8])).status_code == 202
    sign_what_is_ready()
    told = system.get("/data-sets/MK-1").json()
    assert (told["state"], told["problem"]["code"]) == ("refused", "registration.fingers.missing")
    assert system.put("/data-sets/MK-1?wait=true", person()).json()["outcome"] == "created"


def test_voided_registration_is_told_as_such(system, account):
    system.put("/data-sets/MK-1?wait=true", person())
    void_data_set(account, DataSet.objects.get(), reason="wrong_category")
    assert system.get("/data-sets/MK-1").json()["state"] == "voided"


def test_possible_matches_are_states_without_scores_or_whose_they_are(system):
    first = system.put("/data-sets/MK-1?wait=true", person(seed=5)).json()
    answer = system.put("/data-sets/MK-2?wait=true", person(seed=5, take=1))
    (candidate,) = answer.json()["candidates"]
    assert (candidate["state"], candidate["where"]) == ("open", "MK")
    assert "reference_number" not in candidate
    assert "score" not in answer.content.decode()
    Candidate.objects.update(state=Candidate.State.SAME)
    (candidate,) = system.get("/data-sets/MK-2").json()["candidates"]
    assert candidate["reference_number"] == first["reference_number"]


def test_images_are_read_and_found_again(system, demo_prints):
    images = {str(position): base64_of(image) for position, image in demo_prints.items()}
    body = person(records=[]) | {"fingers": images}
    assert system.put("/data-sets/MK-1?wait=true", body).status_code == 201
    found = system.post("/identify", {"fingers": dict(list(images.items())[:4]), "why": "lost documents"})
    (match,) = found.json()["matches"]
    assert match["reference_number"] == DataSet.objects.get().reference_number
    assert set(match["fingers"].values()) <= {"strong", "some", "little"}
    assert Event.objects.filter(action="registration.fingers.identified", why="lost documents").exists()


def test_a_missing_part_of_the_gallery_is_told(system, demo_prints, monkeypatch):
    monkeypatch.setattr(gallery, "_search_once", lambda *_: gallery.Searched([], (1,)))
    assert system.put("/data-sets/MK-1?wait=true", person(seed=5)).json()["missing_parts"] == [1]
    fingers = {"2": base64_of(demo_prints[2])}
    assert system.post("/identify", {"fingers": fingers}).json() == {"missing_parts": [1], "matches": []}
    monkeypatch.undo()
    assert complete_waiting_searches() == 1
    assert "missing_parts" not in system.get("/data-sets/MK-1").json()


# -- who may


def test_audit_names_the_key(system, token):
    system.put("/data-sets/MK-1?wait=true", person())
    event = Event.objects.get(action="registration.draft.signed")
    assert event.where.startswith("api ")
    assert event.where.endswith("key Border police")


@pytest.mark.parametrize("key", ["", "egn_wrong", "egn_" + "x" * 5000])
def test_without_a_key_nothing_opens(db, key):
    answer = System(key).get("/data-sets/MK-1")
    assert (answer.status_code, answer.json()["code"]) == (401, "accounts.token.needed")
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_revoked_key_opens_nothing(system, token):
    revoke_api_token(None, token[0])
    assert system.get("/data-sets/MK-1").status_code == 401


def test_key_of_an_account_without_the_api_opens_nothing(make_officer):
    account = make_officer("old-system", "registration_officer", kind="service", password=None)
    _, key = create_api_token(None, name="Old", account=account, purposes=["MIG"])
    assert System(key).get("/data-sets/MK-1").json()["code"] == "accounts.not_allowed"


def test_purposes_of_the_key_hold(account):
    _, key = create_api_token(None, name="Returns", account=account, purposes=["RET"])
    answer = System(key).put("/data-sets/MK-1", person())
    assert (answer.status_code, answer.json()["code"]) == (403, "accounts.token.purpose_not_allowed")
    assert System(key).post("/identify", {"fingers": {}}).status_code == 403
    assert not Draft.objects.exists()


def test_last_use_is_noted_once_a_minute(system):
    system.get("/data-sets/MK-1")
    first = ApiToken.objects.get().last_used_at
    assert first is not None
    system.get("/data-sets/MK-1")
    assert ApiToken.objects.get().last_used_at == first


def test_calls_of_each_key_are_counted(system, account, monkeypatch):
    monkeypatch.setattr(TokenRate, "most", 2)
    other = System(create_api_token(None, name="Other", account=account, purposes=["MIG"])[1])
    answers = [system.get("/data-sets/MK-1") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [404, 404, 429]
    assert 1 <= int(answers[-1]["Retry-After"]) <= 60
    assert other.get("/data-sets/MK-1").status_code == 404


# -- what is refused


@pytest.mark.parametrize(
    ("changed", "status", "code", "field"),
    [
        ({"surnames": ["x" * 10_000]}, 400, "law.name.too_long", "surnames.0"),
        ({"surnames": ["Had\x00dad"]}, 400, "law.text.control_characters", "surnames.0"),
        ({"surnames": ["\ud800"]}, 400, "law.text.control_characters", "surnames.0"),
        ({"birth_date": {"value": "1990-02-30", "precision": "day"}}, 400, "law.date.not_in_calendar", "birth_date"),
        ({"birth_date": {**SAUR_15, "stated": "1371-12-30"}}, 400, "law.date.not_in_calendar", "birth_date"),
        ({"birth_date": {**SAUR_15, "era": "x"}}, 400, "law.element.unknown", "birth_date.era"),
        ({"birth_date": {**AGED_7, "margin": "21"}}, 400, "law.date.margin_out_of_range", "birth_date"),
        ({"birth_date": {"value": "2199-01-01", "precision": "day"}}, 400, "law.birth_date.future", "birth_date"),
        ({"shoe_size": 42}, 400, "law.element.unknown", "shoe_size"),
        ({"category": 4}, 400, "registration.category.not_choosable", "category"),
        ({"category": 12}, 422, "site.api.malformed", "category"),
        ({"missing_fingers": {"11": "amputated"}}, 422, "site.api.malformed", None),
        ({"records": ["no base64!"]}, 422, "site.api.malformed", "records.0"),
        ({"records": [base64_of(b"no record")]}, None, None, None),
    ],
)
def test_bad_input_is_a_problem_and_leaves_nothing(system, changed, status, code, field):
    answer = system.put("/data-sets/MK-1?wait=true", person(**changed))
    told = answer.json()
    assert answer["Content-Type"] == "application/problem+json"
    assert 400 <= answer.status_code < 500
    assert status in (None, answer.status_code), told
    assert code in (None, told["code"]), told
    assert field in (None, told.get("field")), told
    assert not DataSet.objects.exists()


def test_faults_name_places_never_values(system):
    answer = system.put("/data-sets/MK-1", {"category": "Haddad", "elements": "Samir", "nickname": "Sam", "records": ["Homs!"]})
    told = answer.json()
    assert [fault["field"] for fault in told["faults"]] == ["category", "elements", "records.0", "nickname"]
    assert not any(word in answer.content.decode() for word in ("Haddad", "Samir", '"Sam"', "Homs"))


@pytest.mark.parametrize("body", ["", "{", "[]", "null", '"text"', "[" * 100_000, "\xff"])
def test_what_is_no_object_is_a_problem(system, body):
    answer = system.put("/data-sets/MK-1", body)
    assert answer.status_code in (400, 422)
    assert answer.json()["code"] in ("site.api.unreadable", "site.api.malformed")


@pytest.mark.parametrize("number", ["-1", "1-", "a b", "x" * 65, "é", "a%00b", "..", "%0a1", "a'b"])
def test_number_has_a_grammar(system, number):
    answer = system.put(f"/data-sets/{number}", person())
    assert answer.status_code in (404, 422)
    assert answer.json()["code"] in ("persons.national_number.malformed", "site.api.no_such_address")


def test_announced_length_is_refused_before_it_is_read(system):
    from django.test import Client

    body = json.dumps(person())
    answer = Client().put(
        "/api/v1/data-sets/MK-1",
        body,
        content_type="application/json",
        headers={"Authorization": f"Bearer {system.key}"},
        CONTENT_LENGTH=str(65 * 1024 * 1024),
    )
    assert (answer.status_code, answer.json()["code"]) == (413, "site.api.too_large")


@pytest.mark.parametrize("path", ["/data-sets/unknown", "/data-sets/unknown/searches", "/data-sets/unknown/follow-ups"])
def test_unknown_number(system, path):
    answer = system.get(path)
    assert (answer.status_code, answer.json()["code"]) == (404, "registration.national_number.not_found")


def test_security_checks_set_read_review_and_remove_a_flag(system: System, make_officer: Any) -> None:
    system.put("/data-sets/MK-1?wait=true", person())
    address = "/data-sets/MK-1/security-flag"
    flag = {"grounds": ["armed"], "authority": "Police directorate, 12/26"}
    assert system.put(address, flag).json()["code"] == "accounts.not_allowed"
    assert system.get(address).json()["code"] == "accounts.not_allowed"
    account = make_officer("checks", "security_service", kind="service", password=None)
    checks = System(create_api_token(None, name="Checks", account=account, purposes=["MIG"])[1])
    assert checks.get(address).json()["code"] == "persons.security_flag.not_found"
    assert checks.put(address, flag | {"grounds": ["rude"]}).json()["code"] == "persons.security_flag.ground"
    assert checks.put(address, flag).json()["grounds"] == ["armed"]
    assert checks.get(address).json()["authority"] == "Police directorate, 12/26"
    assert checks.post(f"{address}/review", {}).status_code == 200
    assert checks.post(f"{address}/removal", {"reason": "threat_gone"}).status_code == 204
    assert checks.get(address).status_code == 404
