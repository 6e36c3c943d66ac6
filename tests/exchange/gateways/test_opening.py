"""Between whom the law-enforcement gateway is open: keys of both, an agreement in the list, parties to what it needs."""

from datetime import timedelta
from typing import Any

import pytest

from egnatia.base import clock, node
from egnatia.base.errors import Problem
from egnatia.exchange import keys, member_file
from egnatia.exchange.actions.make_key import make_key
from egnatia.exchange.actions.ping_partner import ping_partner
from egnatia.exchange.actions.propose_list import Agreed, Revocation
from egnatia.exchange.actions.put_list_in_force import put_lists_in_force
from egnatia.exchange.actions.send_message import send_message
from egnatia.exchange.federation import changes, own_terms
from egnatia.exchange.federation.listing import ListedMember, Listing
from egnatia.exchange.gateways import Gateway
from egnatia.exchange.messages.search import SearchQuestion
from egnatia.exchange.messages.service import Ping
from egnatia.exchange.models import InboxMessage, LogEntry, Partner, SeenNonce
from egnatia.exchange.opening import is_open
from tests.exchange.conftest import Neighbour, private_keys, records
from tests.exchange.federation.parties import BEGAN, found, make_keys, member_of
from tests.exchange.gateways.conftest import EVERYBODY, LAW, correspondence

pytestmark = pytest.mark.django_db


def refused(neighbour: Neighbour) -> str:
    reply = neighbour.begin().say(Ping())
    assert reply.status == 403 and not InboxMessage.objects.exists() and not SeenNonce.objects.exists()
    assert not LogEntry.objects.filter(gateway=LAW).exists()
    return reply.code


def test_closed_without_a_list_without_an_agreement_and_without_keys(federation: Any) -> None:
    serbia = federation.law["RS"]
    assert refused(serbia) == "exchange.gateway_closed", "member files agree on nothing"
    Partner.objects.update(purposes=["LEA"], our_purposes=["LEA"])
    assert refused(serbia) == "exchange.gateway_closed", "nor does a row that no list wrote"
    federation.hold()
    assert refused(serbia) == "exchange.gateway_closed"
    federation.hold(agreements=(Agreed("MK", "RS", "LEA", 10),))
    assert serbia.say(Ping()).content.kind == "pong", "one direction opens the way: answers have to come back"
    assert federation.law["AL"].say(Ping()).code == "exchange.gateway_closed", "nothing is agreed with Albania"
    federation.hold(agreements=(Agreed("MK", "RS", "LEA", 0),))
    assert serbia.say(Ping()).code == "exchange.gateway_closed"


def test_closed_at_a_node_without_keys(federation: Any) -> None:
    federation.hold(agreements=EVERYBODY)
    for path in (node.current().directory / "keys").glob("law-enforcement-seal-1.key"):
        path.unlink()
    keys._load.cache_clear()
    body = b"x"
    serbia = federation.law["RS"]
    reply = serbia.send(serbia.sign(body), body)
    assert (reply.status, reply.code) == (403, "exchange.gateway_closed")
    assert not is_open(serbia.partner, LAW) and is_open(serbia.partner, Gateway.MIGRATION)


def test_a_list_cant_open_it_for_who_is_no_party(law: dict[str, Neighbour], monkeypatch: pytest.MonkeyPatch) -> None:
    """The list refuses such an agreement; should one be written all the same, the law that this node knows decides."""
    serbia = law["RS"]
    monkeypatch.setattr("egnatia.law.may_agree", lambda one, other, gateway: False)
    assert refused(serbia) == "exchange.gateway_closed"
    with pytest.raises(Problem, match="closed"):
        ping_partner(None, serbia.partner, LAW)


def test_what_we_say_needs_the_right_gateway_and_keys(federation: Any) -> None:
    serbia = federation.law["RS"].partner
    with pytest.raises(Problem) as caught:
        send_message(serbia, SearchQuestion(fingers=records(7, positions=(1,))), correspondence=correspondence(), gateway=LAW)
    assert caught.value.code == "exchange.wrong_gateway"
    federation.hold(agreements=EVERYBODY)
    sent = send_message(serbia, Ping(), correspondence=correspondence(), gateway=LAW)
    assert sent.gateway == LAW and federation.law["RS"].read(sent).kind == "ping"
    assert LogEntry.objects.get(digest=sent.digest).gateway == LAW


