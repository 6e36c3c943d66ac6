"""The list itself: members with their addresses and keys, agreements per pair, quorum, policy. A closed set of fields.

    {"list": {"version": 1, "number": 12, "previous": "<SHA-256>", "made_at": "2026-11-28T20:15:00Z", "in_force_from": …,
              "quorum": 4, "policy": "2026-1", "members": {"MK": {…}}, "agreements": [{…}]},
     "signatures": [{"key": "MK:sign:1", "at": "2026-11-28T20:20:00Z", "signature": "<Ed25519>"}]}

What is hashed and signed is the canonical form (RFC 8785) of `list`. The file may be laid out otherwise, for people to read.
Pure: no database, no clock.
"""

import hashlib
import json
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from annotated_types import Len
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    StringConstraints,
    ValidationError,
    model_validator,
)

from egnatia.base.errors import Problem
from egnatia.engines.errors import EngineError
from egnatia.engines.proofs import canonical
from egnatia.exchange.keys import RINGS, Ring, Terms
from egnatia.exchange.member_file import KeyNumber, KeyText, to_be_spoken

MAX_BYTES = 512 * 1024
MAX_MEMBERS, MAX_KEYS, MAX_LOGS = 50, 100, 9999
_FORM = "%Y-%m-%dT%H:%M:%SZ"


def write_moment(moment: datetime) -> str:
    """The one form of a time in a list: UTC, whole seconds."""
    return moment.astimezone(UTC).strftime(_FORM)


def _read_moment(value: Any) -> Any:
    if isinstance(value, str):
        return datetime.strptime(value, _FORM).replace(tzinfo=UTC)
    return value.astimezone(UTC).replace(microsecond=0) if isinstance(value, datetime) and value.tzinfo else value


Moment = Annotated[datetime, BeforeValidator(_read_moment), PlainSerializer(write_moment)]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
PurposeCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2,3}$")]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Words = Annotated[str, StringConstraints(min_length=1, max_length=300, pattern=r"^[^\x00-\x1f\x7f]*$")]
Address = Annotated[str, StringConstraints(max_length=200, pattern=r"^https?://[!-~]*[!-.0-~]$")]
#: `disclosed`: somebody else may have it; `lost`: nobody has it; `replaced`: neither, it is only not wanted any more.
RevocationReason = Literal["disclosed", "lost", "replaced"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class ListedKey(_Strict):
    """A public key and its time. It never leaves the lists: what it signed stays verifiable.

    valid_from   absent: since before the list that brought it, which only a member that enters has
    revoked_at   since when it isn't trusted: may lie before the list, where it was in other hands since then
    """

    key: KeyText
    valid_from: Moment | None = None
    valid_until: Moment | None = None
    revoked_at: Moment | None = None
    revoked_because: RevocationReason | None = None

    @property
    def terms(self) -> Terms:
        return Terms(self.valid_from, self.valid_until, self.revoked_at)

    @model_validator(mode="after")
    def _check(self) -> "ListedKey":
        if (self.revoked_at is None) != (self.revoked_because is None):
            raise ValueError("a revoked key has a reason, another has none")
        if self.valid_from and self.valid_until and self.valid_until <= self.valid_from:
            raise ValueError("a key's time ends before it begins")
        return self


Keys = Annotated[dict[KeyNumber, ListedKey], Len(1, MAX_KEYS)]


class ListedMember(_Strict):
    """A partner. Whoever leaves stays in the list as `left`, for its keys' sake.

    reason      why it is suspended or has left; absent for a member in good standing
    law_…_keys  of its law-enforcement gateway: both or neither
    log         which of its logs is the one in use (each gateway has one of that number); absent: the first
    """

    name: Annotated[str, StringConstraints(min_length=1, max_length=150, pattern=r"^[^\x00-\x1f\x7f]*$")]
    url: Address
    state: Literal["member", "suspended", "left"]
    reason: Words | None = None
    signing_keys: Keys
    sealing_keys: Keys
    law_signing_keys: Keys | None = None
    law_sealing_keys: Keys | None = None
    log: Annotated[int, Field(ge=2, le=MAX_LOGS)] | None = None

    def ring(self, ring: Ring) -> Keys:
        """Empty where it has none for that gateway."""
        keys: Keys | None = getattr(self, RINGS[ring], None)
        return keys or {}

    @property
    def log_number(self) -> int:
        return self.log or 1

    @property
    def is_active(self) -> bool:
        return self.state == "member"

    @model_validator(mode="after")
    def _check(self) -> "ListedMember":
        if self.is_active != (self.reason is None):
            raise ValueError("whoever is suspended or has left has a reason, a member has none")
        if (self.law_signing_keys is None) != (self.law_sealing_keys is None):
            raise ValueError("a gateway needs keys to sign and keys to be sealed for")
        return self


class Agreement(_Strict):
    """What one partner may ask another through one gateway: purposes, each with how often in a day (UTC)."""

    asker: Code
    asked: Code
    gateway: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]{0,39}$")]
    purposes: Annotated[dict[PurposeCode, Annotated[int, Field(ge=1, le=10_000_000)]], Len(1, 50)]

    @property
    def place(self) -> tuple[str, str, str]:
        """By which agreements are sorted, and of which each is the only one."""
        return self.asker, self.asked, self.gateway


