"""Put somebody into the working group, or change what is said of a member."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db import transaction

from egnatia import audit
from egnatia.accounts import policy
from egnatia.accounts.models import Officer
from egnatia.cooperation.actions.changes import apply, check_partner, check_span, clean_line, clean_lines
from egnatia.cooperation.models import Member

_SEALED = frozenset({"contact"})


@dataclass(frozen=True, slots=True)
class MemberFacts:
    """What is said of a member; see the model."""

    partner: str
    full_name: str
    position: str
    since: date
    authority: str = ""
    contact: str = ""
    reports: bool = False
    until: date | None = None


@transaction.atomic
def add_member(officer: Officer, facts: MemberFacts) -> Member:
    """Raises Problem `accounts.not_allowed`, `law.partner.unknown`, `cooperation.empty`, `cooperation.ends_before_start`."""
    policy.require(officer, "cooperation.write")
    member = Member.objects.create(**_clean(facts))
    audit.record("cooperation.member.added", subject=member, officer=officer, partner=member.partner)
    return member


@transaction.atomic
def change_member(officer: Officer, member: Member, facts: MemberFacts) -> Member:
    """Also ends a membership: with its last day. Raises what `add_member` raises."""
    policy.require(officer, "cooperation.write")
    if changed := apply(member, _clean(facts), sealed=_SEALED):
        audit.record("cooperation.member.changed", subject=member, officer=officer, changed=changed)
    return member


def _clean(facts: MemberFacts) -> dict[str, Any]:
    check_span(facts.since, facts.until, "until")
    return asdict(facts) | {
        "partner": check_partner(facts.partner),
        "full_name": clean_line(facts.full_name, "full_name"),
        "position": clean_line(facts.position, "position"),
        "authority": clean_line(facts.authority, "authority", required=False),
        "contact": clean_lines(facts.contact, "contact") or None,
    }
