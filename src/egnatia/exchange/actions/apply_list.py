"""Apply a federation list: verify it, keep it for ever, and act by it from its time on."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext

from egnatia import audit
from egnatia.accounts import policy
from egnatia.accounts.models import Officer
from egnatia.base import clock, node
from egnatia.base.errors import Problem
from egnatia.exchange import keys
from egnatia.exchange.actions.put_list_in_force import learn_new_keys, put_list_in_force
from egnatia.exchange.federation import in_force
from egnatia.exchange.federation.chain import check_successor, fork
from egnatia.exchange.federation.listing import Listing, SignedListing, read_file
from egnatia.exchange.federation.rules import check_lawful
from egnatia.exchange.gateways import Gateway
from egnatia.exchange.keys import RINGS, Ring
from egnatia.exchange.models import FederationList, Partner


@transaction.atomic
def apply_lists(officer: Officer | None, files: Sequence[SignedListing], *, fingerprint: str = "") -> list[FederationList]:
    """Those of `files` that are new here, one after the other.

    fingerprint   of the last list, as another partner's operator read it out: how a node that knows no list comes to trust one,
                  unless it has confirmed the members' keys before
    Raises Problem `accounts.not_allowed`, `exchange.list.fork`, `exchange.list.not_confirmed`, `exchange.fingerprint_differs`,
    `exchange.list.own_key_differs`, and those of a list that isn't in order.
    """
    if officer is not None:
        policy.require(officer, "partners.manage")
    newest = in_force.find_newest()
    applied = []
    for signed in sorted(files, key=lambda one: one.listing.number):
        if _is_known(signed.listing):
            continue
        check_successor(signed, newest)
        applied.append(_keep(officer, signed))
        newest = signed.listing
    if applied and newest is not None:
        check_lawful(newest)
        _check_trust(newest, fingerprint, first=applied[0].number == 1)
        _check_own(newest)
        _act_by(applied[-1], newest)
    return applied


def _is_known(listing: Listing) -> bool:
    """Whether it was applied before. Raises Problem `exchange.list.fork` where another of its number was."""
    known = FederationList.objects.filter(number=listing.number).first()
    if known is not None and known.digest != listing.digest:
        raise fork(read_file(known.content.encode()).listing, listing)
    return known is not None


def _keep(officer: Officer | None, signed: SignedListing) -> FederationList:
    listing = signed.listing
    row = FederationList.objects.create(
        number=listing.number,
        digest=listing.digest,
        content=signed.to_text(),
        made_at=listing.made_at,
        in_force_from=listing.in_force_from,
        applied_at=clock.now(),
        applied_by=officer,
    )
    audit.record("exchange.list.applied", subject=row, officer=officer, number=row.number, digest=row.digest)
    return row


def _act_by(row: FederationList, newest: Listing) -> None:
    """Of several lists that are due the last is enough; what it is to change later is known already."""
    now = clock.now()
    due = FederationList.objects.filter(put_in_force_at=None, in_force_from__lte=now)
    latest = due.order_by("-number").first()
    if latest is not None:
        due.exclude(pk=latest.pk).update(put_in_force_at=now)
        put_list_in_force(latest)
    if row != latest:
        learn_new_keys(newest)


def _check_trust(newest: Listing, fingerprint: str, *, first: bool) -> None:
    """The chain proves that the lists belong together; that the first one is the partners' is for people to confirm."""
    if fingerprint and _digits(fingerprint) != _digits(newest.fingerprint):
        raise Problem(
            "exchange.fingerprint_differs",
            gettext("The fingerprint differs from that of the list."),
            gettext("Compare again, group by group. If it stays, don't use this file: ask for another, over another way."),
            field="fingerprint",
        )
    strangers = [code for code in newest.active if not _is_confirmed(code, newest)]
    if first and not fingerprint and strangers:
        raise Problem(
            "exchange.list.not_confirmed",
            gettext("The keys of %(partners)s in this list have not been confirmed here.") % {"partners": ", ".join(strangers)},
            gettext(
                "Have a partner's operator read the list's fingerprint to you and apply it with that, "
                "or confirm their member files first."
            ),
            status=409,
        )


def _is_confirmed(code: str, listing: Listing) -> bool:
    """Whether every key that the list gives a member was confirmed by its member file, or is our own."""
    if code == node.current().partner:
        return True
    partner = Partner.objects.filter(code=code, state=Partner.State.CONFIRMED).first()
    member = listing.members[code]
    return partner is not None and all(
        getattr(partner, field).get(number) == key.key
        for ring, field in RINGS.items()
        for number, key in member.ring(ring).items()
    )


def _check_own(newest: Listing) -> None:
    """Our own entry has our own keys: else nobody could read what is sealed for us, or somebody could speak for us."""
    member, now = newest.members.get(node.current().partner), clock.now()
    if member is None:  # a node that is about to enter takes in the lists before its own first one
        return
    for ring, mine in _own_texts().items():
        for number, key in member.ring(ring).items():
            is_over = key.revoked_at is not None or (key.valid_until is not None and key.valid_until <= now)
            if mine.get(number) != key.key and not is_over:
                raise Problem(
                    "exchange.list.own_key_differs",
                    gettext("The list has a key of this node that this node doesn't hold."),
                    gettext("Restore it from where you keep the keys, or have the partners revoke it in the next list."),
                    status=409,
                    key=f"{node.current().partner}:{ring}:{number}",
                )


def _own_texts() -> dict[Ring, dict[str, str]]:
    """Our public keys of each ring."""
    texts: dict[Ring, dict[str, str]] = {}
    for gateway in Gateway:
        held = keys.held(gateway)
        sign, seal = keys.rings_of(gateway)
        texts |= {sign: keys.public_texts(held.signing), seal: keys.public_texts(held.sealing)}
    return texts


def _digits(fingerprint: str) -> str:
    return "".join(character for character in fingerprint if not character.isspace())
