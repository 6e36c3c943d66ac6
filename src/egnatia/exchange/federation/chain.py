"""Whether a list follows from the one before it. Pure: no database, no clock, so that anybody can verify the chain for ever.

A list counts when

- it has the next number and names its predecessor by digest,
- it takes nothing back: no member, no key and no revocation of the predecessor is gone or altered; a member has the log that it
  had, or begins the next,
- `quorum` members of the predecessor signed it, each with a key that the predecessor has, that was valid then and not revoked,
- every member that enters signed it too, with a key that it brings. Of the first list that is all of them.

Each partner counts once, whichever of its keys signed. Every signature in the file has to count: a file with one that doesn't
was altered, or is not yet what the partners mean.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from egnatia.base.errors import Problem
from egnatia.exchange.federation.listing import Keys, ListedKey, ListedMember, Listing, ListSignature, SignedListing
from egnatia.exchange.federation.signing import is_genuine
from egnatia.exchange.keys import RINGS

#: Why a signature doesn't count.
FORGED, TWICE, STRANGER, SUSPENDED, UNKNOWN_KEY, REVOKED, OUT_OF_TIME, TOO_EARLY = (
    "forged", "twice", "no_member", "suspended", "key_unknown", "key_revoked", "key_not_valid", "before_list",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Judged:
    """A signature, and why it doesn't count; "" where it does."""

    signature: ListSignature
    obstacle: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a list is from being in order.

    signed    partners whose signatures count
    wanted    how many of `electors` have to sign
    electors  members of the predecessor in good standing
    entrants  members that weren't before: each has to sign
    """

    judged: tuple[Judged, ...]
    wanted: int
    electors: frozenset[str]
    entrants: frozenset[str]

    @property
    def signed(self) -> frozenset[str]:
        return frozenset(one.signature.partner for one in self.judged if not one.obstacle)

    @property
    def still_needed(self) -> int:
        """Of the electors."""
        return max(0, self.wanted - len(self.signed & self.electors))

    @property
    def missing_entrants(self) -> list[str]:
        return sorted(self.entrants - self.signed)

    @property
    def is_complete(self) -> bool:
        return not (self.still_needed or self.missing_entrants or any(one.obstacle for one in self.judged))


def look_at_signatures(signed: SignedListing, predecessor: Listing | None) -> Standing:
    """Who has signed, who is missing, what doesn't count."""
    listing = signed.listing
    electors = frozenset(predecessor.active) if predecessor else frozenset()
    known = {code for code, member in predecessor.members.items() if member.state != "left"} if predecessor else set()
    entrants = frozenset(listing.active) - known
    judged: list[Judged] = []
    for signature in signed.signatures:
        partner = signature.partner
        voucher = predecessor if predecessor and partner in electors else listing if partner in entrants else None
        obstacle = _find_obstacle(signature, listing, voucher) if voucher else SUSPENDED if partner in known else STRANGER
        if not obstacle and any(one.signature.partner == partner and not one.obstacle for one in judged):
            obstacle = TWICE
        judged.append(Judged(signature, obstacle))
    return Standing(tuple(judged), predecessor.quorum if predecessor else 0, electors, entrants)


def check_successor(signed: SignedListing, predecessor: Listing | None) -> None:
    """Raises Problem `exchange.list.wrong_predecessor`, `exchange.list.past_changed`, `exchange.list.signature_refused`,
    `exchange.list.quorum_missing`.

    predecessor   None: this has to be the first list
    """
    check_succession(signed.listing, predecessor)
    standing = look_at_signatures(signed, predecessor)
    for one in standing.judged:
        if one.obstacle:
            raise _refused(one)
    if not standing.is_complete:
        raise _incomplete(standing)


def check_succession(listing: Listing, predecessor: Listing | None) -> None:
    """All but the signatures. Raises Problem `exchange.list.wrong_predecessor`, `exchange.list.past_changed`."""
    if predecessor is None:
        if listing.number != 1:
            raise _not_after(listing, "nothing")
        if set(listing.active) != set(listing.members):
            raise _past_changed("a first list has only members in good standing")
        _check_logs(listing, None)
        return
    follows = listing.number == predecessor.number + 1 and listing.previous == predecessor.digest
    if not follows or listing.made_at < predecessor.made_at or listing.in_force_from < predecessor.in_force_from:
        raise _not_after(listing, f"list {predecessor.number} ({predecessor.digest[:12]}…)")
    for code, before in predecessor.members.items():
        if code not in listing.members:
            raise _past_changed(f"{code} is gone")
        _check_keys(code, before, listing)
    _check_logs(listing, predecessor)


def verify_chain(files: Sequence[SignedListing]) -> Iterator[Listing]:
    """Each list as soon as it is proved by the one before it, from the first on; in whichever order the files come.

    Raises Problem `exchange.list.fork` where two have one number, and those of `check_successor`.
    """
    before: Listing | None = None
    for signed in sorted(files, key=lambda one: one.listing.number):
        if before and before.number == signed.listing.number:
            if before.digest == signed.listing.digest:
                continue
            raise fork(before, signed.listing)
        check_successor(signed, before)
        before = signed.listing
        yield before


