"""What police asked about a person, and who, is proven from a file and keys alone; migration's letters are not in it."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from typer.testing import CliRunner

from egnatia.audit.models import Event
from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.exchange.actions.show_head import show_head_where_due
from egnatia.exchange.commands import app
from egnatia.exchange.gateways import Gateway
from egnatia.exchange.messages.service import Ping
from egnatia.lawenforcement.actions.record_verdict import record_verdict
from egnatia.lawenforcement.actions.release_to_partner import release_to_partner
from egnatia.lawenforcement.jobs import erase_law_enforcement_copies
from egnatia.lawenforcement.models import Hit, ReceivedMatch, Request
from tests.exchange.conftest import Neighbour
from tests.exchange.log.steps import cosign
from tests.exchange.log.test_verifier import verify
from tests.lawenforcement.partners import CONFIRM, answer_question, ask, confirm, match

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(serbia: Neighbour, sign: Any, verifier: Any) -> ReceivedMatch:
    """Serbia's police found somebody of ours, confirmed it, and got the data."""
    sign(seed=1, take=0)
    ask(serbia, 1)
    found = ReceivedMatch.objects.get()
    confirm(serbia, found.reference)
    found.refresh_from_db()
    release_to_partner(verifier, found)
    return found


def write_out(file: Path, number: str, account: Any, gateway: str = "law-enforcement") -> str:
    arguments = ["log", "evidence", number, str(file), "--gateway", gateway]
    arguments += ["--account", account.username] if account else []
    return CliRunner().invoke(app, arguments, catch_exceptions=False).output


def prove(file: Path) -> tuple[int, str]:
    keys = file.with_name("keys")
    CliRunner().invoke(app, ["log", "keys", str(keys)], catch_exceptions=False)
    return verify("evidence", file, "--keys", keys)


def test_what_a_partners_police_asked_about_a_person(
    serbia: Neighbour, federation: Any, told: ReceivedMatch, supervisor: Any, tmp_path: Path
) -> None:
    federation.others["RS"].say(Ping())
    show_head_where_due(Gateway.LAW_ENFORCEMENT)
    cosign(serbia)
    file = tmp_path / "evidence.json"
    assert "5 letters" in write_out(file, told.data_set.reference_number, supervisor)
    assert file.stat().st_mode & 0o077 == 0
    bundle = json.loads(file.read_text())
    assert bundle["origin"] == "egnatia/MK/law-enforcement"
    code, said = prove(file)
    assert code == 0, said
    for part in ("RS to MK, kind law.question, purpose LEA", "MK to RS, kind law.answer", "law.verdict", "law.release"):
        assert part in said, said
    assert "5 of 5 letters are proven" in said and "egnatia/RS/law-enforcement witnessed" in said
    assert "ping" not in said, "what went through the other gateway is not in it"


def test_what_was_changed_in_it_is_found(told: ReceivedMatch, supervisor: Any, tmp_path: Path) -> None:
    file = tmp_path / "evidence.json"
    write_out(file, told.data_set.reference_number, supervisor)
    bundle = json.loads(file.read_text())
    bundle["letters"][0]["letter"], bundle["letters"][1]["letter"] = (one["letter"] for one in bundle["letters"][1::-1])
    file.write_text(json.dumps(bundle))
    code, said = prove(file)
    assert code == 1 and "leaf.of_another_letter" in said
    bundle["origin"] = "MK"
    file.write_text(json.dumps(bundle))
    assert prove(file)[0] == 2, "a head of one gateway proves nothing of the other"


def test_what_our_police_asked_of_partners(
    serbia: Neighbour, sign: Any, searched: Any, law_examiner: Any, supervisor: Any, tmp_path: Path
) -> None:
    data_set = sign(seed=1, take=0)
    request: Request = searched(seed=1)
    answer_question(serbia, match(1))
    record_verdict(law_examiner, Hit.objects.get(asked__isnull=False), *CONFIRM)
    by_request, by_person = tmp_path / "request.json", tmp_path / "person.json"
    write_out(by_request, request.number, supervisor)
    write_out(by_person, data_set.reference_number, supervisor)
    for file in (by_request, by_person):
        code, said = prove(file)
        assert code == 0, said
        for part in ("MK to RS, kind law.question", "RS to MK, kind law.answer", "MK to RS, kind law.verdict"):
            assert part in said, said
    record_verdict(law_examiner, Hit.objects.get(asked=None), "different", "details_disagree")
    assert "0 letters" in write_out(tmp_path / "other.json", data_set.reference_number, supervisor), "it was somebody else"


def test_a_month_later_letters_are_counted_as_emptied(told: ReceivedMatch, supervisor: Any, tmp_path: Path) -> None:
    with clock.frozen(told.question.erase_on + timedelta(hours=1)):
        erase_law_enforcement_copies()
        output = write_out(tmp_path / "evidence.json", told.data_set.reference_number, supervisor)
    assert "were emptied" in output


def test_migrations_evidence_has_nothing_of_it(told: ReceivedMatch, tmp_path: Path) -> None:
    assert "0 letters" in write_out(tmp_path / "evidence.json", told.data_set.reference_number, None, "migration")


def test_it_is_saved_from_the_page_of_the_log(
    told: ReceivedMatch, client: Client, supervisor: Any, verifier: Any, tmp_path: Path
) -> None:
    page = reverse("prove_letters")
    client.force_login(supervisor)
    assert f"{page}?gateway=law_enforcement" in client.get(reverse("law_log")).content.decode()
    number = {"number": told.data_set.reference_number}
    answer = client.post(page, number | {"gateway": "law_enforcement"})
    (tmp_path / "evidence.json").write_bytes(answer.content)
    code, said = prove(tmp_path / "evidence.json")
    assert code == 0 and "5 of 5 letters are proven" in said, said
    assert "No letter to or from a partner" in client.post(page, number).content.decode(), "the other gateway has none"
    client.force_login(verifier)
    assert client.post(page, number | {"gateway": "law_enforcement"}).status_code == 403


def test_who_wants_it_is_written_down(told: ReceivedMatch, supervisor: Any, police: Any, tmp_path: Path) -> None:
    number = told.data_set.reference_number
    for account, code in ((None, "account_missing"), (police, "accounts.not_allowed")):
        with pytest.raises(Problem, match=code):
            write_out(tmp_path / "evidence.json", number, account)
    with pytest.raises(Problem, match="lawenforcement.request.not_found"):
        write_out(tmp_path / "evidence.json", "MK417", supervisor)
    assert not (tmp_path / "evidence.json").exists()
    write_out(tmp_path / "evidence.json", number, supervisor)
    [event] = Event.objects.filter(action="lawenforcement.evidence.written")
    assert event.actor_id == str(supervisor.pk) and event.person_id is None
    assert event.details["data_set"] == str(told.data_set_id)
    assert not Event.objects.filter(action="exchange.log.evidence_written").exists()
