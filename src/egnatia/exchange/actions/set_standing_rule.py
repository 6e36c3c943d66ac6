"""Set or end a standing rule: data that go to a partner without a person looking at the single case."""

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext

from egnatia import audit
from egnatia.accounts import policy
from egnatia.accounts.models import Officer
from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.exchange.models import Partner, StandingRule
from egnatia.exchange.released_data import fields_of


@transaction.atomic
def set_standing_rule(officer: Officer, partner: Partner, purpose: str, fields: Collection[str]) -> StandingRule:
    """The rule in force from now on for this partner and purpose; an earlier one ends.

    Raises Problem `accounts.not_allowed` and `exchange.field_not_allowed` (category and reference number among them).
    """
    policy.require(officer, "exchange.rules")
    allowed = [field for field in fields_of(purpose) if field in fields]
    if not allowed or set(allowed) != set(fields):
        raise Problem(
            "exchange.field_not_allowed",
            gettext("A standing rule can't release all of these data for this purpose."),
            gettext("Choose only what the purpose may see without a person deciding."),
            field="fields_released",
        )
    for earlier in StandingRule.objects.filter(partner=partner, purpose=purpose, ended_at=None):
        end_standing_rule(officer, earlier)
    rule = StandingRule.objects.create(partner=partner, purpose=purpose, fields=allowed, set_at=clock.now(), set_by=officer)
    audit.record("exchange.rule.set", subject=rule, officer=officer, partner=partner.code, purpose=purpose, fields=allowed)
    return rule


@transaction.atomic
def end_standing_rule(officer: Officer, rule: StandingRule) -> StandingRule:
    """From now on a person decides. Raises Problem `accounts.not_allowed`."""
    policy.require(officer, "exchange.rules")
    if rule.ended_at is None:
        rule.ended_at, rule.ended_by = clock.now(), officer
        rule.save(update_fields=["ended_at", "ended_by"])
        audit.record("exchange.rule.ended", subject=rule, officer=officer, partner=rule.partner.code, purpose=rule.purpose)
    return rule
