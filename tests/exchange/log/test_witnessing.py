"""Partners witness our log, we witness theirs, and a node that nobody watches stops telling things about persons."""

from base64 import b64encode
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from egnatia.audit.models import Event
from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.engines.proofs import heads
from egnatia.engines.proofs.heads import check_signatures
from egnatia.engines.proofs.merkle import hash_leaf
from egnatia.engines.proofs.paths import prove_consistency
from egnatia.engines.proofs.tiles import MemoryTiles, TileNodes
from egnatia.exchange.actions.answer_waiting import answer_waiting_searches
from egnatia.exchange.actions.release_follow_up import release_follow_up
from egnatia.exchange.actions.show_head import show_head_where_due
from egnatia.exchange.log.standing import is_witnessed, witnessed_until
from egnatia.exchange.log.verifier_keys import own_keys
from egnatia.exchange.messages.follow_up import FollowUpRequest
from egnatia.exchange.messages.heads import HeadCosigned, HeadShown
from egnatia.exchange.messages.notices import ErasureNotice
from egnatia.exchange.messages.prints import PrintsRequest
from egnatia.exchange.messages.search import SearchQuestion
from egnatia.exchange.messages.service import Ping, Refusal
from egnatia.exchange.models import Cosignature, FollowUp, InboundMatch, InboundSearch, OutboxMessage, SeenHead, Witness
from tests.exchange.conftest import Neighbour, records
from tests.exchange.log.steps import cosign, signed_head, write
from tests.exchange.steps import reply, waiting_for

pytestmark = pytest.mark.django_db
HALF_AN_HOUR = timedelta(minutes=30)


# -- ours, witnessed by partners


def test_each_partner_is_shown_the_head_and_witnesses_it(neighbour: Callable[..., Neighbour]) -> None:
    serbia, albania = neighbour("RS"), neighbour("AL")
    write(3)
    assert show_head_where_due() == 2
    assert show_head_where_due() == 0, "one is under way to each"
    first = cosign(serbia)
    cosign(albania)
    assert first.size == 3 and set(Cosignature.objects.values_list("partner__code", flat=True)) == {"RS", "AL"}
    assert show_head_where_due() == 0, "it isn't time yet"
    with clock.frozen(clock.now() + HALF_AN_HOUR):
        assert show_head_where_due() == 2
        second = cosign(serbia, last=first)
    assert second.size > first.size and Witness.objects.get(partner=serbia.partner).size == second.size


def test_a_clock_that_was_ahead_and_was_put_right_shows_one_head_more(serbia: Neighbour) -> None:
    with clock.frozen(clock.now() + timedelta(hours=1)):
        assert show_head_where_due() == 1
        first = cosign(serbia)
    assert show_head_where_due() == 1
    cosign(serbia, last=first)
    assert show_head_where_due() == 0, "not again and again until the hour has passed"


def test_a_witness_that_kept_another_head_is_shown_the_proof_from_there(serbia: Neighbour) -> None:
    write(3)
    show_head_where_due()
    shown = waiting_for(serbia, "head.shown")
    reply(serbia, shown, HeadCosigned(since=2))
    again = waiting_for(serbia, "head.shown")
    content = serbia.read(again).content
    assert (content.since, again.number, again.correspondence) == (2, 2, shown.correspondence) and len(content.proof) == 1
    reply(serbia, again, HeadCosigned(since=1))
    assert Witness.objects.get().problem == "witness.shortened", "it isn't shown for ever"
    assert not OutboxMessage.objects.filter(state="waiting").exists()


@pytest.mark.parametrize("damage", ["other_head", "other_key", "not_a_line", "two_lines"])
def test_a_cosignature_that_isnt_genuine_counts_for_nothing(
    serbia: Neighbour, neighbour: Callable[..., Neighbour], damage: str
) -> None:
    write(3)
    show_head_where_due()
    shown = waiting_for(serbia, "head.shown")
    signed = heads.read_head(serbia.read(shown).content.head)
    private = (neighbour("AL") if damage == "other_key" else serbia).own.signing.current
    if damage == "other_head":
        signed = signed_head(serbia, 3, bytes(32), origin="MK")
    line = heads.add_signature(signed, "RS", private, time=int(clock.now().timestamp())).signatures[-1].to_text()
    line = {"not_a_line": "yes\n", "two_lines": line + line}.get(damage, line)
    reply(serbia, shown, HeadCosigned(since=3, signature=line))
    witness = Witness.objects.get()
    assert (witness.at, witness.problem) == (None, "exchange.cosignature_invalid")
    assert not Cosignature.objects.exists() and Event.objects.filter(action="exchange.log.not_witnessed").exists()


def test_a_partner_that_refuses_our_head_is_told_of(serbia: Neighbour) -> None:
    show_head_where_due()
    reply(serbia, waiting_for(serbia, "head.shown"), Refusal(code="witness.diverges", message="Another root."))
    assert Witness.objects.get().problem == "witness.diverges"


# -- theirs, witnessed by us


class Log(MemoryTiles):
    """A partner's log, as the partner keeps it."""

    def __init__(self, neighbour: Neighbour) -> None:
        super().__init__()
        self.neighbour = neighbour

    def grow(self, count: int, *, salt: str = "") -> "Log":
        for index in range(count):
            self.append(hash_leaf(f"{salt}{self.frontier.size}{index}".encode()))
        return self

    def shown(self, since: int) -> HeadShown:
        size = self.frontier.size
        proof = prove_consistency(min(since, size), size, TileNodes(self.read))
        text = signed_head(self.neighbour, size, self.frontier.root()).to_text()
        return HeadShown(head=text, since=since, proof=tuple(b64encode(one).decode() for one in proof))


