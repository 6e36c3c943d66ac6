"""Connected systems see which persons may be one, why, and say what was found: with the rights that the page asks for."""

from uuid import uuid4

import pytest

from egnatia.accounts.actions.create_api_token import create_api_token
from egnatia.audit.models import Event
from egnatia.biographics.actions.follow_links import settle_as_different
from egnatia.biographics.actions.suggest_for_newcomers import suggest_for
from egnatia.biographics.models import Suggestion
from egnatia.persons.actions.relate_persons import relate_persons
from egnatia.persons.actions.write_child_note import write_child_note
from egnatia.persons.models import Link
from egnatia.persons.queries import sequence_of
from tests.registration import people
from tests.registration.api_client import System

pytestmark = pytest.mark.django_db

WHY = {"why": "Same photo"}


@pytest.fixture
def make_system(make_officer):
    """`make_system("MIG", role="service")`: a connected system whose key is for these purposes."""

    def make(*purposes, role="service"):
        account = make_officer(f"system-{role}", role, kind="service", password=None)
        return System(create_api_token(None, name=role, account=account, purposes=list(purposes))[1])

    return make


@pytest.fixture
def system(make_system):
    return make_system("MIG")


@pytest.fixture
def pair(registration_officer):
    return (
        people.sign(registration_officer),
        people.sign(registration_officer, surnames=["حداد"], forenames=["سمير"], documents=None),
    )


@pytest.fixture
def suggestion(pair):
    suggest_for(pair[1].person_id)
    return Suggestion.objects.get()


def get(system, path, status=200):
    answer = system.get(path)
    assert answer.status_code == status, answer.content
    return answer.json()


def post(system, path, body, status=200):
    answer = system.post(path, body)
    assert answer.status_code == status, answer.content
    return answer.json()


def test_those_that_wait_are_listed_without_names(system, suggestion, pair):
    told = get(system, "/suggestions")
    assert told["total"] == 1
    (one,) = told["suggestions"]
    assert one["reference_numbers"] == [data_set.reference_number for data_set in pair]
    assert (one["id"], one["state"], one["standing"], one["is_linked"]) == (str(suggestion.pk), "open", "likely", False)
    assert "Haddad" not in str(told) and get(system, "/suggestions?start=1")["suggestions"] == []
    assert not Event.objects.filter(action="biographics.suggestion.read").exists()


def test_one_is_read_with_what_speaks_for_it(system, suggestion, pair, registration_officer):
    for data_set, name in zip(pair, ("كريم", "Karim"), strict=True):
        father = people.sign(registration_officer, forenames=[name], documents=None)
        relate_persons(registration_officer, data_set.person, father.person, "child")
    told = get(system, f"/suggestions/{suggestion.pk}")
    levels = {one["field"]: one["level"] for one in told["fields"]}
    assert levels["names"] == "names.same_skeleton" and levels["birth"] == "birth.same_day"
    assert levels["relatives"] == "relatives.same_name" and levels["document"] == "document.unknown"
    names = next(one for one in told["fields"] if one["field"] == "names")
    assert (names["first"], names["second"], len(names["words"])) == ("Samir Haddad", "سمير حداد", 2)
    assert [side["reference_number"] for side in told["sides"]] == [one.reference_number for one in pair]
    assert told["sides"][0]["elements"]["surnames"] == ["Haddad"] and told["persons"] == 4
    assert told["chance"]["low"] <= told["chance"]["value"] and told["judgements"] == []
    read = Event.objects.filter(action="biographics.suggestion.read")
    assert {event.person_id for event in read} == {one.person_id for one in pair}


def test_one_is_read_with_what_family_records_say_of_the_two(system, suggestion, pair, registration_officer):
    told = get(system, f"/suggestions/{suggestion.pk}")
    assert (told["is_told_apart"], told["relations"]) == (False, [])
    relate_persons(registration_officer, pair[1].person, pair[0].person, "child")
    told = get(system, f"/suggestions/{suggestion.pk}")
    assert (told["is_told_apart"], told["relations"]) == (True, ["child"])


