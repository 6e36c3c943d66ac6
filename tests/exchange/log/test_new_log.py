"""A new log, once the partners let one begin: the one before is closed, and each is signed under the node's one name."""

import json
from base64 import b64decode
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from typer.testing import CliRunner, Result

from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.engines.proofs import heads
from egnatia.engines.proofs.heads import Head, check_signatures
from egnatia.exchange.actions.show_head import show_head_where_due
from egnatia.exchange.commands import app
from egnatia.exchange.log.export import export_log
from egnatia.exchange.log.heads import check_grown, latest_head, sign_head
from egnatia.exchange.log.number import own_log
from egnatia.exchange.log.restored import find_who_saw_more
from egnatia.exchange.log.standing import is_witnessed
from egnatia.exchange.log.status import log_status
from egnatia.exchange.log.tree import tree_size
from egnatia.exchange.log.verifier_keys import own_keys
from egnatia.exchange.messages.follow_up import FollowUpRequest
from egnatia.exchange.messages.heads import HeadCosigned, HeadShown
from egnatia.exchange.messages.service import Refusal
from egnatia.exchange.models import InboundMatch, LogEntry, LogHead, OutboxMessage, SeenHead, Witness
from tests.exchange.conftest import Neighbour
from tests.exchange.federation.conftest import Ceremony, albania, ceremony, row  # noqa: F401  (fixtures)
from tests.exchange.log.steps import cosign, signed_head, verifier_key, write
from tests.exchange.steps import reply, waiting_for
from tests.verifier.running import run as verifier

