"""The ceremony at one node: the first list, changes, rotation, revocation, suspension; member files don't count beside it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from egnatia.audit.models import Event
from egnatia.base import clock, node
from egnatia.base.errors import Problem
from egnatia.exchange import envelope, keys
from egnatia.exchange.actions.add_partner import add_partner
from egnatia.exchange.actions.apply_list import apply_lists
from egnatia.exchange.actions.confirm_partner import confirm_partner
from egnatia.exchange.actions.make_key import make_key
from egnatia.exchange.actions.propose_list import Agreed, Changes, Revocation, propose_list
from egnatia.exchange.actions.put_list_in_force import put_lists_in_force
from egnatia.exchange.actions.resume_partner import resume_partner
from egnatia.exchange.actions.sign_anew import sign_anew_if_revoked
from egnatia.exchange.actions.sign_list import sign_list
from egnatia.exchange.actions.suspend_partner import suspend_partner
from egnatia.exchange.federation import in_force
from egnatia.exchange.federation.chain import verify_chain
from egnatia.exchange.federation.health import find_news, find_troubles
from egnatia.exchange.federation.proposal import look_at
from egnatia.exchange.gateways import Gateway
from egnatia.exchange.keys import Terms
from egnatia.exchange.messages.search import SearchQuestion
from egnatia.exchange.messages.service import Ping
from egnatia.exchange.models import FederationList, InboxMessage, OutboxMessage, Partner, SearchTarget
from egnatia.exchange.queries import channels
from tests.exchange.conftest import Neighbour, no_keys, node_keys, records
from tests.exchange.federation.conftest import Ceremony, later, only, row, with_second_keys
from tests.exchange.federation.parties import make_keys, signed_by
from tests.exchange.steps import possible_match, reply, waiting

pytestmark = pytest.mark.django_db
FINGERS = records(7, positions=(1, 2))


def refused(code: str, call: Any, *arguments: Any, **named: Any) -> Problem:
    with pytest.raises(Problem) as caught:
        call(*arguments, **named)
    assert caught.value.code == code, caught.value
    return caught.value


def test_first_list_is_what_member_files_said(ceremony: Ceremony, serbia: Neighbour) -> None:
    signed = ceremony.hold()
    assert (signed.listing.number, signed.listing.active, signed.listing.quorum) == (1, ["AL", "MK", "RS"], 2)
    assert {one.partner for one in signed.signatures} == {"AL", "MK", "RS"}
    partner = row("RS")
    assert partner.is_confirmed and partner.purposes == partner.our_purposes == ["CHI", "MIG", "RET"]
    assert partner.quotas == {"MIG": 2000, "RET": 2000, "CHI": 2000}
    assert serbia.say(Ping()).status == 200
    assert [event.action for event in Event.objects.filter(action__startswith="exchange.list").order_by("number")] == [
        "exchange.list.proposed", "exchange.list.signed", "exchange.list.applied", "exchange.list.in_force",
    ]  # fmt: skip


def test_member_files_by_themselves_change_nothing_any_more(ceremony: Ceremony, serbia: Neighbour) -> None:
    ceremony.hold()
    refused("exchange.list.decides", add_partner, None, ceremony.member_file(serbia.own))
    refused("exchange.list.decides", confirm_partner, None, row("RS"), row("RS").fingerprint)


def test_first_list_needs_confirmed_keys_or_its_fingerprint(ceremony: Ceremony, serbia: Neighbour) -> None:
    signed = ceremony.sign(ceremony.propose())
    Partner.objects.filter(code="RS").update(state="pending")
    assert "RS" in refused("exchange.list.not_confirmed", apply_lists, None, [signed]).message
    refused("exchange.fingerprint_differs", apply_lists, None, [signed], fingerprint="12345")
    apply_lists(None, [signed], fingerprint=signed.listing.fingerprint.replace(" ", ""))
    assert row("RS").is_confirmed


def test_incomplete_list_is_refused_and_leaves_nothing(ceremony: Ceremony) -> None:
    refused("exchange.list.quorum_missing", apply_lists, None, [sign_list(None, ceremony.propose())])
    assert not FederationList.objects.exists()


def test_next_list_by_quorum(ceremony: Ceremony) -> None:
    ceremony.hold()
    proposed = ceremony.propose(policy="2026-2", agreements=(Agreed("RS", "MK", "MIG", 2), Agreed("MK", "RS", "RET", 0)))
    ceremony.others = ceremony.others[:1]
    apply_lists(None, [ceremony.sign(proposed)])
    partner = row("RS")
    assert partner.quotas["MIG"] == 2 and partner.our_purposes == ["CHI", "MIG"]
    assert [one.listing.number for one in in_force.read_all()] == [1, 2]
    assert len(list(verify_chain(list(in_force.read_all())))) == 2


def test_quota_and_purposes_of_the_list_hold(ceremony: Ceremony, serbia: Neighbour, register: Any) -> None:
    agreed = (Agreed("RS", "MK", "MIG", 1), Agreed("RS", "MK", "RET", 0), Agreed("MK", "RS", "MIG", 0))
    ceremony.hold(agreements=agreed)
    assert serbia.begin().say(SearchQuestion(fingers=FINGERS)).status == 200
    assert serbia.begin().say(SearchQuestion(fingers=FINGERS)).code == "exchange.quota_used"
    assert serbia.begin().say(SearchQuestion(fingers=FINGERS), purpose="RET").code == "exchange.purpose_not_allowed"
    register(seed=3)
    reasons = dict(SearchTarget.objects.values_list("partner_code", "reason"))
    assert (reasons["RS"], reasons["AL"], reasons["BA"]) == ("purpose_not_agreed", "", "no_agreement")


def test_channel_without_any_agreement_is_closed(ceremony: Ceremony) -> None:
    none = tuple(Agreed(*pair, purpose, 0) for pair in (("RS", "MK"), ("MK", "RS")) for purpose in ("MIG", "RET", "CHI"))
    ceremony.hold(agreements=none)
    assert {one.code: (one.state, one.reason) for one in channels()}["RS"] == ("closed", "no_agreement")


def test_answer_to_our_question_comes_though_the_partner_may_not_ask(
    ceremony: Ceremony, serbia: Neighbour, register: Any
) -> None:
    ceremony.hold(agreements=(Agreed("RS", "MK", "MIG", 0),))
    register(seed=3)
    question = OutboxMessage.objects.get(kind="search.question", partner__code="RS")
    asked = serbia.read(question)
    late = serbia.message(possible_match(), correspondence=asked.correspondence, case=asked.case, answers=question.digest)
    assert serbia.post(serbia.letter(late)).content.kind == "receipt"


def test_law_enforcement_only_between_parties(ceremony: Ceremony, neighbour: Any) -> None:
    neighbour("BA")
    ceremony.propose(agreements=(Agreed("MK", "RS", "LEA", 5),))
    assert "BA" in refused("exchange.list.no_legal_basis", ceremony.propose, agreements=(Agreed("MK", "BA", "LEA", 5),)).message
    refused("exchange.list.purpose_unknown", ceremony.propose, agreements=(Agreed("MK", "RS", "STA", 5),))
    refused("exchange.list.purpose_unknown", ceremony.propose, agreements=(Agreed("MK", "RS", "QA", 5),))


def test_two_lists_of_one_number(ceremony: Ceremony) -> None:
    ceremony.hold()
    first, second = ceremony.propose(policy="2"), ceremony.propose(policy="3")
    signed = ceremony.sign(first)
    refused("exchange.list.signed_another", sign_list, None, second)
    other = ceremony.sign(second, instead=True)
    apply_lists(None, [signed])
    problem = refused("exchange.list.fork", apply_lists, None, [other])
    assert "There are two lists with the number 2" in look_at(other).obstacle and not look_at(signed).obstacle
    assert problem.details["digests"] == [first.listing.digest, second.listing.digest]
    assert apply_lists(None, [signed]) == []


def test_lists_between_are_needed(ceremony: Ceremony) -> None:
    ceremony.hold()
    third = signed_by(ceremony.propose(policy="2").listing.model_copy(update={"number": 3}))
    refused("exchange.list.wrong_predecessor", apply_lists, None, [third])


def test_own_key_that_is_not_ours(ceremony: Ceremony, monkeypatch: pytest.MonkeyPatch) -> None:
    signed = ceremony.sign(ceremony.propose())
    theirs = {Gateway.MIGRATION: make_keys("MK"), Gateway.LAW_ENFORCEMENT: no_keys("MK", Gateway.LAW_ENFORCEMENT)}
    monkeypatch.setattr(keys, "held", lambda gateway=Gateway.MIGRATION: theirs[gateway])
    refused("exchange.list.own_key_differs", apply_lists, None, [signed])


def test_only_administrators_may(ceremony: Ceremony, registration_officer: Any) -> None:
    proposed = ceremony.propose()
    refused("accounts.not_allowed", propose_list, registration_officer, Changes())
    refused("accounts.not_allowed", sign_list, registration_officer, proposed)
    refused("accounts.not_allowed", apply_lists, registration_officer, [proposed])
    refused("accounts.not_allowed", make_key, registration_officer, "sign")


def test_rotation_of_a_partners_keys(ceremony: Ceremony, serbia: Neighbour, monkeypatch: pytest.MonkeyPatch) -> None:
    """Known from when the list is applied, used from its day on; the old one is good all the time."""
    ceremony.hold()
    old, both = serbia.own, with_second_keys(serbia.own)
    ceremony.hold(renew=(ceremony.member_file(both),), in_force_from=clock.now() + timedelta(hours=1))
    assert serbia.say(Ping()).status == 200 and row("RS").keys.sealing.number == 1
    serbia.own = only(both, 2)
    assert serbia.begin().say(Ping()).code == "exchange.key_not_valid"
    # Serbia's clock is half a minute ahead, and our worker hasn't come round to the list.
    later(clock.now() + timedelta(minutes=59, seconds=30), monkeypatch)
    assert serbia.begin().say(Ping()).status == 200
    later(clock.now() + timedelta(minutes=1), monkeypatch)
    assert put_lists_in_force() == 1 and put_lists_in_force() == 0
    assert row("RS").keys.sealing.number == 2
    for own in (old, only(both, 2)):
        serbia.own = own if own is not old else only(both, 1)
        assert serbia.begin().say(Ping()).status == 200


def test_rotation_of_our_keys(ceremony: Ceremony, serbia: Neighbour, monkeypatch: pytest.MonkeyPatch) -> None:
    from egnatia.exchange import member_file

    refused("exchange.key_too_early", make_key, None, "sign")
    ceremony.hold()
    assert (make_key(None, "sign"), make_key(None, "seal")) == ("MK:sign:2", "MK:seal:2")
    assert (keys.own().signing_id, keys.own().sealing.number) == ("MK:sign:1", 1)
    ceremony.hold(renew=(member_file.write_own().encode(),), in_force_from=clock.now() + timedelta(hours=1))
    assert keys.own().signing_id == "MK:sign:1"
    later(clock.now() + timedelta(hours=1, seconds=1), monkeypatch)
    put_lists_in_force()
    assert (keys.own().signing_id, keys.own().sealing.number) == ("MK:sign:2", 2)
    assert serbia.say(Ping()).status == 200, "sealed for our old key, or the new one"
    ceremony.hold(revoke=(Revocation("MK:sign:2", "lost"),))
    assert keys.own().signing_id == "MK:sign:1"


def test_revoked_key(ceremony: Ceremony, serbia: Neighbour) -> None:
    """What comes now by a revoked key is refused, whatever time it says; what had come before is still read."""
    ceremony.hold()
    both = with_second_keys(serbia.own)
    question = serbia.message(SearchQuestion(fingers=FINGERS))
    assert serbia.post(serbia.letter(question)).status == 200
    waiting_letter = serbia.letter(serbia.message(Ping(), made_at=clock.now() - timedelta(days=2)))
    ceremony.hold(renew=(ceremony.member_file(both),), in_force_from=clock.now())
    serbia.own = only(both, 1)
    ceremony.others[0].own = both
    ceremony.hold(revoke=(Revocation("RS:sign:1", "disclosed"),))
    serbia.own = only(both, 1)
    assert serbia.begin().say(Ping()).code == "exchange.key_revoked"
    serbia.own = only(both, 2)
    assert serbia.post(waiting_letter).code == "exchange.key_revoked"
    assert serbia.begin().say(Ping()).status == 200
    kept = InboxMessage.objects.get(kind="search.question")
    before = kept.received_at - timedelta(seconds=1)  # the list counts in whole seconds
    assert envelope.read_letter(kept.letter, row("RS").keys, arrived_at=before)["kind"] == "search.question"
    refused("exchange.key_revoked", envelope.read_letter, kept.letter, row("RS").keys)


def test_same_words_signed_anew_get_the_same_answer(ceremony: Ceremony, serbia: Neighbour, monkeypatch: Any) -> None:
    """Serbia's key is revoked while it waits for our answer: it signs its question once more, by a key younger than that."""
    ceremony.hold()
    both = with_second_keys(serbia.own)
    question = serbia.message(SearchQuestion(fingers=FINGERS))
    letter = serbia.letter(question)
    first = serbia.post(letter)
    later(clock.now() + timedelta(hours=1), monkeypatch)
    ceremony.hold(renew=(ceremony.member_file(both),), in_force_from=clock.now())
    ceremony.hold(revoke=(Revocation("RS:sign:1", "disclosed"),))
    serbia.own = replace(only(both, 2), signing=replace(only(both, 2).signing, terms={2: Terms(valid_from=clock.now())}))
    assert serbia.post(serbia.letter(question)).code == "exchange.key_not_valid"
    assert serbia.post(envelope.sign_anew(letter, serbia.own)).message == first.message
    assert InboxMessage.objects.filter(kind="search.question").count() == 1
    other = serbia.message(Ping(), id=question.id, number=1, correspondence=question.correspondence)
    assert serbia.post(serbia.letter(other)).code == "exchange.message_id_reused"


