"""Suspend a partner: nothing is asked, nothing is answered, what waits is kept."""

from django.db import transaction

from egnatia import audit
from egnatia.accounts import policy
from egnatia.accounts.models import Officer
from egnatia.base import clock
from egnatia.exchange.actions.stopping import read_reason
from egnatia.exchange.federation.in_force import is_governed
from egnatia.exchange.models import Partner


@transaction.atomic
def suspend_partner(officer: Officer | None, partner: Partner, reason: str) -> Partner:
    """Lifted by confirming the partner again; where a federation list is applied, by resuming it: the list stays as it is.

    Raises Problem `accounts.not_allowed`, `exchange.reason_missing`.
    """
    if officer is not None:
        policy.require(officer, "partners.manage")
    reason = read_reason(reason)
    partner.state, partner.suspended_at = Partner.State.SUSPENDED, clock.now()
    partner.suspended_because = reason
    partner.suspended_here = is_governed()
    partner.save(update_fields=["state", "suspended_at", "suspended_because", "suspended_here"])
    audit.record("exchange.partner.suspended", subject=partner, officer=officer, why=reason, partner=partner.code)
    return partner
