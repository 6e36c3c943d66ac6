"""What a node's operator should know of the federation list before something stops."""

from collections.abc import Iterator
from datetime import timedelta

from egnatia.base import clock
from egnatia.base.node import Node
from egnatia.exchange import keys
from egnatia.exchange.federation import in_force
from egnatia.exchange.federation.listing import Keys, ListedMember
from egnatia.exchange.federation.wording import moment_in_words
from egnatia.exchange.gateways import Gateway
from egnatia.exchange.models import Partner
from egnatia.exchange.transport.addresses import address_of

#: A ceremony takes weeks: that long before is time enough.
WARN_BEFORE = timedelta(days=30)


def find_troubles(present: Node) -> Iterator[str]:
    """One sentence each, with its cure; nothing where no list was applied, or all is well."""
    listing, newest = in_force.find_in_force(clock.now()), in_force.find_newest()
    if newest is not None and newest != listing and present.partner in newest.members:
        start = moment_in_words(newest.in_force_from)
        for trouble in _find_differences(present, newest.members[present.partner]):
            yield f"From {start}, by list {newest.number}: {trouble}"
    if listing is None:
        return
    member = listing.members.get(present.partner)
    if member is None or not member.is_active:
        reason = f" ({member.reason})" if member and member.reason else ""
        yield f"This node's partner is no member in good standing{reason}: partners don't answer it. Ask one to propose it."
        return
    yield from _find_differences(present, member)
    for gateway in Gateway:
        held = keys.held(gateway)
        for ring, numbers in zip(keys.rings_of(gateway), (held.signing.by_number, held.sealing.by_number), strict=True):
            if listed := member.ring(ring):
                yield from _find_ends(f"{present.partner}:{ring}", listed, set(numbers))
    for partner in Partner.objects.filter(suspended_here=True):
        yield f"{partner.code} is suspended by this node alone. Lift it (partners resume), or have the partners decide."


def find_news() -> str:
    """Which list is in force, and which one is to come."""
    listing, newest = in_force.find_in_force(clock.now()), in_force.find_newest()
    now = f"list {listing.number} is in force" if listing else ""
    later = (
        f"list {newest.number} comes into force at {moment_in_words(newest.in_force_from)}"
        if newest != listing and newest
        else ""
    )
    return ", ".join(one for one in (now, later) if one)


def _find_differences(present: Node, member: ListedMember) -> Iterator[str]:
    if member.url != (url := address_of(present)):
        yield f"The list has this node at {member.url}, node.toml at {url}: propose your new member file (--key)."


def _how(ring: str) -> str:
    return f"{ring.removeprefix('law-')} --gateway law-enforcement" if ring.startswith("law-") else ring


def _find_ends(name: str, ring: Keys, held: set[int]) -> Iterator[str]:
    """Where the last of a node's keys of one use ends soon, or is over."""
    now = clock.now()
    usable = [key.terms for number, key in ring.items() if int(number) in held and key.revoked_at is None]
    usable = [terms for terms in usable if terms.valid_until is None or terms.valid_until > now]
    cure = f"Make one (partners new-key {_how(name[3:])}) and have it listed (partners propose --key)."
    if not any(terms.is_valid_at(now) for terms in usable):
        yield f"No key {name} is valid now. {cure}"
    elif all(terms.valid_until is not None and terms.valid_until - now < WARN_BEFORE for terms in usable):
        last = max(terms.valid_until for terms in usable if terms.valid_until is not None)
        yield f"The last key {name} ends at {moment_in_words(last)}. {cure}"
