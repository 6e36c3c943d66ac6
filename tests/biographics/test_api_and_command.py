"""Connected systems and the command line ask who somebody may be; both are told levels, and leave a trace."""

import json
from functools import partial

import pytest

from egnatia.accounts.actions.create_api_token import create_api_token
from egnatia.audit.models import Event
from egnatia.base import node_calls
from egnatia.base.errors import Problem
from egnatia.biographics.finding_for_commands import answer_command
from egnatia.persons.actions.write_child_note import write_child_note
from tests.registration import people
from tests.registration.api_client import System

pytestmark = pytest.mark.django_db

DESCRIBED = {
    "surnames": ["حداد"],
    "forenames": ["سمير"],
    "birth_date": {"value": "1991-12-04", "precision": "day", "basis": "declared"},
    "nationalities": ["SYR"],
}


@pytest.fixture
def make_system(make_officer):
    """`make_system("MIG")`: a connected system whose key is for these purposes."""
    account = make_officer("border-police", "service", kind="service", password=None)
    return lambda *purposes: System(create_api_token(None, name="Police", account=account, purposes=list(purposes))[1])


@pytest.fixture
def run(egnatia):
    """`run("Haddad", "--json")`: exit code and what was printed."""
    return partial(egnatia, "find")


def test_system_is_told_who_may_be_the_person_and_why(make_system, registration_officer):
    data_set = people.sign(registration_officer)
    people.sign(registration_officer, surnames=["Petrović"], forenames=["Jovan"], documents=None)
    answer = make_system("MIG").post("/persons/search", {"elements": DESCRIBED, "why": "lost documents"})
    assert answer.status_code == 200
    (found,) = answer.json()["persons"]
    assert (found["reference_number"], found["standing"]) == (data_set.reference_number, "likely")
    assert found["chance"]["low"] <= found["chance"]["value"] <= found["chance"]["high"]
    levels = {one["field"]: one["level"] for one in found["fields"]}
    assert levels == {
        "names": "names.same_skeleton",
        "birth": "birth.swapped",
        "nationality": "nationality.same",
    }
    assert "Haddad" not in answer.content.decode()
    listed = Event.objects.get(action="persons.person.listed")
    assert (listed.person_id, listed.why) == (data_set.person_id, "lost documents")


@pytest.mark.parametrize(
    ("elements", "status", "code"),
    [
        ({"surnames": ["Haddad"], "shoe_size": 44}, 400, "biographics.element.not_compared"),
        ({"surnames": {"x": 1}}, 400, "law.text.not_text"),
        ({"birth_date": {"value": "1991-02-30", "precision": "day"}}, 400, "law.date.not_in_calendar"),
        ({"nationalities": ["Mars"]}, 400, "law.country.unknown"),
    ],
)
def test_what_cannot_be_compared_is_refused(make_system, elements, status, code):
    answer = make_system("MIG").post("/persons/search", {"elements": elements})
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_key_for_another_purpose_finds_nobody(make_system, registration_officer):
    people.sign(registration_officer)
    answer = make_system("RET").post("/persons/search", {"elements": DESCRIBED})
    assert (answer.status_code, answer.json()["code"]) == (403, "accounts.token.purpose_not_allowed")


def test_nothing_described_finds_nobody(make_system, registration_officer):
    people.sign(registration_officer)
    assert make_system("MIG").post("/persons/search", {"elements": {}}).json() == {"persons": []}


def test_command_finds_by_a_name_in_another_script(run, registration_officer):
    data_set = people.sign(registration_officer)
    code, said = run("Самир Хадад 12.4.1991", "--why", "asked at the gate")
    assert code == 0
    assert data_set.reference_number in said and "Likely: The same name, written otherwise; The same day" in said
    assert Event.objects.get(action="persons.looked_up").why == "asked at the gate"

    code, said = run("--name", "حداد", "--born", "1991-04-12", "--json")
    (found,) = json.loads(said)
    assert (found["reference_number"], found["levels"]["birth"]) == (data_set.reference_number, "birth.same_day")
    code, said = run("--document", "n 778812", "--json")
    assert [(one["matched_by"], one["standing"]) for one in json.loads(said)] == [("document", None)]


def test_server_answers_as_the_command_itself_would(run, registration_officer, monkeypatch):
    people.sign(registration_officer)
    alone = run("Самир Хадад 12.4.1991", "--why", "asked at the gate")
    asked = []

    def ask(kind, question):
        asked.append(kind)
        return json.loads(json.dumps(answer_command(json.loads(json.dumps(question)))))

    monkeypatch.setattr(node_calls, "ask", ask)
    assert run("Самир Хадад 12.4.1991", "--why", "asked at the gate") == alone
    assert json.loads(run("--name", "حداد", "--born", "1991-04-12", "--json")[1])[0]["levels"]["birth"] == "birth.same_day"
    with pytest.raises(Problem) as refused:
        run("x" * 300)
    assert refused.value.code == "persons.look_up.too_long" and asked == ["find"] * 3
    first, second = Event.objects.filter(action="persons.looked_up", why="asked at the gate")
    assert (first.where, first.actor_id, first.details) == (second.where, second.actor_id, second.details)


def test_command_says_nobody_and_names_a_childs_note(run, registration_officer):
    assert run("Haddad") == (1, "Nobody found.\n")
    write_child_note(registration_officer, elements={"surnames": ["Haddad"], "forenames": ["Nour"]}, reason="under_six")
    code, said = run("Nur Hadad")
    assert code == 0 and said.startswith("child's note  Nour Haddad")


@pytest.mark.parametrize(
    ("arguments", "code"), [((), "biographics.find.nothing"), (("--born", "12.4.1991"), "law.date.not_a_date")]
)
def test_command_tells_what_is_wrong(run, arguments, code):
    with pytest.raises(Problem) as refused:
        run(*arguments)
    assert refused.value.code == code
