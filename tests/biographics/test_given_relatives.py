"""Connected systems and the command line name relatives of who is looked for: they support, as those of a registration do."""

import json
from functools import partial

import pytest

from egnatia.accounts.actions.create_api_token import create_api_token
from egnatia.audit.models import Event
from egnatia.base import node_calls
from egnatia.base.errors import Problem
from egnatia.biographics.finding_for_commands import answer_command
from egnatia.biographics.given_relatives import MOST_RELATIVES, describe_relative, read_relatives
from egnatia.persons.actions.relate_persons import relate_persons
from tests.registration import people
from tests.registration.api_client import System

pytestmark = pytest.mark.django_db

WIFE = {"surnames": ["Darwish"], "forenames": ["Layla"], "sex": "female", "documents": None}
DESCRIBED = {"surnames": ["درويش"], "forenames": ["ليلى"]}
HUSBAND = {"kind": "spouse", "elements": {"surnames": ["حداد"], "forenames": ["سمير"]}}
FATHER = {"kind": "parent", "elements": {"surnames": ["Darwish"], "forenames": ["Khaled"], "sex": "male"}}


@pytest.fixture
def wife(registration_officer):
    """A woman with her husband and her father; and another one of her name, who has nobody here."""
    husband = people.sign(registration_officer).person
    father = people.sign(registration_officer, surnames=["Darwish"], forenames=["Khaled"], documents=None).person
    people.sign(registration_officer, **WIFE)
    data_set = people.sign(registration_officer, **WIFE)
    relate_persons(registration_officer, data_set.person, husband, "spouse")
    relate_persons(registration_officer, data_set.person, father, "child")
    return data_set


@pytest.fixture
def system(make_officer):
    account = make_officer("border-police", "service", kind="service", password=None)
    return System(create_api_token(None, name="Police", account=account, purposes=["MIG"])[1])


@pytest.fixture
def run(egnatia):
    """`run("Haddad", "--json")`: exit code and what was printed."""
    return partial(egnatia, "find")


def levels(person):
    return {one["field"]: one["level"] for one in person["fields"]}


def test_system_finds_whose_relatives_agree_first_and_is_told_the_level(system, wife):
    without = system.post("/persons/search", {"elements": DESCRIBED}).json()["persons"]
    assert len(without) == 2 and not any("relatives" in levels(one) for one in without)
    answer = system.post("/persons/search", {"elements": DESCRIBED, "relatives": [HUSBAND]})
    first, second = answer.json()["persons"]
    assert first["reference_number"] == wife.reference_number and levels(first)["relatives"] == "relatives.same_name"
    assert first["bits"] > second["bits"] and "relatives" not in levels(second)
    assert first["standing"] == "possible" and "Haddad" not in answer.content.decode()


@pytest.mark.parametrize(
    ("relative", "level"),
    [
        (FATHER, "relatives.same_name"),
        (FATHER | {"elements": FATHER["elements"] | {"sex": "female"}}, None),
        (FATHER | {"kind": "sibling"}, None),
        (FATHER | {"elements": {"forenames": ["Ibrahim"], "surnames": ["Qasim"], "sex": "male"}}, None),
    ],
)
def test_only_a_relative_of_the_same_kind_is_held_against_one(system, wife, relative, level):
    found = system.post("/persons/search", {"elements": DESCRIBED, "relatives": [relative]}).json()["persons"]
    told = {one["reference_number"]: levels(one).get("relatives") for one in found}
    assert told[wife.reference_number] == level


@pytest.mark.parametrize(
    ("relative", "code", "field"),
    [
        ({"kind": "uncle", "elements": {"surnames": ["Haddad"]}}, "biographics.relative.kind", "relatives.1.kind"),
        ({"kind": "travels_with", "elements": {"surnames": ["Haddad"]}}, "biographics.relative.kind", "relatives.1.kind"),
        ({"kind": "child", "elements": {}}, "biographics.relative.no_name", "relatives.1.elements"),
        ({"kind": "child", "elements": {"sex": "male"}}, "biographics.relative.no_name", "relatives.1.elements"),
        (
            {"kind": "child", "elements": {"forenames": ["Nour"], "birth_place": "Homs"}},
            "biographics.relative.not_compared",
            "relatives.1.elements.birth_place",
        ),
        ({"kind": "child", "elements": {"forenames": ["☺"]}}, "law.name.no_letter", "relatives.1.elements.forenames.0"),
    ],
)
def test_relative_that_cannot_be_compared_is_refused(system, relative, code, field):
    answer = system.post("/persons/search", {"elements": DESCRIBED, "relatives": [HUSBAND, relative]})
    told = answer.json()
    assert (answer.status_code, told["code"], told["field"]) == (400, code, field) and told["detail"]
    assert "Haddad" not in answer.content.decode()


