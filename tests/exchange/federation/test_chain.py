"""A list counts only when it follows from the one before it: whatever is altered, missing or counted twice is refused."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egnatia.base.errors import Problem
from egnatia.exchange.federation import changes
from egnatia.exchange.federation.chain import check_successor, look_at_signatures, verify_chain
from egnatia.exchange.federation.listing import Listing, SignedListing, read_file
from egnatia.exchange.federation.signing import merge, sign_listing
from tests.exchange.federation.parties import BEGAN, DAY, following, found, make_keys, member_of, signed_by

SIX = ("AL", "BA", "ME", "MK", "RS", "XK")
FIRST = found(*SIX)
NEXT = changes.finish(changes.set_policy(following(FIRST), "2")).listing
WHOLE = signed_by(NEXT, "AL", "ME", "MK", "RS")


def refused(signed: SignedListing, before: Listing | None, code: str) -> Problem:
    with pytest.raises(Problem) as caught:
        check_successor(signed, before)
    assert caught.value.code == code, caught.value
    return caught.value


def test_whole_chain() -> None:
    check_successor(signed_by(FIRST, *SIX), None)
    check_successor(WHOLE, FIRST)
    assert [one.number for one in verify_chain([WHOLE, signed_by(FIRST, *SIX), WHOLE])] == [1, 2]


def test_file_is_read_as_it_was_written() -> None:
    assert read_file(WHOLE.to_text().encode()) == WHOLE
    assert read_file(WHOLE.to_text().encode()).to_text() == WHOLE.to_text()


@given(st.data())
def test_any_altered_character_is_refused(data: st.DataObject) -> None:
    text = WHOLE.to_text()
    place = data.draw(st.integers(0, len(text) - 2))
    other = data.draw(st.characters(min_codepoint=32, max_codepoint=126).filter(lambda one: one != text[place]))
    altered = text[:place] + other + text[place + 1 :]
    try:
        signed = read_file(altered.encode())
        check_successor(signed, FIRST)
    except Problem:
        return
    assert json.loads(altered) == json.loads(text), "only what stands between the values may differ"


@given(st.sets(st.sampled_from(SIX)))
def test_quorum_and_no_fewer(signers: set[str]) -> None:
    signed = signed_by(NEXT, *sorted(signers))
    standing = look_at_signatures(signed, FIRST)
    assert standing.signed == signers and standing.still_needed == max(0, 4 - len(signers))
    if len(signers) >= FIRST.quorum:
        check_successor(signed, FIRST)
    else:
        refused(signed, FIRST, "exchange.list.quorum_missing")


@given(st.sets(st.sampled_from(SIX), max_size=5))
def test_first_list_is_signed_by_all(signers: set[str]) -> None:
    refused(signed_by(FIRST, *sorted(signers)), None, "exchange.list.quorum_missing")


def test_two_keys_of_one_partner_count_once() -> None:
    renewed = changes.finish(changes.renew_member(following(FIRST), member_of(make_keys("MK", 1, 2)))).listing
    after = changes.finish(changes.set_policy(following(renewed), "3")).listing
    second = make_keys("MK", 2)
    both = (sign_listing(after, make_keys("MK"), after.made_at), sign_listing(after, second, after.made_at))
    three = signed_by(after, "AL", "ME")
    problem = refused(
        three.model_copy(update={"signatures": (*three.signatures, *both)}), renewed, "exchange.list.signature_refused"
    )
    assert problem.details["reason"] == "twice"
    assert len(merge([signed_by(after, "MK"), signed_by(after, second)]).signatures) == 1
    check_successor(signed_by(after, "AL", "ME", "RS", second), renewed)


def _suspended() -> Listing:
    return changes.finish(changes.set_state(following(FIRST), "XK", "suspended", "Clocks")).listing


def _left() -> Listing:
    return changes.finish(changes.set_state(following(FIRST), "XK", "left", "Its own wish")).listing


def _revoked() -> Listing:
    return changes.finish(changes.revoke_key(following(FIRST), "XK", "sign", 1, because="disclosed")).listing


def _ended() -> Listing:
    listing = following(FIRST)
    return changes.finish(changes.end_key(listing, "XK", "sign", 1, valid_until=listing.made_at + timedelta(hours=1))).listing


@pytest.mark.parametrize(
    ("make", "reason"),
    [(_suspended, "suspended"), (_left, "no_member"), (_revoked, "key_revoked"), (_ended, "key_not_valid")],
)
def test_signature_of_somebody_who_may_not(make: Callable[[], Listing], reason: str) -> None:
    before = make()
    after = changes.finish(changes.set_policy(following(before, days=2), "3")).listing
    problem = refused(signed_by(after, "AL", "BA", "ME", "MK", "XK"), before, "exchange.list.signature_refused")
    assert problem.details["reason"] == reason
    check_successor(signed_by(after, "AL", "BA", "ME", "MK"), before)


def test_time_under_the_signature_is_signed() -> None:
    before = _ended()
    after = changes.finish(changes.set_policy(following(before, days=2), "3")).listing
    late = sign_listing(after, make_keys("XK"), after.made_at)
    backdated = late.model_copy(update={"at": before.made_at})
    signed = signed_by(after, "AL", "BA", "ME", "MK")
    for signature in (late, backdated):
        refused(
            signed.model_copy(update={"signatures": (*signed.signatures, signature)}), before, "exchange.list.signature_refused"
        )


def test_stranger_and_wrong_key() -> None:
    assert refused(signed_by(NEXT, "AL", "ME", "MK", "RS", "DE"), FIRST, "exchange.list.signature_refused").details == {
        "key": "DE:sign:1",
        "reason": "no_member",
    }
    impostor = sign_listing(NEXT, make_keys("DE"), NEXT.made_at).model_copy(update={"key": "XK:sign:1"})
    forged = WHOLE.model_copy(update={"signatures": (*WHOLE.signatures, impostor)})
    assert refused(forged, FIRST, "exchange.list.signature_refused").details["reason"] == "forged"


def test_signature_over_one_list_is_none_over_another() -> None:
    other = changes.finish(changes.set_policy(following(FIRST), "4")).listing
    moved = signed_by(other).model_copy(update={"signatures": WHOLE.signatures})
    assert refused(moved, FIRST, "exchange.list.signature_refused").details["reason"] == "forged"


def test_who_enters_has_to_sign() -> None:
    before = found("AL", "ME", "MK", "RS")
    entered = changes.finish(changes.add_member(following(before), member_of(make_keys("XK")))).listing
    assert entered.quorum == 3
    assert "XK" in refused(signed_by(entered, "AL", "ME", "MK"), before, "exchange.list.quorum_missing").message
    refused(signed_by(entered, "AL", "ME", "XK"), before, "exchange.list.quorum_missing")
    check_successor(signed_by(entered, "AL", "ME", "MK", "XK"), before)


def test_wrong_predecessor() -> None:
    other = found("AL", "BA", "ME", "MK", "RS")
    for before in (None, other, NEXT):
        refused(WHOLE, before, "exchange.list.wrong_predecessor")
    earlier = changes.begin(FIRST, made_at=BEGAN - DAY, in_force_from=BEGAN)
    refused(signed_by(changes.finish(earlier).listing, *SIX), FIRST, "exchange.list.wrong_predecessor")


def test_fork_is_named() -> None:
    other = changes.finish(changes.set_policy(following(FIRST), "other")).listing
    chain = [signed_by(FIRST, *SIX), WHOLE, signed_by(other, "AL", "BA", "RS", "XK")]
    with pytest.raises(Problem) as caught:
        list(verify_chain(chain))
    assert caught.value.code == "exchange.list.fork"
    assert set(caught.value.details["digests"]) == {NEXT.digest, other.digest}


def _drop_member(wire: dict[str, Any]) -> None:
    del wire["members"]["XK"]


def _drop_key(wire: dict[str, Any]) -> None:
    del wire["members"]["XK"]["signing_keys"]["1"]


def _alter_key(wire: dict[str, Any]) -> None:
    wire["members"]["XK"]["signing_keys"]["1"]["key"] = member_of(make_keys("XK", 9)).signing_keys["9"]


def _unrevoke(wire: dict[str, Any]) -> None:
    key = wire["members"]["MK"]["signing_keys"]["1"]
    del key["revoked_at"], key["revoked_because"]


def _key_of_the_past(wire: dict[str, Any]) -> None:
    wire["members"]["XK"]["signing_keys"]["2"] |= {"valid_from": "2026-01-01T00:00:00Z"}


def _reopen(wire: dict[str, Any]) -> None:
    del wire["members"]["RS"]["signing_keys"]["1"]["valid_until"]


def _fill_a_gap(wire: dict[str, Any]) -> None:
    ring = wire["members"]["AL"]["signing_keys"]
    ring["2"] = {"key": member_of(make_keys("AL", 2)).signing_keys["2"], "valid_from": wire["in_force_from"]}


@pytest.mark.parametrize("alter", [_drop_member, _drop_key, _alter_key, _unrevoke, _key_of_the_past, _reopen, _fill_a_gap])
def test_past_does_not_change(alter: Callable[[dict[str, Any]], None]) -> None:
    before = following(FIRST)
    before = changes.renew_member(before, member_of(make_keys("MK", 1, 2)))
    before = changes.renew_member(before, member_of(make_keys("AL", 1, 3)))
    before = changes.revoke_key(before, "MK", "sign", 1, because="disclosed")
    before = changes.finish(changes.end_key(before, "RS", "sign", 1, valid_until=before.made_at)).listing
    after = following(before)
    wire = changes.finish(changes.renew_member(after, member_of(make_keys("XK", 1, 2)))).listing.to_wire()
    check_successor(signed_by(Listing.model_validate_json(json.dumps(wire)), "AL", "BA", "ME", "XK"), before)
    alter(wire)
    try:
        altered = Listing.model_validate_json(json.dumps(wire))
    except ValueError:
        return
    refused(signed_by(altered, "AL", "BA", "ME", "XK"), before, "exchange.list.past_changed")


@pytest.mark.parametrize("quorum", [0, 1, 3, 7])
def test_quorum_is_a_majority(quorum: int) -> None:
    with pytest.raises(Problem, match=r"exchange\.list\.change_invalid"):
        changes.finish(changes.set_quorum(following(FIRST), quorum))


@pytest.mark.parametrize(
    "text",
    [
        b"", b"[]", b"{}", b"\xff", b'{"list": {}}', b'{"list": 1, "list": 2}', b"[" * 5000, b"x" * 600_000, b"NaN",
        WHOLE.to_text().replace('"number": 2', '"number": 2, "number": 2').encode(),
        WHOLE.to_text().replace('"number": 2', '"number": 1e999').encode(),
        WHOLE.to_text().replace('"number": 2', '"number": 2, "extra": 1').encode(),
        WHOLE.to_text().replace('"policy": "2"', '"policy": "2\\ud800"').encode(),
    ],
)  # fmt: skip
def test_other_files_are_refused(text: bytes) -> None:
    with pytest.raises(Problem, match=r"exchange\.list\.invalid"):
        read_file(text)


@given(st.binary(max_size=300))
def test_reading_never_crashes(content: bytes) -> None:
    with pytest.raises(Problem):
        read_file(content)


def test_a_member_has_the_log_that_it_had_or_begins_the_next() -> None:
    second = changes.finish(changes.begin_log(following(FIRST), "MK")).listing
    check_successor(signed_by(second, "AL", "ME", "RS", "XK"), FIRST)
    assert (second.members["MK"].log_number, second.members["RS"].log_number) == (2, 1)
    assert "log" not in second.to_wire()["members"]["RS"], "digests of lists from before stay what they are"
    kept = changes.finish(following(second)).listing
    check_successor(signed_by(kept, "AL", "ME", "RS", "XK"), second)
    for wanted in (None, 4):
        member = second.members["MK"].model_copy(update={"log": wanted})
        other = changes.finish(following(second).model_copy(update={"members": {**second.members, "MK": member}})).listing
        refused(signed_by(other, "AL", "ME", "RS", "XK"), second, "exchange.list.past_changed")
    begun = FIRST.members["MK"].model_copy(update={"log": 2})
    refused(
        signed_by(FIRST.model_copy(update={"members": {**FIRST.members, "MK": begun}}), *SIX),
        None,
        "exchange.list.past_changed",
    )
