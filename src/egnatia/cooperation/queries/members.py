"""Members of the working group."""

from uuid import UUID

from django.db.models import Q, QuerySet

from egnatia import law
from egnatia.base.errors import not_found
from egnatia.cooperation.models import Member
from egnatia.cooperation.queries.days import today


def present_members() -> QuerySet[Member]:
    """Those whose membership hasn't ended, whoever reports first."""
    return Member.objects.filter(Q(until=None) | Q(until__gte=today()))


def members_by_partner() -> dict[law.Partner, list[Member]]:
    """All six partners in their order, each with its present members."""
    found: dict[str, list[Member]] = {code: [] for code in law.partners()}
    for member in present_members():
        found[member.partner].append(member)
    return {law.partner(code): members for code, members in found.items()}


def former_members() -> QuerySet[Member]:
    """Those whose membership ended, the latest first."""
    return Member.objects.filter(until__lt=today()).order_by("-until", "partner")


def get_member(member_id: UUID) -> Member:
    """Raises Problem `cooperation.member.not_found`."""
    member = Member.objects.filter(pk=member_id).first()
    if member is None:
        raise not_found("cooperation.member")
    return member