def test_our_key_is_revoked_while_messages_wait(ceremony: Ceremony, serbia: Neighbour, register: Any, monkeypatch: Any) -> None:
    from egnatia.exchange import member_file

    ceremony.hold()
    register(seed=3)
    sent = OutboxMessage.objects.get(kind="search.question", partner__code="RS")
    first, before = sent.digest, envelope.key_number(sent.letter)
    later(clock.now() + timedelta(hours=1), monkeypatch)
    make_key(None, "sign")
    ceremony.hold(renew=(member_file.write_own().encode(),), in_force_from=clock.now())
    ceremony.hold(revoke=(Revocation("MK:sign:1", "disclosed"),))
    answer, letter = serbia.answer(sent, possible_match())
    sign_anew_if_revoked(sent, keys.own())
    assert (before, envelope.key_number(sent.letter)) == (1, 2)
    assert sent.digest != first and sent.earlier_digest == first
    ours = node_keys()
    known = replace(ours, signing=replace(ours.signing, terms=keys.own().signing.terms))
    assert envelope.read_letter(sent.letter, known)["number"] == sent.number, "else it counts for nothing"
    from egnatia.exchange.actions.take_answers import check_answer, take_answers
    from egnatia.exchange.delivery.posting import Answer

    check_answer(sent, answer)
    take_answers([(sent, Answer(answer, letter))])
    assert serbia.read(waiting("prints.request")).content.reference


