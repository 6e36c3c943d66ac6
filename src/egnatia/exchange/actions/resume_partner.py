"""Lift the suspension of a partner that this node alone has suspended."""

from django.db import transaction
from django.utils.translation import gettext

from egnatia import audit
from egnatia.accounts import policy
from egnatia.accounts.models import Officer
from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.base.wake import wake_on_commit
from egnatia.exchange.federation import in_force
from egnatia.exchange.models import Partner


@transaction.atomic
def resume_partner(officer: Officer | None, partner: Partner) -> Partner:
    """What the list in force says holds again. Raises Problem `accounts.not_allowed`, `exchange.not_suspended_here`."""
    if officer is not None:
        policy.require(officer, "partners.manage")
    if not partner.suspended_here:
        raise Problem(
            "exchange.not_suspended_here",
            gettext("This partner isn't suspended by this node alone."),
            gettext("What the list suspends, the next list lifts: partners propose --resume. Before a list: partners confirm."),
            status=409,
        )
    listing = in_force.find_in_force(clock.now())
    member = listing.members.get(partner.code) if listing else None
    partner.suspended_here = False
    if member is not None and member.is_active:
        partner.state, partner.suspended_at, partner.suspended_because = Partner.State.CONFIRMED, None, ""
        partner.forget_failures()
        wake_on_commit()
    elif member is not None:
        partner.suspended_because = member.reason or ""
    partner.save()
    audit.record("exchange.partner.resumed", subject=partner, officer=officer, partner=partner.code)
    return partner
