"""Take in a partner's member file."""

from django.db import transaction
from django.utils.translation import gettext

from egnatia import audit, law
from egnatia.accounts import policy
from egnatia.accounts.models import Officer
from egnatia.base import clock, node
from egnatia.base.errors import Problem
from egnatia.exchange import member_file
from egnatia.exchange.federation.precedence import refuse_beside_the_list
from egnatia.exchange.member_file import Member
from egnatia.exchange.models import Partner
from egnatia.exchange.transport.addresses import check_address


@transaction.atomic
def add_partner(officer: Officer | None, content: bytes) -> Partner:
    """The partner, to be confirmed by its fingerprint; a newer file of a known partner brings its address and keys up to date.

    officer   None: the operator, at the machine itself
    A confirmed partner stays confirmed where a key that was confirmed signed the new file; with other keys it has to be
    confirmed anew. Raises Problem `accounts.not_allowed`, `exchange.member_file.…`, `exchange.list.decides`.
    """
    if officer is not None:
        policy.require(officer, "partners.manage")
    refuse_beside_the_list()
    member = member_file.read(content)
    _check(member)
    partner = Partner.objects.filter(code=member.partner).first()
    if partner is None:
        partner = Partner(code=member.partner, added_at=clock.now(), added_by=officer)
    elif member.made_at < partner.member_file_made_at:
        raise Problem(
            "exchange.member_file.old",
            gettext("A newer member file of this partner is known here."),
            gettext("Ask the partner for its present one."),
            status=409,
        )
    elif not _is_signed_by_known_key(partner, member):
        partner.state, partner.confirmed_at, partner.confirmed_by = Partner.State.PENDING, None, None
    partner.name, partner.url, partner.member_file_made_at = member.name, member.url, member.made_at
    partner.signing_keys = (partner.signing_keys or {}) | member.signing_keys if partner.is_confirmed else member.signing_keys
    partner.sealing_keys, partner.fingerprint = member.sealing_keys, member.fingerprint
    law_signing = (partner.law_signing_keys if partner.is_confirmed else {}) | member.law_signing_keys
    partner.law_signing_keys, partner.law_sealing_keys = law_signing, member.law_sealing_keys
    partner.save()
    audit.record(
        "exchange.partner.added", subject=partner, officer=officer, partner=partner.code, fingerprint=partner.fingerprint
    )
    return partner


def _check(member: Member) -> None:
    check_address(member.url)
    if member.partner not in law.partners():
        raise Problem(
            "exchange.member_file.stranger",
            gettext("The member file is of none of the six partners."),
            gettext("Take the file that the partner made with: egnatia partners export."),
        )
    if member.partner == node.current().partner:
        raise Problem(
            "exchange.member_file.own",
            gettext("This is the member file of this node itself."),
            gettext("Give it to the partners, and take in theirs."),
        )


def _is_signed_by_known_key(partner: Partner, member: Member) -> bool:
    """The file is signed by its newest key; a rotation keeps the number of a key that is known."""
    newest = max(member.signing_keys, key=int)
    return bool((partner.signing_keys or {}).get(newest) == member.signing_keys[newest])