def fork(one: Listing, other: Listing) -> Problem:
    """Two lists of one number: somebody signed both."""
    return Problem(
        "exchange.list.fork",
        f"There are two lists with the number {one.number}: {one.digest[:12]}… and {other.digest[:12]}…",
        "Use neither further. Show both files to the partners: whoever's signature stands under both has to explain it.",
        status=409,
        number=one.number,
        digests=[one.digest, other.digest],
    )


def _find_obstacle(signature: ListSignature, listing: Listing, voucher: Listing) -> str:
    """`voucher`: the list whose keys are believed."""
    key = voucher.members[signature.partner].signing_keys.get(signature.number)
    if key is None:
        return UNKNOWN_KEY
    if not is_genuine(signature, listing.digest, key.key):
        return FORGED
    if key.revoked_at is not None:
        return REVOKED
    if not key.terms.is_valid_at(signature.at):
        return OUT_OF_TIME
    return TOO_EARLY if signature.at < listing.made_at else ""


def _check_logs(listing: Listing, predecessor: Listing | None) -> None:
    """A log that was closed isn't opened again, and none is left out: each number stands for one log for ever."""
    before = predecessor.members if predecessor else {}
    for code, member in listing.members.items():
        had = before[code].log_number if code in before else 0
        if member.log_number not in {max(had, 1), had + 1}:
            raise _past_changed(f"{code} would have log {member.log_number} after log {had}")


def _check_keys(code: str, before: ListedMember, listing: Listing) -> None:
    now = listing.members[code]
    for ring in RINGS:
        enters = before.state == "left" and now.is_active
        _check_ring(f"{code}:{ring}", before.ring(ring), now.ring(ring), listing, enters=enters)


def _check_ring(name: str, before: Keys, now: Keys, listing: Listing, *, enters: bool) -> None:
    for number, key in before.items():
        if number not in now:
            raise _past_changed(f"the key {name}:{number} is gone")
        if not _is_same_past(key, now[number], listing):
            raise _past_changed(f"what the key {name}:{number} was is altered")
    highest = max((int(number) for number in before), default=0)
    for number in now.keys() - before.keys():
        if int(number) <= highest:
            raise _past_changed(f"the new key {name}:{number} has a number from before")
        valid_from = now[number].valid_from
        if not enters and (valid_from is None or valid_from < listing.in_force_from):
            raise _past_changed(f"the new key {name}:{number} would be valid before the list is in force")


def _is_same_past(before: ListedKey, now: ListedKey, listing: Listing) -> bool:
    if (before.key, before.valid_from) != (now.key, now.valid_from):
        return False
    if before.revoked_at is not None:
        return before == now
    if now.revoked_at is not None and now.revoked_at > listing.in_force_from:
        return False
    if before.valid_until == now.valid_until:
        return True
    # An end may be set or moved as long as neither the old nor the new one lies in the past.
    return all(end is None or end >= listing.made_at for end in (before.valid_until, now.valid_until))


def _not_after(listing: Listing, what: str) -> Problem:
    return Problem(
        "exchange.list.wrong_predecessor",
        f"List {listing.number} doesn't follow {what}.",
        "Give the lists between them, too; or propose the change anew from the list in force.",
        status=409,
    )


def _past_changed(what: str) -> Problem:
    return Problem(
        "exchange.list.past_changed",
        f"The list would change what was: {what}.",
        "Members and keys stay in the list for ever: suspend, let go, revoke. Propose the change anew from the list in force.",
    )


_OBSTACLES = {
    FORGED: "doesn't fit the list",
    TWICE: "is the second of this partner",
    STRANGER: "is of no member",
    SUSPENDED: "is of a suspended member",
    UNKNOWN_KEY: "is by a key that the list before doesn't have",
    REVOKED: "is by a revoked key",
    OUT_OF_TIME: "is by a key that was not valid then",
    TOO_EARLY: "is older than the list",
}


def in_words(obstacle: str) -> str:
    """What is wrong with a signature."""
    return _OBSTACLES[obstacle]


def _refused(one: Judged) -> Problem:
    return Problem(
        "exchange.list.signature_refused",
        f"The signature by {one.signature.key} {in_words(one.obstacle)}.",
        "Leave it out (partners merge without that file) or ask this partner to sign again.",
        key=one.signature.key,
        reason=one.obstacle,
    )


def _incomplete(standing: Standing) -> Problem:
    wanting = (
        [f"{standing.still_needed} of {', '.join(sorted(standing.electors - standing.signed))}"]
        if standing.still_needed
        else []
    )
    wanting += [f"{code}, which enters" for code in standing.missing_entrants]
    return Problem(
        "exchange.list.quorum_missing",
        f"Signatures are missing: {'; '.join(wanting)}.",
        "Ask them to sign (partners sign), then put the files together (partners merge).",
        status=409,
        missing=standing.still_needed,
    )
