"""Edits that make the next list out of one. Pure; what they give is checked as a whole by `finish`."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from egnatia.base.errors import Problem
from egnatia.exchange.federation.listing import (
    Agreement,
    Keys,
    ListedKey,
    ListedMember,
    Listing,
    RevocationReason,
    SignedListing,
    majority_of,
)
from egnatia.exchange.keys import RINGS, Ring
from egnatia.exchange.member_file import Member


def found_list(members: list[Member], *, made_at: datetime, in_force_from: datetime, policy: str) -> Listing:
    """The first list: these members, a majority as quorum, no agreements. Raises Problem `exchange.list.change_invalid`."""
    listed = {member.partner: _enter(member) for member in members}
    return _checked(
        {
            "version": 1,
            "number": 1,
            "made_at": made_at,
            "in_force_from": in_force_from,
            "quorum": majority_of(len(listed)),
            "policy": policy,
            "members": listed,
        }
    )


def begin(before: Listing, *, made_at: datetime, in_force_from: datetime) -> Listing:
    """The next list, which says what the one before says."""
    return _with(before, number=before.number + 1, previous=before.digest, made_at=made_at, in_force_from=in_force_from)


def finish(listing: Listing) -> SignedListing:
    """The proposal, checked as a whole, without a signature. Raises Problem `exchange.list.change_invalid`."""
    fields = {name: getattr(listing, name) for name in type(listing).model_fields}
    return SignedListing.model_validate({"list": _checked(fields)})


def add_member(listing: Listing, member: Member) -> Listing:
    """A partner enters, or comes back. Raises Problem `exchange.list.change_invalid`."""
    known = listing.members.get(member.partner)
    if known is not None and known.state != "left":
        raise _invalid(f"{member.partner} is a member already: give its newer member file as --key.")
    entered = _enter(member)
    if known is not None:
        entered = _renewed(known, member, valid_from=None).model_copy(update={"state": "member", "reason": None})
    return _with_fitting_quorum(_with_member(listing, member.partner, entered))


def renew_member(listing: Listing, member: Member) -> Listing:
    """A member's newer file: its address, and the keys that are new, valid once the list is in force.

    Raises Problem `exchange.list.change_invalid`.
    """
    return _with_member(
        listing, member.partner, _renewed(_get(listing, member.partner), member, valid_from=listing.in_force_from)
    )


def set_state(listing: Listing, code: str, state: str, reason: str = "") -> Listing:
    """Suspend a member, take it back, or let it go; whoever goes has no agreements any more."""
    listing = _with_member(listing, code, _get(listing, code).model_copy(update={"state": state, "reason": reason or None}))
    if state == "left":
        listing = _with(listing, agreements=tuple(one for one in listing.agreements if code not in one.place[:2]))
    return _with_fitting_quorum(listing)


def revoke_key(
    listing: Listing, code: str, ring: Ring, number: int, *, because: RevocationReason, since: datetime | None = None
) -> Listing:
    """A key isn't trusted any more; `since` lies before the list where it was in other hands before."""
    key = _get(listing, code).ring(ring).get(str(number))
    if key is None or key.revoked_at is not None:
        raise _invalid(f"{code}:{ring}:{number} is no key of the list, or is revoked already.")
    revoked = key.model_copy(update={"revoked_at": since or listing.made_at, "revoked_because": because})
    return _with_key(listing, code, ring, number, revoked)


def end_key(listing: Listing, code: str, ring: Ring, number: int, *, valid_until: datetime) -> Listing:
    """Set or move the end of a key's time."""
    key = _get(listing, code).ring(ring).get(str(number))
    if key is None:
        raise _invalid(f"{code}:{ring}:{number} is no key of the list.")
    return _with_key(listing, code, ring, number, key.model_copy(update={"valid_until": valid_until}))


def begin_log(listing: Listing, code: str) -> Listing:
    """A member's log is closed, and it begins another: partners couldn't witness the one that it has any more."""
    member = _get(listing, code)
    return _with_member(listing, code, member.model_copy(update={"log": member.log_number + 1}))


