"""Propose the next federation list: a file for the partners to look at and sign. Nothing changes here."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from egnatia import audit
from egnatia.accounts import policy
from egnatia.accounts.models import Officer
from egnatia.base import clock
from egnatia.exchange import member_file
from egnatia.exchange.actions.count_quota import DEFAULT_DAILY_QUOTA
from egnatia.exchange.federation import changes, in_force
from egnatia.exchange.federation.chain import check_succession
from egnatia.exchange.federation.listing import Listing, RevocationReason, SignedListing
from egnatia.exchange.federation.rules import check_addresses, check_lawful, gateway_of
from egnatia.exchange.keys import split_key_id
from egnatia.exchange.member_file import Member
from egnatia.exchange.models import Partner
from egnatia.exchange.models.partners import agreed_purposes

FIRST_POLICY = "1"
#: A new key or address is known everywhere before anybody uses it, if all apply the list within this time.
NOTICE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Revocation:
    """key: `MK:sign:1`. since: from when on it isn't trusted; None: from now."""

    key: str
    because: RevocationReason
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Agreed:
    """`asker` may ask `asked` for a purpose so often a day; 0: not any more. "*" stands for every other member."""

    asker: str
    asked: str
    purpose: str
    quota: int


@dataclass(frozen=True, slots=True)
class Changes:
    """What is to differ from the newest list.

    add, renew        contents of member files
    ends              key → the first moment at which it isn't valid any more
    new_log           codes of members that begin a new log
    remove, suspend   codes; `reason` says why
    """

    add: tuple[bytes, ...] = ()
    renew: tuple[bytes, ...] = ()
    revoke: tuple[Revocation, ...] = ()
    ends: dict[str, datetime] = field(default_factory=dict)
    new_log: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    suspend: tuple[str, ...] = ()
    resume: tuple[str, ...] = ()
    reason: str = ""
    agreements: tuple[Agreed, ...] = ()
    quorum: int | None = None
    policy: str | None = None
    in_force_from: datetime | None = None


def propose_list(officer: Officer | None, wanted: Changes) -> SignedListing:
    """The next list, unsigned; the first one: all confirmed partners and this node, each asking each for what is usual.

    in_force_from not given: at once; a day later where a member's new keys or address come with it.
    Raises Problem `accounts.not_allowed`, `exchange.member_file.…`, `exchange.list.…`.
    """
    if officer is not None:
        policy.require(officer, "partners.manage")
    now = clock.now()
    from_when = max(wanted.in_force_from or now + (NOTICE if wanted.renew else timedelta(0)), now)
    before = in_force.find_newest()
    if before is None:
        begun = _found(now, from_when)
    else:
        begun = changes.begin(before, made_at=max(now, before.made_at), in_force_from=max(from_when, before.in_force_from))
    proposed = changes.finish(_apply(begun, wanted))
    check_succession(proposed.listing, before)
    check_lawful(proposed.listing)
    check_addresses(proposed.listing)
    audit.record("exchange.list.proposed", officer=officer, number=proposed.listing.number, digest=proposed.listing.digest)
    return proposed


def _found(now: datetime, from_when: datetime) -> Listing:
    own = member_file.read(member_file.write_own().encode())
    others = [_as_member(partner) for partner in Partner.objects.filter(state=Partner.State.CONFIRMED)]
    founded = changes.found_list([own, *others], made_at=now, in_force_from=from_when, policy=FIRST_POLICY)
    usual = [Agreed("*", "*", purpose, DEFAULT_DAILY_QUOTA) for purpose in agreed_purposes()]
    return _agree(founded, usual)


def _as_member(partner: Partner) -> Member:
    """What its confirmed member file said."""
    return Member(
        partner.code,
        partner.name,
        partner.url,
        partner.member_file_made_at,
        partner.signing_keys,
        partner.sealing_keys,
        partner.law_signing_keys,
        partner.law_sealing_keys,
    )


def _apply(listing: Listing, wanted: Changes) -> Listing:
    for content in wanted.add:
        listing = changes.add_member(listing, member_file.read(content))
    for content in wanted.renew:
        listing = changes.renew_member(listing, member_file.read(content))
    for key, end in wanted.ends.items():
        code, ring, number = split_key_id(key)
        listing = changes.end_key(listing, code, ring, number, valid_until=end)
    for one in wanted.revoke:
        code, ring, number = split_key_id(one.key)
        listing = changes.revoke_key(listing, code, ring, number, because=one.because, since=one.since)
    for code in wanted.new_log:
        listing = changes.begin_log(listing, code)
    for state, codes in (("left", wanted.remove), ("suspended", wanted.suspend), ("member", wanted.resume)):
        for code in codes:
            listing = changes.set_state(listing, code, state, "" if state == "member" else wanted.reason)
    listing = _agree(listing, wanted.agreements)
    if wanted.quorum is not None:
        listing = changes.set_quorum(listing, wanted.quorum)
    return changes.set_policy(listing, wanted.policy) if wanted.policy else listing


def _agree(listing: Listing, agreements: list[Agreed] | tuple[Agreed, ...]) -> Listing:
    for one in agreements:
        gateway = gateway_of(one.purpose)
        for asker in listing.active if one.asker == "*" else [one.asker]:
            for asked in listing.active if one.asked == "*" else [one.asked]:
                if asker != asked:
                    listing = changes.set_agreement(listing, asker, asked, gateway, {one.purpose: one.quota})
    return listing
