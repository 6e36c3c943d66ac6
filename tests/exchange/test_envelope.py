"""The envelope: what goes in comes out, and nothing that was touched comes out at all."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from egnatia.base.errors import Problem
from egnatia.exchange import envelope
from egnatia.exchange.messages.search import Match, SearchAnswer
from tests.exchange.conftest import private_keys, public_keys

OURS, THEIRS = private_keys("MK"), private_keys("RS")
SEALED = envelope.seal_letter(envelope.write_letter({"a": 1}, OURS), public_keys(THEIRS))
bodies = st.dictionaries(st.text(max_size=20), st.one_of(st.text(max_size=200), st.integers(-(2**53), 2**53), st.booleans()))


@given(bodies)
@settings(max_examples=50, deadline=None)
def test_round_trip(body: dict[str, object]) -> None:
    letter = envelope.write_letter(body, OURS)
    opened = envelope.open_letter(envelope.seal_letter(letter, public_keys(THEIRS)), THEIRS)
    assert opened == letter
    assert envelope.read_letter(opened, public_keys(OURS)) == body


@given(st.data())
@settings(max_examples=100, deadline=None)
def test_altered_byte_is_refused(data: st.DataObject) -> None:
    at, other = data.draw(st.integers(0, len(SEALED) - 1)), data.draw(st.sampled_from("ABCDwxyz0189-_."))
    assume(other != SEALED[at])
    with pytest.raises(Problem) as caught:
        letter = envelope.open_letter(SEALED[:at] + other + SEALED[at + 1 :], THEIRS)
        # base64url leaves bits of a last character unused: what opens in spite of a change is the very same letter
        assert letter == envelope.open_letter(SEALED, THEIRS)
        raise Problem("same", "", "")
    assert caught.value.code in {"exchange.seal_broken", "exchange.sealed_for_another", "exchange.key_id_invalid", "same"}


def test_header_that_names_an_unknown_curve_is_refused() -> None:
    header, rest = SEALED.split(".", 1)
    members = json.loads(urlsafe_b64decode(header + "=="))
    members["epk"]["crv"] = "X20519"
    altered = urlsafe_b64encode(json.dumps(members).encode()).decode().rstrip("=")
    with pytest.raises(Problem, match="exchange.seal_broken"):
        envelope.open_letter(f"{altered}.{rest}", THEIRS)


@given(st.binary(max_size=3000))
@settings(max_examples=200, deadline=None)
def test_whatever_comes_from_outside_is_a_problem_not_a_crash(junk: bytes) -> None:
    for read in (
        lambda: envelope.open_letter(junk.decode("latin-1"), THEIRS),
        lambda: envelope.read_letter(junk.decode("latin-1"), public_keys(OURS)),
    ):
        with pytest.raises(Problem):
            read()


def test_sealed_for_another() -> None:
    sealed = envelope.seal_letter(envelope.write_letter({}, OURS), public_keys(THEIRS))
    with pytest.raises(Problem, match="exchange.sealed_for_another"):
        envelope.open_letter(sealed, private_keys("AL"))
    with pytest.raises(Problem, match="exchange.seal_broken"):
        envelope.open_letter(sealed, private_keys("RS"))


def test_signed_by_another() -> None:
    letter = envelope.write_letter({"a": 1}, private_keys("MK"))
    with pytest.raises(Problem, match="exchange.letter_invalid"):
        envelope.read_letter(letter, public_keys(OURS))


def test_member_that_stands_twice_is_refused() -> None:
    import joserfc.jws as jws
    from joserfc.jwk import OKPKey

    header = {"alg": "Ed25519", "kid": OURS.signing_id, "typ": "egnatia-letter"}
    letter = jws.serialize_compact(header, b'{"a":1,"a":2}', OKPKey.import_key(OURS.signing.current), algorithms=["Ed25519"])
    with pytest.raises(Problem, match="exchange.letter_invalid"):
        envelope.read_letter(letter, public_keys(OURS))


def test_match_and_no_match_have_one_size() -> None:
    sizes = set()
    for count in range(4):
        matches = tuple(Match(reference="a" * 32, fingers=tuple(range(1, 11)), score=0.999) for _ in range(count))
        answer = SearchAnswer(result="possible_match" if count else "no_match", matches=matches)
        letter = envelope.write_letter(answer.to_wire() | {"padding": "x" * 1000}, OURS)
        sizes.add(len(envelope.seal_letter(letter, public_keys(THEIRS))))
    assert len(sizes) == 1


def test_ten_full_fingers_fit() -> None:
    """The library's own limit of 64 KiB would refuse them on opening."""
    letter = envelope.write_letter({"fingers": ["x" * 8000] * 10}, OURS)
    assert envelope.open_letter(envelope.seal_letter(letter, public_keys(THEIRS)), THEIRS) == letter


def test_too_large_is_said_before_anything_is_sent() -> None:
    with pytest.raises(Problem, match="exchange.message_too_large"):
        envelope.write_letter({"a": "x" * (envelope.MAX_LETTER_BYTES + 1)}, OURS)