@pytest.mark.parametrize("relatives", [[HUSBAND] * (MOST_RELATIVES + 1), [{"kind": "child"}], ["father:Khaled"], "Khaled"])
def test_list_that_is_none_or_too_long_is_refused(system, relatives):
    answer = system.post("/persons/search", {"elements": DESCRIBED, "relatives": relatives})
    assert answer.status_code in (400, 422) and answer.json()["code"]


def test_command_takes_relatives_and_says_that_they_agree(run, wife, registration_officer):
    asked = ("Layla Darwish", "--relative", "father: خالد درويش", "--relative", "Spouse:Samir Hadad")
    code, said = run(*asked)
    first, second = said.splitlines()
    assert code == 0 and wife.reference_number in first
    assert "A relative of the same name" in first and "relative" not in second
    found = json.loads(run(*asked, "--json")[1])
    assert [one["levels"].get("relatives") for one in found] == ["relatives.same_name", None]
    assert "father: خالد درويش; spouse: Samir Hadad" in Event.objects.filter(action="persons.looked_up").first().details["text"]


def test_server_takes_relatives_as_the_command_itself_does(run, wife, monkeypatch):
    asked = ("Layla Darwish", "--relative", "father:Khaled Darwish")
    alone = run(*asked)

    def ask(kind, question):
        return json.loads(json.dumps(answer_command(json.loads(json.dumps(question)))))

    monkeypatch.setattr(node_calls, "ask", ask)
    assert run(*asked) == alone and "A relative of the same name" in alone[1]
    with pytest.raises(Problem) as refused:
        run("Layla Darwish", "--relative", "Khaled Darwish")
    assert refused.value.code == "biographics.relative.kind" and "father" in refused.value.cure


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("Layla", "--relative", "uncle:Khaled"), "biographics.relative.kind"),
        (("Layla", "--relative", "parent:Khaled"), "biographics.relative.kind"),
        (("Layla", "--relative", "father:"), "biographics.relative.no_name"),
        (("Layla", "--relative", "father:" + "x" * 151), "law.name.too_long"),
        (("Layla", *["--relative", "child:Nour"] * (MOST_RELATIVES + 1)), "biographics.relative.too_many"),
        (("--relative", "father:Khaled"), "biographics.find.nothing"),
        (("--document", "N778812", "--relative", "father:Khaled"), "persons.look_up.relatives_alone"),
        (("--born", "1991-04-12", "--relative", "father:Khaled"), "persons.look_up.relatives_alone"),
    ],
)
def test_command_tells_what_is_wrong_with_a_relative(run, arguments, code):
    with pytest.raises(Problem) as refused:
        run(*arguments)
    assert refused.value.code == code and refused.value.cure


def test_ten_relatives_are_no_text_too_long_to_look_up(run, wife):
    relatives = ["--relative", "sibling:" + "Khaled Darwish " * 5] * (MOST_RELATIVES - 1)
    assert run("Layla Darwish", *relatives, "--relative", "father:Khaled Darwish")[0] == 0


def test_a_relative_goes_by_each_of_their_names():
    elements = {"forenames": ["سمير"], "surnames": ["حداد"], "names_latin": {"forenames": ["Samir"], "surnames": ["Haddad"]}}
    assert [str(one) for one in describe_relative("parent", elements | {"sex": "male"}, field="x")] == [
        "father: سمير حداد",
        "father: Samir Haddad",
    ]
    assert [str(one) for one in read_relatives(["Mother :  Layla   Darwish "])] == ["mother: Layla Darwish"]