def set_agreement(listing: Listing, asker: str, asked: str, gateway: str, purposes: Mapping[str, int]) -> Listing:
    """So many questions a day for each purpose; 0 ends the agreement on that purpose."""
    for code in (asker, asked):
        _get(listing, code)
    place = (asker, asked, gateway)
    kept = {one.place: one for one in listing.agreements}
    agreed = dict(kept[place].purposes) if place in kept else {}
    agreed = {purpose: quota for purpose, quota in {**agreed, **purposes}.items() if quota}
    kept.pop(place, None)
    if agreed:
        kept[place] = Agreement.model_construct(asker=asker, asked=asked, gateway=gateway, purposes=agreed)
    return _with(listing, agreements=tuple(kept[one] for one in sorted(kept)))


def set_quorum(listing: Listing, quorum: int) -> Listing:
    return _with(listing, quorum=quorum)


def set_policy(listing: Listing, policy: str) -> Listing:
    return _with(listing, policy=policy)


def _enter(member: Member) -> ListedMember:
    """A member whose keys are known from before the list."""
    rings: dict[str, Any] = {
        RINGS[ring]: {number: ListedKey.model_construct(key=text) for number, text in given.items()}
        for ring in RINGS
        if (given := member.ring(ring))
    }
    return ListedMember.model_construct(None, name=member.name, url=member.url, state="member", **rings)


def _renewed(known: ListedMember, member: Member, *, valid_from: datetime | None) -> ListedMember:
    rings = {
        RINGS[ring]: _with_new_keys(known.ring(ring), given, valid_from, f"{member.partner}:{ring}")
        for ring in RINGS
        if (given := member.ring(ring))
    }
    return known.model_copy(update={"name": member.name, "url": member.url, **rings})


def _with_new_keys(known: Keys, given: Mapping[str, str], valid_from: datetime | None, name: str) -> Keys:
    for number in given.keys() & known.keys():
        if known[number].key != given[number]:
            raise _invalid(f"{name}:{number} is another key in the list than in the member file.")
    new = {
        number: ListedKey.model_construct(key=given[number], valid_from=valid_from) for number in given.keys() - known.keys()
    }
    return {**known, **new}


def _with_key(listing: Listing, code: str, ring: Ring, number: int, key: ListedKey) -> Listing:
    member = _get(listing, code)
    changed = {**member.ring(ring), str(number): key}
    return _with_member(listing, code, member.model_copy(update={RINGS[ring]: changed}))


def _with_member(listing: Listing, code: str, member: ListedMember) -> Listing:
    return _with(listing, members={**listing.members, code: member})


def _with_fitting_quorum(listing: Listing) -> Listing:
    """As many as before, where that is still a majority and still possible."""
    count = len(listing.active)
    return _with(listing, quorum=min(max(listing.quorum, majority_of(count)), count))


def _with(listing: Listing, **changes: Any) -> Listing:
    return listing.model_copy(update=changes)


def _get(listing: Listing, code: str) -> ListedMember:
    member = listing.members.get(code)
    if member is None:
        raise _invalid(f"{code} is not in the list.")
    return member


def _checked(fields: Mapping[str, Any]) -> Listing:
    """Every field anew, also inside what edits put together without looking."""
    try:
        members = {code: ListedMember.model_validate(_plain(member)) for code, member in fields["members"].items()}
        agreements = tuple(Agreement.model_validate(_plain(one)) for one in fields.get("agreements", ()))
        return Listing.model_validate({**fields, "members": members, "agreements": agreements})
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        place = ".".join(str(step) for step in first["loc"])
        raise _invalid(f"{place + ': ' if place else ''}{first['msg']}.") from error


def _plain(model: Any) -> dict[str, Any]:
    return dict(model.model_dump(exclude_none=True, warnings=False, mode="json"))


def _invalid(what: str) -> Problem:
    return Problem(
        "exchange.list.change_invalid",
        f"This makes no list: {what}",
        "Look at the list in force (partners show) and change what you ask for.",
    )