class Listing(_Strict):
    """One list. `quorum` of its members in good standing sign the next one."""

    version: Literal[1]
    number: Annotated[int, Field(ge=1, le=1_000_000)]
    previous: Digest | None = None
    made_at: Moment
    in_force_from: Moment
    quorum: Annotated[int, Field(ge=1, le=MAX_MEMBERS)]
    policy: Words
    members: Annotated[dict[Code, ListedMember], Len(2, MAX_MEMBERS)]
    agreements: tuple[Agreement, ...] = ()

    @property
    def active(self) -> list[str]:
        """Codes of the members in good standing, in order."""
        return sorted(code for code, member in self.members.items() if member.is_active)

    def to_wire(self) -> dict[str, Any]:
        """As JSON values; what is absent is left out."""
        return self.model_dump(mode="json", exclude_none=True)

    @property
    def canonical(self) -> bytes:
        return canonical.encode(self.to_wire())

    @property
    def digest(self) -> str:
        """By which the next list names this one."""
        return hashlib.sha256(self.canonical).hexdigest()

    @property
    def fingerprint(self) -> str:
        """The digest, to be read out in any language."""
        return to_be_spoken(self.canonical)

    @model_validator(mode="after")
    def _check(self) -> "Listing":
        if (self.number == 1) != (self.previous is None):
            raise ValueError("every list but the first names the one before it")
        if self.in_force_from < self.made_at:
            raise ValueError("in force before it was made")
        count = len(self.active)
        if not majority_of(count) <= self.quorum <= count:
            raise ValueError("the quorum is a majority of the members in good standing")
        self._check_agreements()
        self._check_keys()
        return self

    def _check_agreements(self) -> None:
        places = [agreement.place for agreement in self.agreements]
        if places != sorted(set(places)):
            raise ValueError("agreements are sorted, each once")
        for agreement in self.agreements:
            states = {self.members[code].state for code in agreement.place[:2] if code in self.members}
            if agreement.asker == agreement.asked or not states or "left" in states:
                raise ValueError("an agreement is between two members")
            if not {agreement.asker, agreement.asked} <= set(self.members):
                raise ValueError("an agreement is between two members")

    def _check_keys(self) -> None:
        """One key in two places would let one holder speak as two, or at one gateway as at the other."""
        texts = [key.key for member in self.members.values() for ring in RINGS for key in member.ring(ring).values()]
        if len(texts) != len(set(texts)):
            raise ValueError("a key stands in two places")


class ListSignature(_Strict):
    """A member's word for a list: `key` signed it at that time."""

    key: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}:sign:[1-9][0-9]{0,4}$")]
    at: Moment
    signature: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{86}$")]

    @property
    def partner(self) -> str:
        return self.key[:2]

    @property
    def number(self) -> str:
        """Of the key, as the list has it."""
        return self.key.rpartition(":")[2]


class SignedListing(_Strict):
    """A list and the signatures collected so far."""

    listing: Annotated[Listing, Field(alias="list")]
    signatures: Annotated[tuple[ListSignature, ...], Len(0, 2 * MAX_MEMBERS)] = ()

    def to_text(self) -> str:
        """The file: stable, and laid out for people."""
        signatures = sorted(self.signatures, key=lambda one: (one.key, one.at, one.signature))
        value = {"list": self.listing.to_wire(), "signatures": [one.model_dump(mode="json") for one in signatures]}
        return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n"

    @property
    def file_name(self) -> str:
        return f"federation-{self.listing.number}.json"


def majority_of(count: int) -> int:
    """More than half: two lists of one number then need somebody who signed both."""
    return count // 2 + 1


def read_file(content: bytes) -> SignedListing:
    """The list in a file; nothing is said about its signatures yet. Raises Problem `exchange.list.invalid`, with the field."""
    if len(content) > MAX_BYTES:
        raise _invalid("")
    try:
        value = json.loads(content, object_pairs_hook=_members_once)
        form = canonical.encode(value)
        signed = SignedListing.model_validate_json(form)
        # One way to write each value: what was read has to be what is hashed.
        if canonical.encode(signed.listing.to_wire()) != canonical.encode(value["list"]):
            raise _invalid("list")
    except ValidationError as error:
        raise _invalid(
            ".".join(str(step) for step in error.errors(include_input=False, include_url=False)[0]["loc"])
        ) from error
    except (ValueError, TypeError, EngineError, RecursionError) as error:
        raise _invalid("") from error
    return signed


def _members_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a member stands twice")
    return members


def _invalid(field: str) -> Problem:
    return Problem(
        "exchange.list.invalid",
        f"This is not a federation list: {field[:100]} is missing, unknown or wrong."
        if field
        else "This is not a federation list.",
        "Take the file as a partner made it with: egnatia partners propose.",
        field="file",
        place=field[:100],
    )