def test_same_links_and_undo_takes_it_back(system, suggestion, pair):
    judged = post(system, f"/suggestions/{suggestion.pk}/judgement", {"decision": "same", **WHY})
    assert (judged["state"], judged["is_linked"]) == ("same", True)
    assert len(sequence_of(pair[0]).data_sets) == 2 and get(system, "/suggestions")["total"] == 0
    told = get(system, f"/suggestions/{suggestion.pk}")
    assert [(one["decision"], one["cause"], one["why"]) for one in told["judgements"]] == [("same", "officer", "Same photo")]
    undone = post(system, f"/suggestions/{suggestion.pk}/undo", {"why": "Two brothers"})
    assert (undone["state"], undone["is_linked"]) == ("open", False)
    assert not Link.objects.filter(state="confirmed").exists() and get(system, "/suggestions")["total"] == 1


@pytest.mark.parametrize("decision", ["different", "unclear"])
def test_other_answers_are_kept_without_a_link(system, suggestion, decision):
    judged = post(system, f"/suggestions/{suggestion.pk}/judgement", {"decision": decision, **WHY})
    assert (judged["state"], judged["is_linked"]) == (decision, False)
    again = post(system, f"/suggestions/{suggestion.pk}/judgement", {"decision": "same", **WHY}, status=409)
    assert again["code"] == "biographics.suggestion.decided"


def test_what_an_examiner_said_is_not_taken_back(system, suggestion, pair, examiner):
    settle_as_different(examiner, *(one.person_id for one in pair))
    assert get(system, f"/suggestions/{suggestion.pk}")["by_fingerprints"] is True
    refused = post(system, f"/suggestions/{suggestion.pk}/undo", WHY, status=409)
    assert refused["code"] == "biographics.suggestion.by_fingerprints"


def test_a_childs_note_has_no_number(system, registration_officer):
    child = {"surnames": ["Haddad"], "forenames": ["Nour"], "birth_date": {"value": "2022-03-05", "precision": "day"}}
    child |= {"nationalities": ["SYR"], "sex": "female", "birth_place": "Homs"}
    notes = [write_child_note(registration_officer, elements=child, reason="under_six") for _ in range(2)]
    suggest_for(notes[0].person_id)
    (one,) = get(system, "/suggestions")["suggestions"]
    assert one["reference_numbers"] == [None, None]
    assert post(system, f"/suggestions/{one['id']}/judgement", {"decision": "same", **WHY})["is_linked"] is False


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"decision": "perhaps", **WHY}, 422, "site.api.malformed"),
        ({"decision": "same"}, 422, "site.api.malformed"),
        ({"decision": "same", "why": "  "}, 400, "biographics.decision.no_reason"),
        ({"decision": "same", "why": "x" * 501}, 422, "site.api.malformed"),
        ({"decision": "same", "why": "x", "officer": "Mira"}, 422, "site.api.malformed"),
    ],
)
def test_what_is_no_answer_is_refused(system, suggestion, body, status, code):
    assert post(system, f"/suggestions/{suggestion.pk}/judgement", body, status=status)["code"] == code
    suggestion.refresh_from_db()
    assert suggestion.is_open


def test_who_may_not_decide_sees_nothing(make_system, suggestion):
    address = f"/suggestions/{suggestion.pk}"
    other_purpose, other_role = make_system("RET"), make_system("MIG", role="security_service")
    for system, code in ((other_purpose, "accounts.token.purpose_not_allowed"), (other_role, "accounts.not_allowed")):
        assert get(system, "/suggestions", status=403)["code"] == code
        assert get(system, address, status=403)["code"] == code
        assert post(system, f"{address}/judgement", {"decision": "same", **WHY}, status=403)["code"] == code
        assert post(system, f"{address}/undo", WHY, status=403)["code"] == code
    suggestion.refresh_from_db()
    assert suggestion.is_open


def test_what_is_not_there_is_not_found(system):
    address = f"/suggestions/{uuid4()}"
    assert get(system, address, status=404)["code"] == "biographics.suggestion.not_found"
    assert post(system, f"{address}/undo", WHY, status=404)["code"] == "biographics.suggestion.not_found"
