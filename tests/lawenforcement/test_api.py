"""Police systems: ask, look, read; keys of the two gateways never mix."""

import json

import pytest

from egnatia.accounts.actions.create_api_token import create_api_token
from egnatia.accounts.models import Unit
from egnatia.base.errors import Problem
from egnatia.lawenforcement.actions.record_verdict import record_verdict
from egnatia.lawenforcement.actions.verify_request import verify_request
from egnatia.lawenforcement.jobs import search_what_may_be_searched
from egnatia.lawenforcement.models import Request
from egnatia.lawenforcement.queries.lists import to_examine
from egnatia.lawenforcement.queries.statistics import count_year, outcomes_between
from tests.registration.api_client import System, base64_of
from tests.registration.conftest import records_of

pytestmark = pytest.mark.django_db
PATH = "/law-enforcement/requests"


@pytest.fixture
def account(make_officer):
    unit = Unit.objects.create(name="Police system")
    return make_officer("police-system", "law_enforcement_service", kind="service", password=None, unit=unit)


@pytest.fixture
def system(account) -> System:
    return System(create_api_token(None, name="Police", account=account, purposes=["LEA"])[1])


def asked(seed: int = 1, **changed):
    sheet = {
        "file_number": "KO-9/26",
        "ordered_by": "Prosecutor",
        "offence": "murder",
        "penalty_years": 20,
        "involvement": "perpetrator",
        "grounds": "Prints on the weapon.",
        "necessity": "Nobody knows who it was.",
        "age": "unknown",
        "national_databases": {"done_on": "2026-11-02"},
        "prum": {"reason": "no_party", "note": "Not a party."},
        "files": [base64_of(b"".join(records_of(seed, 1)))],
    }
    return sheet | changed


def test_ask_verify_answer(sign, system, verifier, law_examiner):
    sign(seed=1, take=0)
    told = system.post(PATH, asked())
    assert told.status_code == 201, told.content
    place = f"{PATH}/{told.json()['id']}"
    assert system.get(place).json()["state"] == "submitted"
    verify_request(verifier, Request.objects.get())
    assert search_what_may_be_searched() == 1
    record_verdict(law_examiner, to_examine(law_examiner).get(), "same", "details_agree_on_several_fingers")
    answer = system.get(f"{place}/answer").json()
    assert answer["request"]["state"] == "answered"
    assert answer["hits"][0]["person"]["surnames"] == ["Haidari"]


def test_what_the_law_refuses_leaves_nothing(system):
    told = system.post(PATH, asked(penalty_years=1))
    assert (told.status_code, told.json()["code"]) == (422, "lawenforcement.offence.not_serious")
    assert system.post(PATH, asked(files=[])).json()["code"] == "lawenforcement.prints.none_usable"
    assert system.post(PATH, asked(name="Haidari")).status_code == 422, "nobody is searched by name"
    assert not Request.objects.exists()


def test_keys_never_mix(account, make_officer, system):
    with pytest.raises(Problem, match="gateways_mixed"):
        create_api_token(None, name="Both", account=account, purposes=["LEA", "MIG"])
    migration = make_officer("border-police", "service", kind="service", password=None)
    wrong = System(create_api_token(None, name="Border", account=migration, purposes=["LEA"])[1])
    assert wrong.post(PATH, asked()).json()["code"] == "accounts.not_allowed"
    right = System(create_api_token(None, name="Border 2", account=migration, purposes=["MIG"])[1])
    assert right.post(PATH, asked()).json()["code"] == "accounts.token.purpose_not_allowed"
    assert system.post("/identify", {"fingers": {}}).status_code == 403


def test_counts_of_a_month_and_a_year(sign, searched, supervisor, law_examiner):
    sign(seed=1, take=0)
    first, second = searched(seed=1), searched(seed=2)
    window = (first.verified_at, first.verified_at.replace(year=first.verified_at.year + 1))
    assert sorted(outcomes_between(*window)) == ["no_hit", "open"]
    record_verdict(law_examiner, to_examine(law_examiner).get(), "same", "details_agree_on_several_fingers")
    assert sorted(outcomes_between(*window)) == ["hit", "no_hit"]
    counts = count_year(supervisor, second.submitted_at.year)
    assert (counts.submitted, counts.approved, counts.hits, counts.urgent) == (2, 2, 1, 0)


def test_statistics_of_the_regulation_count_them(sign, searched, supervisor):
    from egnatia.oversight.counting import count_month
    from egnatia.oversight.months import this_month

    sign(seed=1, take=0)
    searched(seed=2)
    assert count_month(this_month()).figures["t"].value("no_hit") == 1


def test_commands(sign, account, tmp_path):
    from typer.testing import CliRunner

    from egnatia.lawenforcement.commands import app

    sheet, file = tmp_path / "sheet.json", tmp_path / "prints.fmr"
    content = asked()
    del content["files"]
    sheet.write_text(json.dumps(content))
    file.write_bytes(b"".join(records_of(1, 1)))
    run = CliRunner().invoke
    done = run(app, ["law-enforcement", "ask", str(sheet), str(file), "--account", "police-system"])
    assert done.exit_code == 0 and "waits for verification" in done.output, done.output
    counts = json.loads(run(app, ["law-enforcement", "status", "--json"]).output)
    assert (counts["submitted"], counts["copies_held"]) == (1, 0)
    assert "0 erased" in run(app, ["law-enforcement", "erase"]).output
    sheet.write_text("{}")
    done = run(app, ["law-enforcement", "ask", str(sheet), str(file), "--account", "police-system"])
    assert "lawenforcement.sheet.malformed" in str(done.exception)


def test_the_administrators_page_makes_an_account_of_one_gateway(client, administrator, unit):
    from django.urls import reverse

    from egnatia.accounts.models import Officer

    client.force_login(administrator)
    form = {"name": "Police of the north", "unit": str(unit.pk), "purposes": ["LEA"]}
    assert client.post(reverse("systems"), form).status_code == 200
    assert Officer.objects.get(username="Police of the north").roles == {"law_enforcement_service"}
    page = client.post(reverse("systems"), form | {"name": "Both", "purposes": ["LEA", "MIG"]}).content.decode()
    assert "the two gateways never mix" in page
    assert not Officer.objects.filter(username="Both").exists()
    roles = client.get(reverse("new_officer")).content.decode()
    assert "Law-enforcement officer" in roles and "Connected system of law enforcement" not in roles
