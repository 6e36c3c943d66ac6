"""A transparency log for each gateway: own tree, heads, witnesses and standing; what stops one doesn't stop the other."""

import json
from base64 import b64decode
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from typer.testing import CliRunner

from egnatia.base import clock
from egnatia.engines.proofs import heads
from egnatia.engines.proofs.witnessing import witness_head
from egnatia.exchange.actions.propose_list import Agreed
from egnatia.exchange.actions.show_head import show_head_where_due
from egnatia.exchange.actions.suspend_partner import suspend_partner
from egnatia.exchange.commands import app
from egnatia.exchange.gateways import Gateway
from egnatia.exchange.log.entries import write_entries
from egnatia.exchange.log.heads import check_grown, latest_head, sign_head
from egnatia.exchange.log.sequencing import sequence_entries
from egnatia.exchange.log.standing import is_witnessed, witnessed_until, witnesses_wanted
from egnatia.exchange.log.status import log_status
from egnatia.exchange.log.tree import read_tile, tree_size
from egnatia.exchange.log.verifier_keys import own_keys
from egnatia.exchange.messages.heads import HeadCosigned, HeadShown
from egnatia.exchange.messages.service import Ping
from egnatia.exchange.models import Cosignature, LogEntry, OutboxMessage, SeenHead, Witness
from tests.exchange.conftest import Neighbour
from tests.exchange.gateways.conftest import EVERYBODY, LAW
from tests.exchange.log.steps import signed_head
from tests.exchange.log.test_verifier import verify
from tests.exchange.steps import reply

pytestmark = pytest.mark.django_db
MIGRATION = Gateway.MIGRATION
FIVE_HOURS = timedelta(hours=5)


def write(gateway: Gateway, count: int) -> None:
    digests = (f"{gateway.value.encode().hex()[:8]}{number:056x}" for number in range(count))
    write_entries([("sent", digest) for digest in digests], gateway=gateway)


def cosign(neighbour: Neighbour) -> None:
    """The neighbour witnesses what it was shown at its gateway, as an honest partner would that sees this log first."""
    gateway = neighbour.own.gateway
    shown = OutboxMessage.objects.get(partner=neighbour.partner, gateway=gateway, kind="head.shown", state="waiting")
    content: Any = neighbour.read(shown).content
    signed = witness_head(
        heads.read_head(content.head),
        None,
        [b64decode(one) for one in content.proof],
        log_keys=own_keys(gateway),
        name=gateway.name_of(neighbour.code),
        private=neighbour.own.signing.current,
        time=int(clock.now().timestamp()),
    )
    reply(neighbour, shown, HeadCosigned(since=signed.head.size, signature=signed.signatures[-1].to_text()))


def test_two_trees(law: dict[str, Neighbour]) -> None:
    LogEntry.objects.all().delete()
    write(MIGRATION, 300)
    write(LAW, 3)
    assert (sequence_entries(LAW), sequence_entries()) == (3, 300)
    assert (tree_size(LAW), tree_size()) == (3, 300)
    assert sorted(LogEntry.objects.filter(gateway=LAW).values_list("number", flat=True)) == [0, 1, 2]
    assert len(read_tile(0, 0, gateway=LAW)[0]) == 3 * 32 and len(read_tile(0, 1)[0]) == 44 * 32
    ours, theirs = sign_head(), sign_head(LAW)
    assert ours.text.splitlines()[0] == "MK" and theirs.text.splitlines()[0] == "egnatia/MK/law-enforcement"
    assert (latest_head(), latest_head(LAW)) == (ours, theirs)
    write(LAW, 4)
    grown = sign_head(LAW)
    assert grown.size == 7 and tree_size() == 300
    check_grown(grown)
    check_grown(ours)


def test_heads_go_to_those_who_agreed_and_are_witnessed_at_their_own_gateway(federation: Any) -> None:
    federation.hold()
    assert show_head_where_due(LAW) == 0, "nobody has agreed"
    federation.hold(agreements=(Agreed("RS", "MK", "LEA", 5),))
    assert (show_head_where_due(LAW), show_head_where_due()) == (1, 2)
    cosign(federation.law["RS"])
    witness = Witness.objects.get()
    assert (witness.gateway, witness.problem) == (LAW, "") and witness.at is not None
    assert "egnatia/RS/law-enforcement" in Cosignature.objects.get().line
    cosign(federation.others["RS"])
    assert set(Witness.objects.values_list("gateway", flat=True)) == {"migration", "law_enforcement"}
    assert [line.partner.code for line in log_status(LAW).witnesses] == ["RS"]


def test_we_witness_each_log_under_its_own_name(law: dict[str, Neighbour], federation: Any) -> None:
    police, migration = law["RS"], federation.others["RS"]
    name = "egnatia/RS/law-enforcement"
    shown = signed_head(police, 0, b64decode("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="), origin=name)
    answer = police.say(HeadShown(head=shown.to_text(), since=0, proof=())).content
    assert answer.signature.startswith("— egnatia/MK/law-enforcement ")
    assert SeenHead.objects.get().gateway == LAW
    assert migration.say(HeadShown(head=shown.to_text(), since=0, proof=())).code == "exchange.head_of_another"
    of_migration = signed_head(police.begin(), 0, bytes(32), origin="RS")
    assert police.say(HeadShown(head=of_migration.to_text(), since=0, proof=())).code == "exchange.head_of_another"