pytestmark = pytest.mark.django_db
EMPTY = b64decode("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["log", *map(str, arguments)], catch_exceptions=False)


@pytest.fixture
def closed(ceremony: Ceremony) -> LogHead:  # noqa: F811
    """A list is in force by which this node has its second log; the last head of the first."""
    ceremony.hold()
    write(5)
    last = sign_head()
    ceremony.hold(new_log=("MK",))
    return last


def test_what_is_written_from_then_on_stands_in_the_new_log(closed: LogHead) -> None:
    entries = LogEntry.objects.count()
    assert (own_log(), tree_size(), tree_size(log=1)) == (2, 0, closed.size)
    write(3, salt="new")
    head = sign_head()
    assert (head.log, head.size, head.text.splitlines()[0]) == (2, 3 + entries - closed.size, "MK/2")
    assert tree_size(log=1) == closed.size, "the closed one takes nothing in"
    assert set(LogEntry.objects.filter(log=2).values_list("number", flat=True)) == set(range(head.size))
    check_grown(closed)
    check_grown(head)


def test_the_page_says_which_log_it_is(closed: LogHead, client: Client, administrator: Any) -> None:
    client.force_login(administrator)
    assert "Number 2, begun when the database had been restored" in client.get(reverse("exchange_log")).content.decode()


def test_it_is_signed_under_the_name_of_always(closed: LogHead) -> None:
    signed = heads.read_head(sign_head().text)
    assert [one.name for one in signed.signatures] == ["MK"]
    assert [one.counts for one in check_signatures(signed, own_keys())] == [True]


def test_partners_are_shown_it_at_once_and_witness_it(serbia: Neighbour, ceremony: Ceremony) -> None:  # noqa: F811
    ceremony.hold()
    show_head_where_due()
    first = waiting_for(serbia, "head.shown")
    ceremony.hold(new_log=("MK",))
    assert not any(line.size for line in log_status().witnesses)
    assert show_head_where_due() == 2 and show_head_where_due() == 0
    reply(serbia, first, Refusal(code="witness.shortened", message="3 leaves; 5 before."))
    assert find_who_saw_more() == [], "that was said of the log that is closed"
    head = cosign(serbia)
    assert head.origin == "MK/2"
    assert list(Witness.objects.order_by("log").values_list("log", "problem")) == [(1, "witness.shortened"), (2, "")]
    assert log_status().log == 2 and [line.size for line in log_status().witnesses] == [0, head.size]


def test_who_applies_the_list_later_is_shown_it_again_soon(serbia: Neighbour, ceremony: Ceremony) -> None:  # noqa: F811
    ceremony.hold()
    show_head_where_due()
    ceremony.hold(new_log=("MK",))
    show_head_where_due()
    for shown in OutboxMessage.objects.filter(partner=serbia.partner, kind="head.shown"):
        reply(serbia, shown, Refusal(code="exchange.head_of_another", message="Of another log."))
    assert show_head_where_due() == 0
    with clock.frozen(clock.now() + timedelta(minutes=5, seconds=1)):
        assert show_head_where_due() == 1, "only to whom it was unknown"
        cosign(serbia)
    with clock.frozen(clock.now() + timedelta(minutes=11)):
        assert show_head_where_due() == 0, "as always from then on"


def test_witnesses_of_the_closed_log_dont_count_for_the_new_one(serbia: Neighbour, ceremony: Ceremony) -> None:  # noqa: F811
    ceremony.hold()
    show_head_where_due()
    for one in ceremony.others:
        cosign(one)
    assert [line.at is not None for line in log_status().witnesses] == [True, True]
    ceremony.hold(new_log=("MK",))
    assert [line.at for line in log_status().witnesses] == [None, None]
    assert is_witnessed(), "the first four hours of a node aren't over here"


def test_the_closed_log_stays_exportable_and_proven(closed: LogHead, tmp_path: Path) -> None:
    write(3, salt="new")
    run("keys", tmp_path / "keys.txt")
    assert export_log(tmp_path / "first", log=1).size == closed.size
    assert export_log(tmp_path / "second").log == 2
    for name, origin in (("first", "MK"), ("second", "MK/2")):
        done = json.loads(run("verify", tmp_path / name, "--keys", tmp_path / "keys.txt", "--json").output)
        assert (done["origin"], done["findings"]) == (origin, []) and done["proven"] == done["leaves"] > 0
    for unknown in (0, 3):
        with pytest.raises(Problem) as caught:
            export_log(tmp_path / "third", log=unknown)
        assert caught.value.code == "exchange.log_unknown"
    assert latest_head(log=1).size == closed.size  # type: ignore[union-attr]


def test_a_partners_new_log_is_witnessed_from_its_beginning(serbia: Neighbour, ceremony: Ceremony) -> None:  # noqa: F811
    def show(origin: str, size: int = 0, root: bytes = EMPTY) -> Any:
        shown = signed_head(serbia.begin(), size, root, origin=origin)
        return serbia.say(HeadShown(head=shown.to_text(), since=0, proof=())).content

    ceremony.hold()
    assert show("RS", 4, bytes(32)).signature
    refused = show("RS/2")
    assert (refused.code, SeenHead.objects.count()) == ("exchange.head_of_another", 1), "no list says so yet"
    ceremony.hold(new_log=("RS",))
    answer = show("RS/2")
    assert isinstance(answer, HeadCosigned) and answer.signature and answer.signature.startswith("— MK ")
    assert row("RS").log == 2 and list(SeenHead.objects.values_list("log", "size")) == [(1, 4), (2, 0)]
    assert show("RS", 9, bytes(32)).code == "exchange.head_of_another", "the closed one is over"


def test_the_log_of_a_partner_cant_be_signed_under_its_numbered_name(serbia: Neighbour, ceremony: Ceremony) -> None:  # noqa: F811
    """One key under two names would count as two witnesses."""
    ceremony.hold()
    ceremony.hold(new_log=("RS",))
    head = Head("RS/2", 0, EMPTY)
    under = heads.add_signature(heads.SignedHead(head, ()), "RS/2", serbia.own.signing.current, time=1_795_900_000)
    answer = serbia.begin().say(HeadShown(head=under.to_text(), since=0, proof=())).content
    assert answer.code == "witness.not_signed"
    assert head.signer == verifier_key(serbia).name == "RS"


def test_evidence_is_written_for_each_log(
    told: InboundMatch,
    ceremony: Ceremony,  # noqa: F811
    client: Client,
    supervisor: Any,
    tmp_path: Path,
) -> None:
    ceremony.hold()
    sign_head()
    ceremony.hold(new_log=("MK",))
    reference, serbia = told.data_set.reference_number, ceremony.others[0]
    client.force_login(supervisor)
    saved = {log: client.post(reverse("prove_letters"), {"number": reference, "log": log}) for log in ("1", "2", "3")}
    assert json.loads(saved["1"].content)["origin"] == "MK"
    assert "choose log 1" in saved["2"].content.decode()
    assert saved["3"]["Content-Type"].startswith("text/html"), "no such log"
    serbia.say(FollowUpRequest(reference=told.reference, fields=("surnames",), need="Two spellings"))
    told_of = run("evidence", reference, tmp_path / "second.json").output
    assert "2 letters" in told_of and "more stand in log 1" in told_of
    run("evidence", reference, tmp_path / "first.json", "--log", 1)
    run("keys", tmp_path / "keys.txt")
    for name, origin in (("first", "MK"), ("second", "MK/2")):
        done = verifier("evidence", tmp_path / f"{name}.json", "--keys", tmp_path / "keys.txt")
        assert done.status == 0 and f"of {origin}\n" in done.output, done.output
        assert len(json.loads((tmp_path / f"{name}.json").read_text())["letters"]) == done.proven > 1


def test_status_says_which_log_it_is(closed: LogHead) -> None:
    assert "entries in log 2" in run("status").output
    assert json.loads(run("status", "--json").output)["log"] == 2
