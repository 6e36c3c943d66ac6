"""The envelope of a message: signed once (JWS), then sealed for each attempt to the receiver's key of the day (JWE).

    body   canonical JSON
    letter JWS compact over the body, Ed25519 (RFC 7515, RFC 9864). Made once, kept by both sides: neither can deny it.
    sealed JWE compact, ECDH-ES+A256KW with A256GCM (RFC 7516, RFC 8037), over the letter padded to a size class; letters that
           go together are sealed together, one a line

Padding makes letters of one class alike in length: a match and no match can't be told apart by their size, nor one finger from
ten. Pure functions: the keys come with the call.
"""

import hashlib
import json
from base64 import urlsafe_b64decode
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from joserfc import jwe, jws
from joserfc.errors import JoseError
from joserfc.jwk import GuestProtocol, OKPKey

from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.exchange.keys import OwnKeys, PartnerKeys, Terms, read_key_id, split_key_id

#: Lengths that a padded letter may have, in bytes. The smallest holds any answer to a search.
SIZE_CLASSES = tuple(4096 * 2**step for step in range(11))
MAX_LETTER_BYTES = SIZE_CLASSES[-1]
#: Kinds whose size would say something, also among others: each letter is filled up by itself, to so many bytes at least. Ten
#: fingers of 255 minutiae fit, so that nobody sees how many somebody has, or how many agree.
LEAST_BYTES = {
    "search.answer": SIZE_CLASSES[0],
    "search.question": SIZE_CLASSES[3],
    "prints.answer": SIZE_CLASSES[3],
    "law.question": SIZE_CLASSES[3],
    "law.answer": SIZE_CLASSES[6],  # three persons with ten fingers of the longest record each
}
#: What a request may weigh: base64 takes a third more, the header a little.
MAX_SEALED_BYTES = MAX_LETTER_BYTES * 4 // 3 + 4096

_SIGN = "Ed25519"
_AGREE, _ENCRYPT = "ECDH-ES+A256KW", "A256GCM"
_LETTER_TYPE, _SEALED_TYPE = "egnatia-letter", "egnatia-sealed"
_PADDING = b" "
_BETWEEN_LETTERS = "\n"
#: Letters that may be sealed together.
MAX_LETTERS = 100


class _Letters(jws.JWSRegistry):
    max_payload_length = MAX_LETTER_BYTES


class _Sealed(jwe.JWERegistry):
    # The library's own limit is 64 KiB of ciphertext, less than ten fingers may take.
    max_ciphertext_length = MAX_SEALED_BYTES


_letters = _Letters(algorithms=[_SIGN])
_sealed = _Sealed(algorithms=[_AGREE, _ENCRYPT])


def write_letter(body: dict[str, Any], own: OwnKeys) -> str:
    """Sign a body, once and for all. Raises Problem `exchange.message_too_large`."""
    header = {"alg": _SIGN, "kid": own.signing_id, "typ": _LETTER_TYPE}
    letter = jws.serialize_compact(header, canonical(body), _private(own.signing.current), registry=_letters)
    if len(letter) > MAX_LETTER_BYTES:
        raise Problem("exchange.message_too_large", "The message is too large to be sent.", "Send less at once.", status=413)
    return letter