@pytest.mark.parametrize("watched", list(Gateway))
def test_one_that_nobody_witnesses_stops_and_the_other_goes_on(
    law: dict[str, Neighbour], federation: Any, watched: Gateway
) -> None:
    other = LAW if watched is MIGRATION else MIGRATION
    neighbours = (law if watched is LAW else federation.others).values()
    assert is_witnessed(MIGRATION) and is_witnessed(LAW), "whoever begins has four hours"
    with clock.frozen(clock.now() + FIVE_HOURS - timedelta(minutes=30)):
        assert not is_witnessed(MIGRATION) and not is_witnessed(LAW)
        show_head_where_due(watched)
        for one in neighbours:
            cosign(one)
        assert is_witnessed(watched) and not is_witnessed(other)
    until = witnessed_until(watched)
    assert until is not None and until > clock.now() + FIVE_HOURS


def test_a_new_log_begins_at_both_gateways(federation: Any) -> None:
    federation.hold(agreements=EVERYBODY)
    closed = {gateway: sign_head(gateway) for gateway in Gateway}
    federation.hold(new_log=("MK", "RS"))
    write(LAW, 3)
    begun = {gateway: sign_head(gateway) for gateway in Gateway}
    assert [head.text.splitlines()[0] for head in begun.values()] == ["MK/2", "egnatia/MK/law-enforcement/2"]
    assert (begun[LAW].size, tree_size(LAW, 1)) == (3, closed[LAW].size)
    assert heads.read_head(begun[LAW].text).signatures[0].name == "egnatia/MK/law-enforcement"
    assert (show_head_where_due(LAW), show_head_where_due()) == (2, 2)
    cosign(federation.law["RS"])
    assert Witness.objects.values_list("gateway", "log").get() == (LAW, 2)
    police = federation.law["RS"]
    for number, answer in ((2, "— egnatia/MK/law-enforcement "), (3, "")):
        name = f"egnatia/RS/law-enforcement/{number}"
        shown = signed_head(police.begin(), 0, b64decode("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="), origin=name)
        said = police.say(HeadShown(head=shown.to_text(), since=0, proof=()))
        assert said.content.signature.startswith(answer) if answer else said.code == "exchange.head_of_another"
    assert SeenHead.objects.values_list("gateway", "log").get() == (LAW, 2)


def test_how_many_must_witness_among_few(federation: Any, administrator: Any) -> None:
    """All of them where there are fewer than two; suspending one here alone doesn't lower the number."""
    assert witnesses_wanted() == 2 and witnesses_wanted(LAW) == 0
    federation.hold(agreements=(Agreed("RS", "MK", "LEA", 5),))
    assert witnesses_wanted(LAW) == 1
    show_head_where_due(LAW)
    with clock.frozen(clock.now() + FIVE_HOURS):
        assert not is_witnessed(LAW), "with one party alone, that one has to"
    cosign(federation.law["RS"])
    with clock.frozen(clock.now() + timedelta(hours=3)):
        assert is_witnessed(LAW)
    federation.hold(agreements=EVERYBODY)
    assert witnesses_wanted(LAW) == 2
    suspend_partner(administrator, federation.others["AL"].partner, "Not now")
    assert witnesses_wanted(LAW) == 2
    with clock.frozen(clock.now() + FIVE_HOURS):
        show_head_where_due(LAW)
        assert not is_witnessed(LAW), "one of two isn't enough, though the other is suspended here"


def test_export_is_proven_by_both_verifiers(law: dict[str, Neighbour], tmp_path: Path) -> None:
    write(LAW, 300)
    show_head_where_due(LAW)
    cosign(law["RS"])
    run = lambda *words: CliRunner().invoke(app, ["log", *map(str, words)], catch_exceptions=False)  # noqa: E731
    assert run("export", tmp_path / "log", "--gateway", "law-enforcement").exit_code == 0
    assert run("keys", tmp_path / "keys").exit_code == 0
    assert json.loads((tmp_path / "log" / "about.json").read_text())["origin"] == "egnatia/MK/law-enforcement"
    proved = run("verify", tmp_path / "log", "--keys", tmp_path / "keys")
    assert proved.exit_code == 0 and "egnatia/RS/law-enforcement" in proved.stdout, proved.stdout
    code, told = verify("log", tmp_path / "log", "--keys", tmp_path / "keys")
    assert code == 0 and "egnatia/RS/law-enforcement" in told, told
    status = json.loads(run("status", "--gateway", "law-enforcement", "--json").stdout)
    assert (status["gateway"], status["witnessed"]) == ("law_enforcement", True)


def test_the_verifier_knows_letters_of_the_police(law: dict[str, Neighbour], tmp_path: Path) -> None:
    (tmp_path / "letter").write_text(law["RS"].letter(law["RS"].message(Ping())))
    CliRunner().invoke(app, ["log", "keys", str(tmp_path / "keys")], catch_exceptions=False)
    code, told = verify("letter", tmp_path / "letter", "--keys", tmp_path / "keys")
    assert code == 0, told
    keys = "".join(line for line in (tmp_path / "keys").read_text().splitlines(True) if "law-enforcement" not in line)
    (tmp_path / "keys").write_text(keys)
    code, told = verify("letter", tmp_path / "letter", "--keys", tmp_path / "keys")
    assert code == 1 and "letter.signature_bad" in told, "migration's keys don't vouch for it"


def test_pages_show_it_to_supervisors_and_operators_only(
    law: dict[str, Neighbour], client: Client, supervisor: Any, administrator: Any, case_officer: Any
) -> None:
    write(LAW, 3)
    for officer in (supervisor, administrator):
        client.force_login(officer)
        for page in ("/partners/log/", "/partners/queue/"):
            shown = client.get(page + "?gateway=law_enforcement")
            assert shown.status_code == 200 and "Law enforcement" in shown.content.decode()
            assert "gateway=law_enforcement" in client.get(page).content.decode()
    client.force_login(case_officer)
    for page in ("/partners/log/", "/partners/queue/"):
        assert client.get(page + "?gateway=law_enforcement").status_code == 403
        assert "gateway=law_enforcement" not in client.get(page).content.decode()
