"""Bring the partners' rows in line with a list when its time has come."""

from datetime import datetime

from django.db import transaction

from egnatia import audit
from egnatia.base import clock, node
from egnatia.base.wake import wake_on_commit
from egnatia.exchange.federation import own_terms
from egnatia.exchange.federation.listing import Keys, ListedMember, Listing, read_file, write_moment
from egnatia.exchange.keys import RINGS
from egnatia.exchange.log.number import own_log
from egnatia.exchange.member_file import fingerprint
from egnatia.exchange.models import FederationList, Partner

#: Why a partner is suspended that no list names.
NOT_LISTED = "Not in the federation list"


def put_lists_in_force() -> int:
    """Each applied list whose time has come since; how many."""
    due = FederationList.objects.filter(put_in_force_at=None, in_force_from__lte=clock.now())
    return sum(put_list_in_force(row) for row in due.order_by("number"))


@transaction.atomic
def put_list_in_force(row: FederationList) -> bool:
    """False where another process has done it."""
    now = clock.now()
    listing = read_file(row.content.encode()).listing
    ours = node.current().partner
    log = listing.members[ours].log_number if ours in listing.members else own_log()
    if not FederationList.objects.filter(pk=row.pk, put_in_force_at=None).update(put_in_force_at=now, log=log):
        return False
    known = {partner.code: partner for partner in Partner.objects.all()}
    for code, member in listing.members.items():
        if code != ours:
            partner = known.pop(code, None) or Partner(code=code, added_at=now)
            _write(partner, member, listing, now)
    for partner in known.values():
        _suspend(partner, NOT_LISTED, now)
        partner.save()
    audit.record("exchange.list.in_force", subject=row, number=row.number, digest=row.digest)
    own_terms.forget()
    transaction.on_commit(own_terms.forget)
    wake_on_commit()
    return True


def learn_new_keys(listing: Listing) -> None:
    """Keys of a list whose time hasn't come: known already when they are first used, for clocks differ by seconds.

    Only once an earlier list has given every key its terms.
    """
    for partner in Partner.objects.exclude(key_terms={}):
        member = listing.members.get(partner.code)
        if member is not None:
            for ring, field in RINGS.items():
                setattr(partner, field, _texts(member.ring(ring)) | getattr(partner, field))
            partner.key_terms = _terms_of(member) | partner.key_terms
            partner.save(update_fields=[*RINGS.values(), "key_terms"])


def _write(partner: Partner, member: ListedMember, listing: Listing, now: datetime) -> None:
    partner.name, partner.url, partner.member_file_made_at = member.name, member.url, listing.made_at
    texts = {ring: _texts(member.ring(ring)) for ring in RINGS}
    for ring, field in RINGS.items():
        setattr(partner, field, texts[ring])
    partner.key_terms, partner.log = _terms_of(member), member.log_number
    partner.fingerprint = fingerprint(partner.code, texts)
    _write_agreements(partner, listing)
    _write_state(partner, member, now)
    partner.forget_failures()
    partner.save()


def _write_agreements(partner: Partner, listing: Listing) -> None:
    """Nothing is agreed with whoever isn't a member in good standing, this node among them."""
    ours = node.current().partner
    both = {ours, partner.code} <= set(listing.active)
    asked_of_us = [one for one in listing.agreements if both and (one.asker, one.asked) == (partner.code, ours)]
    asked_by_us = [one for one in listing.agreements if both and (one.asker, one.asked) == (ours, partner.code)]
    partner.quotas = {purpose: quota for one in asked_of_us for purpose, quota in one.purposes.items()}
    partner.purposes = sorted(partner.quotas)
    partner.our_purposes = sorted(purpose for one in asked_by_us for purpose in one.purposes)


def _write_state(partner: Partner, member: ListedMember, now: datetime) -> None:
    if not member.is_active:
        _suspend(partner, member.reason or "", now)
    elif not partner.suspended_here:
        if not partner.is_confirmed:
            partner.confirmed_at, partner.confirmed_by = now, None
        partner.state, partner.suspended_at, partner.suspended_because = Partner.State.CONFIRMED, None, ""


def _suspend(partner: Partner, reason: str, now: datetime) -> None:
    if partner.state != Partner.State.SUSPENDED:
        partner.suspended_at = now
    if not partner.suspended_here:
        partner.suspended_because = reason
    partner.state = Partner.State.SUSPENDED


def _texts(keys: Keys) -> dict[str, str]:
    return {number: key.key for number, key in keys.items()}


def _terms_of(member: ListedMember) -> dict[str, dict[str, str]]:
    """As the row keeps them: {"sign:1": {"from": …, "until": …, "revoked": …}, "law-sign:1": …}."""
    terms = {}
    for ring in RINGS:
        for number, key in member.ring(ring).items():
            moments = {"from": key.valid_from, "until": key.valid_until, "revoked": key.revoked_at}
            terms[f"{ring}:{number}"] = {name: write_moment(moment) for name, moment in moments.items() if moment}
    return terms