def read_letter(letter: str, sender: PartnerKeys, *, arrived_at: datetime | None = None) -> dict[str, Any]:
    """The body of a letter whose signature is the sender's, by a key that was valid when the letter was made.

    arrived_at   since when it is kept here; None: it arrives now
    Raises Problem `exchange.letter_invalid` when it was altered, signed by another key, or is no letter at all;
    `exchange.key_revoked` and `exchange.key_not_valid` where the key can't be trusted any more, or wasn't valid then.
    """
    arrived = arrived_at or clock.now()

    def find_key(header: GuestProtocol) -> OKPKey:
        partner, number = read_key_id(str(header.headers().get("kid", "")), use="sign", gateway=sender.gateway)
        key = sender.signing.find_trusted(number, arrived) if partner == sender.partner else None
        if key is None:
            raise _letter_invalid()
        return _public(key)

    try:
        opened = jws.deserialize_compact(letter, find_key, registry=_letters)
        header = _read_header(letter)
        body = json.loads(opened.payload, object_pairs_hook=_refuse_twice)
    except (JoseError, ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
        raise _letter_invalid() from error
    if header != {"alg": _SIGN, "kid": header.get("kid"), "typ": _LETTER_TYPE} or not isinstance(body, dict):
        raise _letter_invalid()
    if sender.signing.terms is not None:
        number = split_key_id(str(opened.headers()["kid"]))[2]
        sender.signing.refuse_out_of_time(number, _time_of(body))
    return body


def key_number(letter: str) -> int:
    """The number of the key that signed a letter of our own."""
    return split_key_id(str(json.loads(_segment(letter, 0))["kid"]))[2]


def sign_anew(letter: str, own: OwnKeys, *, number: int | None = None) -> str:
    """The same words by the key in use now, under another number where one is given: for a letter of our own that isn't taken
    as it is, since its key was revoked or its number was used before.

    It was made when that key's time had begun, at the earliest: else it would count for nothing.
    """
    body = _body(letter)
    began = (own.signing.terms or {}).get(own.signing.number, Terms()).valid_from
    made_at = max(_time_of(body), began) if began else _time_of(body)
    renumbered = {} if number is None else {"number": number}
    return write_letter(body | renumbered | {"made_at": made_at.isoformat()}, own)


def says_the_same(letter: str, other: str) -> bool:
    """Whether two letters whose signatures were verified do, whatever key signed them, and when."""
    return _body(letter) | {"made_at": ""} == _body(other) | {"made_at": ""}


def seal_letter(letter: str, receiver: PartnerKeys) -> str:
    """Seal a letter for the receiver's key of the day; sealed anew it looks different every time."""
    padded = pad(letter.encode())
    header = {"alg": _AGREE, "enc": _ENCRYPT, "kid": receiver.sealing_id, "typ": _SEALED_TYPE}
    return jwe.encrypt_compact(header, padded, _public(receiver.sealing.current), registry=_sealed)


def open_letter(sealed: str, own: OwnKeys) -> str:
    """The letter that was sealed for this node.

    Raises Problem `exchange.sealed_for_another` (another receiver, or a key that is gone) and `exchange.seal_broken`.
    """

    def find_key(recipient: GuestProtocol) -> OKPKey:
        headers = recipient.headers()
        partner, number = read_key_id(str(headers.get("kid", "")), use="seal", gateway=own.gateway)
        key = own.sealing.find(number) if partner == own.partner else None
        if key is None:
            raise Problem(
                "exchange.sealed_for_another",
                "The message was sealed for another receiver, or for a key that is gone.",
                "Take this partner's newest member file.",
                status=400,
            )
        return _private(key)

    try:
        opened = jwe.decrypt_compact(sealed, find_key, registry=_sealed)
        if opened.headers().get("typ") != _SEALED_TYPE or opened.plaintext is None:
            raise _seal_broken()
        return unpad(opened.plaintext).decode("ascii")
    except (JoseError, ValueError, TypeError, LookupError, AttributeError) as error:
        # The library looks some members of an altered header up without checking that they exist.
        raise _seal_broken() from error


def join_letters(letters: Iterable[str]) -> str:
    """Letters that are sealed together. A letter has no line breaks."""
    return _BETWEEN_LETTERS.join(_fill_up(letter) for letter in letters)


def split_letters(text: str) -> list[str]:
    """The other way round. Raises Problem `exchange.too_many_letters`."""
    letters = [letter.rstrip(" ") for letter in text.split(_BETWEEN_LETTERS)]
    if len(letters) > MAX_LETTERS:
        raise Problem(
            "exchange.too_many_letters",
            f"More than {MAX_LETTERS} letters were sealed together.",
            "Send fewer at once.",
            status=413,
        )
    return letters


def _fill_up(letter: str) -> str:
    least = LEAST_BYTES.get(str(_body(letter).get("kind")))
    return letter if least is None else pad(letter.encode().ljust(least, _PADDING)).decode()


def pad(letter: bytes) -> bytes:
    """Fill up to the next size class; a letter never ends in a space."""
    size = next((size for size in SIZE_CLASSES if size >= len(letter)), None)
    if size is None:
        raise Problem("exchange.message_too_large", "The message is too large to be sent.", "Send less at once.", status=413)
    return letter.ljust(size, _PADDING)


def unpad(padded: bytes) -> bytes:
    """The letter without what was filled up. Raises ValueError for a length that is no size class."""
    if len(padded) not in SIZE_CLASSES:
        raise ValueError("not padded to a size class")
    return padded.rstrip(_PADDING)


def digest(letter: str) -> str:
    """SHA-256 of a letter, hexadecimal: what an answer names as the question it belongs to."""
    return hashlib.sha256(letter.encode()).hexdigest()


def canonical(body: dict[str, Any]) -> bytes:
    """One way to write a body: sorted members, no spaces, UTF-8."""
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _read_header(letter: str) -> dict[str, Any]:
    """A letter's header as all read it: the library passes over members that it knows, and over one that stands twice."""
    header: dict[str, Any] = json.loads(_segment(letter, 0), object_pairs_hook=_refuse_twice)
    return header


def _body(letter: str) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(_segment(letter, 1))
    return body


def _segment(letter: str, place: int) -> bytes:
    """0 the header, 1 the body."""
    segment = letter.split(".")[place]
    return urlsafe_b64decode(segment + "=" * (-len(segment) % 4))


def _time_of(body: dict[str, Any]) -> datetime:
    try:
        made_at = datetime.fromisoformat(str(body.get("made_at")))
    except ValueError as error:
        raise _letter_invalid() from error
    if made_at.tzinfo is None:
        raise _letter_invalid()
    return made_at


def _refuse_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A member that stands twice is read one way here and another way elsewhere: refuse it."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a member stands twice")
    return found


def _private(key: Ed25519PrivateKey | X25519PrivateKey) -> OKPKey:
    return OKPKey.import_key(key)


def _public(key: Ed25519PublicKey | X25519PublicKey) -> OKPKey:
    return OKPKey.import_key(key)


def _letter_invalid() -> Problem:
    return Problem(
        "exchange.letter_invalid",
        "The signature inside the message doesn't fit.",
        "Send it again; if it stays, exchange member files anew.",
        status=401,
    )


def _seal_broken() -> Problem:
    return Problem(
        "exchange.seal_broken",
        "The sealed message was damaged on its way.",
        "Send it again.",
        status=400,
    )
