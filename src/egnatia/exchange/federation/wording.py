"""A list in words: what it changes, who has signed, from when it is in force."""

from collections.abc import Iterator
from datetime import datetime

from egnatia.exchange.federation.chain import Standing, in_words
from egnatia.exchange.federation.listing import Agreement, Keys, ListedMember, Listing
from egnatia.exchange.keys import RINGS
from egnatia.exchange.member_file import fingerprint


def describe_changes(listing: Listing, before: Listing | None) -> list[str]:
    """One sentence for each thing that differs from the list before; of a first list, everything."""
    sentences = [*_members(listing, before), *_agreements(listing, before)]
    if before is None or listing.quorum != before.quorum:
        was = f", instead of {before.quorum}" if before else ""
        sentences.append(f"{listing.quorum} of {len(listing.active)} members have to sign the next list{was}.")
    if before is None or listing.policy != before.policy:
        sentences.append(f"The policy is {listing.policy}" + (f", instead of {before.policy}." if before else "."))
    return sentences or ["Nothing changes."]


def describe_signatures(standing: Standing) -> list[str]:
    """Who has signed, what doesn't count, who is missing."""
    sentences = [f"Signed by {', '.join(sorted(standing.signed))}." if standing.signed else "Nobody has signed yet."]
    sentences += [
        f"The signature by {one.signature.key} doesn't count: it {in_words(one.obstacle)}."
        for one in standing.judged
        if one.obstacle
    ]
    if standing.still_needed:
        open_to = ", ".join(sorted(standing.electors - standing.signed))
        sentences.append(f"{standing.still_needed} more of {open_to} have to sign.")
    if standing.missing_entrants:
        sentences.append(f"{', '.join(standing.missing_entrants)} must sign to enter.")
    return [*sentences, "It can be applied."] if standing.is_complete else sentences


def moment_in_words(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"


def _members(listing: Listing, before: Listing | None) -> Iterator[str]:
    for code, member in sorted(listing.members.items()):
        old = before.members.get(code) if before else None
        yield from _entering(code, member) if old is None else _differing(code, old, member)


def _entering(code: str, member: ListedMember) -> Iterator[str]:
    spoken = fingerprint(code, {ring: _texts(member.ring(ring)) for ring in RINGS})
    yield f"{code} enters: {member.name}, {member.url}, keys {spoken}."


def _differing(code: str, old: ListedMember, member: ListedMember) -> Iterator[str]:
    if old.state != member.state:
        words = {"member": "is a member again", "suspended": "is suspended", "left": "leaves the federation"}[member.state]
        yield f"{code} {words}" + (f": {member.reason}" if member.reason else ".")
    if old.url != member.url:
        yield f"{code} is reached at {member.url}, instead of {old.url}."
    if old.name != member.name:
        yield f"{code} is called {member.name}, instead of {old.name}."
    if old.log != member.log:
        yield f"{code} begins log {member.log_number}, named {code}/{member.log_number}; its log before is closed."
    for ring in RINGS:
        yield from _keys(f"{code}:{ring}", old.ring(ring), member.ring(ring))


def _keys(name: str, old: Keys, now: Keys) -> Iterator[str]:
    for number in sorted(now, key=int):
        key, before = now[number], old.get(number)
        if before is None:
            since = f" from {moment_in_words(key.valid_from)}" if key.valid_from else ""
            yield f"{name}:{number} is a new key{since}: {key.key}"
        elif key.revoked_at and not before.revoked_at:
            since = moment_in_words(key.revoked_at)
            yield f"{name}:{number} is revoked as {key.revoked_because}, not to be trusted since {since}."
        elif key.valid_until != before.valid_until:
            until = f"until {moment_in_words(key.valid_until)}" if key.valid_until else "without an end"
            yield f"{name}:{number} is valid {until}."


def _agreements(listing: Listing, before: Listing | None) -> Iterator[str]:
    old = {one.place: one for one in before.agreements} if before else {}
    now = {one.place: one for one in listing.agreements}
    for place in sorted(old.keys() | now.keys()):
        yield from _agreement(place, _purposes(old.get(place)), _purposes(now.get(place)))


def _agreement(place: tuple[str, str, str], old: dict[str, int], now: dict[str, int]) -> Iterator[str]:
    asker, asked, gateway = place
    gateway = gateway.replace("_", " ")
    for purpose in sorted(old.keys() | now.keys()):
        if purpose not in now:
            yield f"{asker} may not ask {asked} for {purpose} any more ({gateway})."
        elif old.get(purpose) != now[purpose]:
            was = f", instead of {old[purpose]}" if purpose in old else ""
            yield f"{asker} may ask {asked} for {purpose} {now[purpose]} times a day{was} ({gateway})."


def _purposes(agreement: Agreement | None) -> dict[str, int]:
    return agreement.purposes if agreement else {}


def _texts(keys: Keys) -> dict[str, str]:
    return {number: key.key for number, key in keys.items()}
