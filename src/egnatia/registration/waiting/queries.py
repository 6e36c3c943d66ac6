"""The heaps of *My work*, each as a query set of what this officer's role may see."""

from datetime import timedelta
from typing import Any

from django.db.models import Count, F, Max, Min, OuterRef, Q, QuerySet, Subquery

from egnatia import law
from egnatia.accounts import policy
from egnatia.audit.models import Event
from egnatia.base import clock
from egnatia.deadlines.models import Deadline
from egnatia.deadlines.queries import running
from egnatia.exchange.citizens_to_check import CitizenToCheck, citizens_to_check
from egnatia.exchange.marks_to_answer import MarkToAnswer, marks_to_answer
from egnatia.exchange.models import Evidence, FollowUp, PossibleMatch, RegionalSearch, SearchTarget
from egnatia.exchange.models.follow_ups import Direction
from egnatia.persons.models import DataSet

#: An answer nobody opened for so long is no news any more; it stays on the person's page.
NEWS_DAYS = 14
#: A clock about to run out.
SOON = timedelta(hours=6)
#: Opening one of these counts as having seen the answers about a person.
_SEEN_BY = ("persons.person.read", "exchange.search.read", "exchange.follow_up.read")
#: Limits that a partner has to keep; ours are all the others.
_PARTNERS_LIMITS = ("search_answer", "search_answer_urgent")
#: Who has to see to a limit that is this node's; whoever oversees sees them all. An examiner's limits stand at the candidates.
_LIMITS_OF = {
    "exchange.release": ("follow_up", "evidence_decision"),
    "registration.sign": (
        "transmission",
        "transmission_temporary_protection",
        "transmission_after_retake",
        "transmission_after_illness",
    ),
    "tracing.work": ("tracing_look",),
    "security_flag.set": ("security_flag_review",),
    "registration.correct": ("marking_theirs", "citizenship_theirs"),
    "exchange.read": ("wrong_hit_notice", "marking_notice", "erasure_notice", "citizenship_notice", "correction_notice"),
}


def searches_of(officer: Any) -> QuerySet[RegionalSearch]:
    """An officer's own searches, for case officers their unit's, with the partners' answers; the latest first."""
    return (
        RegionalSearch.objects.filter(_own_or_unit(officer, "started_by", "data_set__unit"))
        .select_related("data_set")
        .prefetch_related("targets__matches")
    )


def answers(officer: Any) -> QuerySet[RegionalSearch]:
    """Searches with an answer that came after the officer last opened the person: own ones, for case officers their unit's."""
    found = (
        RegionalSearch.objects.filter(_own_or_unit(officer, "started_by", "data_set__unit"))
        .annotate(answered=Max("targets__answered_at"), seen=_last_seen(officer, "data_set__person_id"))
        .filter(answered__gt=_news_from())
    )
    return found.filter(_unseen("answered")).select_related("data_set").order_by("-answered")


def follow_ups(officer: Any) -> QuerySet[FollowUp]:
    """What partners released or refused, or what was given up on its way to them, not opened yet."""
    search = "possible_match__target__search"
    found = FollowUp.objects.filter(
        _own_or_unit(officer, "asked_by", f"{search}__data_set__unit"),
        direction=Direction.OUTGOING,
        state__in=(FollowUp.State.RELEASED, FollowUp.State.REFUSED, FollowUp.State.GIVEN_UP),
        answered_at__gt=_news_from(),
    ).annotate(seen=_last_seen(officer, f"{search}__data_set__person_id"))
    return found.filter(_unseen("answered_at")).select_related("partner", f"{search}__data_set").order_by("-answered_at")


def confirmed_matches(officer: Any) -> QuerySet[PossibleMatch]:
    """An examiner said *same*, and nobody asked the owner for data yet."""
    return (
        PossibleMatch.objects.filter(state=PossibleMatch.State.SAME, follow_ups=None)
        .filter(target__search__data_set__unit=officer.unit_id, target__search__data_set__status=DataSet.Status.ACTIVE)
        .select_related("target__search__data_set")
        .order_by("-decided_at")
    )


def requests(officer: Any) -> QuerySet[FollowUp]:
    """What partners asked of this node and a person has to release or refuse, the oldest first."""
    if not policy.may(officer, "exchange.release"):
        return FollowUp.objects.none()
    return (
        FollowUp.objects.filter(direction=Direction.INCOMING, state=FollowUp.State.REQUESTED)
        .select_related("partner", "inbound_match__data_set", "inbound_match__search")
        .order_by("asked_at")
    )


def partner_marks() -> list[MarkToAnswer]:
    """Marks of partners that our data set of the person lacks, and nobody has decided about."""
    return marks_to_answer()


def partner_citizens() -> list[CitizenToCheck]:
    """Persons of whom a partner told that they became citizens, to be found out."""
    return citizens_to_check()


def evidence(officer: Any) -> QuerySet[Evidence]:
    """What partners sent to show that our data are wrong, to be followed or refused, the oldest first."""
    if not policy.may(officer, "exchange.release"):
        return Evidence.objects.none()
    return (
        Evidence.objects.filter(direction=Direction.INCOMING, state=Evidence.State.SENT)
        .select_related("partner", "inbound_match__search")
        .order_by("sent_at")
    )


def clocks(officer: Any) -> QuerySet[Deadline]:
    """Limits of this node that are overdue or about to run out, the most urgent first."""
    due = running().filter(due_at__lt=clock.now() + SOON).exclude(rule__in=_PARTNERS_LIMITS)
    if policy.may(officer, "oversight.read"):
        return due
    rules = [rule for permission, rules in _LIMITS_OF.items() if policy.may(officer, permission) for rule in rules]
    return due.filter(rule__in=rules)


def late_partners() -> QuerySet[Any]:
    """For each partner that owes answers: {"partner_code", "answers", "since"}, the longest waiting first."""
    late = Q()
    for limit, is_urgent in (("search_answer", False), ("search_answer_urgent", True)):
        since = clock.now() - timedelta(hours=law.limit(limit).n)  # hours: by the clock, so no calendar is needed
        late |= Q(search__urgent=is_urgent, asked_at__lt=since)
    return (
        SearchTarget.objects.filter(late, state=SearchTarget.State.WAITING)
        .order_by()
        .values("partner_code")
        .annotate(answers=Count("pk"), since=Min("asked_at"))
        .order_by("since")
    )


def _own_or_unit(officer: Any, who: str, unit: str) -> Q:
    """Case officers work for their unit, registration officers go on with what they began."""
    own = Q(**{who: officer.pk})
    return own | Q(**{unit: officer.unit_id}) if policy.may(officer, "exchange.follow_up") else own


def _last_seen(officer: Any, person: str) -> Subquery:
    looks = Event.objects.filter(person_id=OuterRef(person), actor_id=str(officer.pk), action__in=_SEEN_BY)
    return Subquery(looks.order_by("-number").values("at")[:1])


def _unseen(answered: str) -> Q:
    return Q(seen=None) | Q(seen__lt=F(answered))


def _news_from() -> Any:
    return clock.now() - timedelta(days=NEWS_DAYS)