def test_rotation_and_revocation(federation: Any, law: dict[str, Neighbour], monkeypatch: pytest.MonkeyPatch) -> None:
    """A new key of ours and of theirs by the ceremony, valid from a moment on; what was in use before isn't any more."""
    assert make_key(None, "sign", LAW) == "MK:law-sign:2" and make_key(None, "seal", LAW) == "MK:law-seal:2"
    serbia, at = law["RS"], clock.now()
    assert keys.own(LAW).signing_id == "MK:law-sign:1", "made, but not listed"
    assert keys.own().signing_id == "MK:sign:1", "the other gateway's stay as they are"
    second = private_keys("RS", LAW)
    both = keys.OwnKeys(
        "RS",
        keys.NumberedKeys({**serbia.own.signing.by_number, 2: second.signing.by_number[1]}),
        keys.NumberedKeys({**serbia.own.sealing.by_number, 2: second.sealing.by_number[1]}),
        LAW,
    )
    federation.hold(renew=(member_file.write_own().encode(), federation.member_file("RS", both)))
    monkeypatch.setattr(clock, "now", lambda: at + timedelta(days=2))
    own_terms.forget()
    put_lists_in_force()
    serbia.partner.refresh_from_db()
    own_terms.forget()
    assert keys.own(LAW).signing_id == "MK:law-sign:2" and serbia.partner.keys_for(LAW).sealing_id == "RS:law-seal:2"
    serbia.own = both
    assert serbia.say(Ping()).content.kind == "pong"
    federation.hold(revoke=(Revocation("RS:law-sign:1", "disclosed"), Revocation("MK:law-sign:2", "replaced")))
    monkeypatch.setattr(clock, "now", lambda: at + timedelta(days=2, seconds=1))
    own_terms.forget()
    assert keys.own(LAW).signing_id == "MK:law-sign:1"
    serbia.own = keys.OwnKeys("RS", keys.NumberedKeys({1: both.signing.by_number[1]}), both.sealing, LAW)
    assert serbia.say(Ping()).code == "exchange.key_revoked"
    assert federation.others["RS"].say(Ping()).content.kind == "pong", "migration goes on under its own keys"


# -- lists and member files


def test_a_list_without_such_keys_is_what_it_was() -> None:
    wire = found("MK", "RS").to_wire()
    assert not any("law" in field for member in wire["members"].values() for field in member)


@pytest.mark.parametrize("ring", ["law_signing_keys", "law_sealing_keys"])
def test_a_list_refuses_a_key_of_both_gateways_and_half_a_gateway(ring: str) -> None:
    own = make_keys("MK")
    member = member_of(own)
    taken = member.signing_keys if ring == "law_signing_keys" else member.sealing_keys
    other = member_of(make_keys("MK", 7))
    fields = {"law_signing_keys": {"1": other.signing_keys["7"]}, "law_sealing_keys": {"1": other.sealing_keys["7"]}}
    for changed, said in ((fields | {ring: {"1": taken["1"]}}, "two places"), ({ring: fields[ring]}, "keys to sign and keys")):
        with pytest.raises(Problem, match=said) as caught:
            _list_with(changed)
        assert caught.value.code == "exchange.list.change_invalid"
    assert _list_with(fields).members["MK"].ring("law-sign")


def _list_with(fields: dict[str, Any]) -> Listing:
    member = member_of(make_keys("MK"))
    for name, value in fields.items():
        object.__setattr__(member, name, value)
    listing = changes.found_list([member, member_of(make_keys("RS"))], made_at=BEGAN, in_force_from=BEGAN, policy="1")
    return changes.finish(listing).listing


def test_a_member_file_with_a_key_of_both_gateways_is_none(federation: Any) -> None:
    serbia = federation.others["RS"].own
    both = keys.OwnKeys("RS", serbia.signing, federation.law["RS"].own.sealing, LAW)
    with pytest.raises(Problem) as caught:
        member_file.read(federation.member_file("RS", both))
    assert caught.value.code == "exchange.member_file.invalid"


def test_member_file_and_fingerprint(federation: Any) -> None:
    """Both operators read the keys of both gateways to each other."""
    read = member_file.read(member_file.write_own().encode())
    assert read.law_signing_keys.keys() == {"1"} == read.law_sealing_keys.keys()
    serbia = member_file.read(federation.member_file("RS", None))
    assert serbia.law_signing_keys == {} and serbia.fingerprint != federation.others["RS"].partner.fingerprint
    assert isinstance(found("MK", "RS").members["MK"], ListedMember)