def test_we_witness_what_grew(serbia: Neighbour) -> None:
    log = Log(serbia)
    for since, size in ((0, 0), (0, 5), (5, 5), (5, 400)):
        log.grow(size - log.frontier.size)
        answer = serbia.begin().say(log.shown(since)).content
        assert isinstance(answer, HeadCosigned) and answer.since == size and answer.signature
        signed = heads.read_head(log.shown(since).head + answer.signature)
        assert [checked.genuine for checked in check_signatures(signed, own_keys())] == [True]
    assert list(SeenHead.objects.values_list("size", flat=True)) == [0, 5, 5, 400]


def test_we_say_from_where_to_prove(serbia: Neighbour) -> None:
    log = Log(serbia).grow(5)
    serbia.say(log.shown(0))
    log.grow(3)
    answer = serbia.begin().say(log.shown(0)).content
    assert (answer.since, answer.signature) == (5, None)
    assert serbia.begin().say(log.shown(5)).content.signature


def test_a_log_that_was_cut_off_or_rewritten_is_found_and_named(serbia: Neighbour) -> None:
    serbia.say(Log(serbia).grow(5).shown(0))
    for other, since, code in (
        (Log(serbia).grow(3), 5, "witness.shortened"),
        (Log(serbia).grow(5, salt="x"), 5, "witness.diverges"),
        (Log(serbia).grow(9, salt="x"), 5, "witness.not_consistent"),
    ):
        assert serbia.begin().say(other.shown(since)).code == code
        assert SeenHead.objects.exclude(problem="").last().problem == code  # type: ignore[union-attr]
    assert Event.objects.filter(action="exchange.log.partner_diverges").count() == 3
    assert serbia.begin().say(Log(serbia).grow(5).shown(5)).content.signature, "the honest head is still witnessed"


def test_heads_that_arent_the_partners_are_refused(serbia: Neighbour, neighbour: Callable[..., Neighbour]) -> None:
    albania = neighbour("AL")
    of_another = HeadShown(head=signed_head(serbia, 3, bytes(32), origin="AL").to_text(), since=0, proof=())
    assert serbia.say(of_another).code == "exchange.head_of_another"
    assert serbia.begin().say(HeadShown(head="RS\n3\nno root\n\nno", since=0, proof=())).code == "exchange.head_unreadable"
    head = signed_head(serbia, 3, bytes(32)).head
    by_another = heads.sign_head(head, albania.own.signing.current, time=int(clock.now().timestamp()))
    answer = serbia.begin().say(HeadShown(head=by_another.to_text(), since=0, proof=()))
    assert answer.code == "witness.not_signed"
    assert not SeenHead.objects.exists(), "what anybody may have made is no evidence"


# -- closed without witnesses


def test_a_node_without_partners_has_nobody_to_witness_it() -> None:
    assert witnessed_until() is None and is_witnessed()


def test_a_node_that_isnt_witnessed_puts_questions_off_until_it_is(
    neighbour: Callable[..., Neighbour], register: Any, told: InboundMatch
) -> None:
    montenegro, albania = neighbour("ME"), neighbour("AL")
    with clock.frozen(clock.now() + timedelta(hours=5)):
        question = montenegro.letter(montenegro.message(SearchQuestion(fingers=records(4, 1))))
        put_off = montenegro.post(question)
        assert (put_off.status, put_off.code) == (429, "exchange.not_witnessed") and not put_off.content.final
        assert not InboundSearch.objects.filter(partner=montenegro.partner).exists(), "nothing was looked up"
        for asks in (PrintsRequest(reference="0" * 32), FollowUpRequest(reference="0" * 32, need="x", fields=("surnames",))):
            assert montenegro.begin().say(asks).code == "exchange.not_witnessed"
        assert montenegro.begin().say(Ping()).content.kind == "pong"
        assert montenegro.begin().say(ErasureNotice()).content.kind == "receipt", "what concerns rights is taken in"
        assert montenegro.begin().say(Log(montenegro).grow(2).shown(0)).content.signature, "it goes on witnessing others"
        register(seed=9)
        assert OutboxMessage.objects.filter(kind="search.question", partner=montenegro.partner).exists(), "and registering"
        show_head_where_due()
        cosign(montenegro)
        assert not is_witnessed(), "one isn't enough"
        cosign(albania)
        assert is_witnessed()
        assert montenegro.post(question).content.kind == "search.answer", "the same letter is answered now"


def test_nothing_is_released_by_hand_meanwhile(serbia: Neighbour, told: InboundMatch, case_officer: Any) -> None:
    serbia.say(FollowUpRequest(reference=told.reference, need="To know", fields=("surnames",)))
    with clock.frozen(clock.now() + timedelta(hours=5)):
        with pytest.raises(Problem, match="exchange.not_witnessed"):
            release_follow_up(case_officer, FollowUp.objects.get(), ["surnames"])
        InboundSearch.objects.update(state=InboundSearch.State.WAITING)
        assert answer_waiting_searches() == 0


def test_a_suspended_partner_is_no_witness(neighbour: Callable[..., Neighbour], administrator: Any) -> None:
    from egnatia.exchange.actions.suspend_partner import suspend_partner

    serbia, albania, kosovo = neighbour("RS"), neighbour("AL"), neighbour("XK")
    with clock.frozen(clock.now() + timedelta(hours=3)):
        show_head_where_due()
        cosign(serbia)
        cosign(albania)
    with clock.frozen(clock.now() + timedelta(hours=5)):
        assert is_witnessed()
        suspend_partner(administrator, serbia.partner, "To be looked into")
        assert not is_witnessed()
    assert kosovo.partner.is_confirmed