def test_suspension_by_the_peers(ceremony: Ceremony, serbia: Neighbour) -> None:
    ceremony.hold()
    ceremony.others = ceremony.others[1:]
    ceremony.hold(suspend=("RS",), reason="Clocks are days off")
    assert (row("RS").state, row("RS").suspended_because) == ("suspended", "Clocks are days off")
    assert serbia.say(Ping()).code == "exchange.partner_suspended"
    refused("exchange.not_suspended_here", resume_partner, None, row("RS"))
    ceremony.hold(resume=("RS",))
    assert serbia.begin().say(Ping()).status == 200


def test_suspension_by_this_node_alone_outlives_a_list(ceremony: Ceremony, serbia: Neighbour) -> None:
    ceremony.hold()
    suspend_partner(None, row("RS"), "Looks odd")
    ceremony.hold(policy="2")
    assert (row("RS").state, row("RS").suspended_here) == ("suspended", True)
    assert any("RS is suspended by this node alone" in one for one in find_troubles(node.current()))
    resume_partner(None, row("RS"))
    assert serbia.say(Ping()).status == 200


def test_whoever_leaves_keeps_its_keys_in_the_list(ceremony: Ceremony, serbia: Neighbour) -> None:
    ceremony.hold()
    signed = ceremony.hold(remove=("RS",), reason="Its own wish")
    assert signed.listing.members["RS"].signing_keys and signed.listing.active == ["AL", "MK"]
    assert row("RS").state == "suspended" and not row("RS").has_agreement
    assert serbia.say(Ping()).code == "exchange.partner_suspended"


