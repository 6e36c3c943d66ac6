"""Confirm a partner: the two operators have read the fingerprint to each other."""

from django.db import transaction
from django.utils.translation import gettext

from egnatia import audit
from egnatia.accounts import policy
from egnatia.accounts.models import Officer
from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.base.wake import wake_on_commit
from egnatia.exchange.federation.precedence import refuse_beside_the_list
from egnatia.exchange.models import Partner


@transaction.atomic
def confirm_partner(officer: Officer | None, partner: Partner, fingerprint: str) -> Partner:
    """From now on the partner is asked and answered; also lifts a suspension.

    fingerprint   as the partner's operator read it out; spaces don't count
    Raises Problem `accounts.not_allowed`, `exchange.fingerprint_differs`, `exchange.list.decides`.
    """
    if officer is not None:
        policy.require(officer, "partners.manage")
    refuse_beside_the_list()
    if _digits(fingerprint) != _digits(partner.fingerprint):
        raise Problem(
            "exchange.fingerprint_differs",
            gettext("The fingerprint differs from that of the member file."),
            gettext("Compare again, group by group. If it stays, don't use this file: ask for another, over another way."),
            field="fingerprint",
        )
    partner.state, partner.confirmed_at, partner.confirmed_by = Partner.State.CONFIRMED, clock.now(), officer
    partner.suspended_at, partner.suspended_because = None, ""
    partner.forget_failures()
    partner.save()
    wake_on_commit()
    audit.record("exchange.partner.confirmed", subject=partner, officer=officer, partner=partner.code)
    return partner


def _digits(fingerprint: str) -> str:
    return "".join(character for character in fingerprint if not character.isspace())