def test_node_that_enters(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """It takes in the lists before its own first one, by the fingerprint of the last, signs to enter, and is one of them."""
    from egnatia.exchange import member_file
    from egnatia.exchange.federation import changes
    from tests.exchange.federation.parties import BEGAN, DAY, following, found

    later(BEGAN + 2 * DAY, monkeypatch)
    first = found("AL", "ME", "RS")
    chain = [signed_by(first, "AL", "ME", "RS")]
    refused("exchange.list.not_confirmed", apply_lists, None, chain)
    apply_lists(None, chain, fingerprint=first.fingerprint)
    assert {partner.code: partner.purposes for partner in Partner.objects.all()} == {"AL": [], "ME": [], "RS": []}
    entered = changes.add_member(following(first), member_file.read(member_file.write_own().encode()))
    entered = changes.set_agreement(entered, "RS", "MK", "migration", {"MIG": 5})
    proposed = signed_by(changes.finish(entered).listing, "AL", "RS")
    assert "MK, which enters" in refused("exchange.list.quorum_missing", apply_lists, None, [proposed]).message
    assert [row.number for row in apply_lists(None, [*chain, sign_list(None, proposed)])] == [2]
    assert (row("RS").purposes, row("RS").quotas) == (["MIG"], {"MIG": 5})
    serbia = Neighbour(make_keys("RS"), row("RS"))
    assert serbia.say(SearchQuestion(fingers=FINGERS)).status == 200


def test_doctor(ceremony: Ceremony) -> None:
    assert list(find_troubles(node.current())) == []
    ceremony.hold()
    assert list(find_troubles(node.current())) == []
    assert "http://elsewhere" in " ".join(find_troubles(replace(node.current(), url="http://elsewhere")))
    ceremony.hold(ends={"MK:sign:1": clock.now() + timedelta(days=20)}, in_force_from=clock.now())
    ceremony.hold(policy="2", in_force_from=clock.now() + timedelta(hours=2))
    assert find_news().startswith("list 2 is in force, list 3 comes into force at ")
    said = " ".join(find_troubles(node.current()))
    assert "The last key MK:sign ends at" in said and "MK:seal" not in said


def test_reply_is_still_known(ceremony: Ceremony, serbia: Neighbour, register: Any) -> None:
    ceremony.hold()
    register(seed=3)
    reply(serbia, OutboxMessage.objects.get(kind="search.question", partner__code="RS"), possible_match())
    assert waiting("prints.request").partner.code == "RS"
