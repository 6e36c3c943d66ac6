"""When the last thing that was kept of a person is erased, where they belonged goes, too."""

from django.db.models import Q

from egnatia.base import clock
from egnatia.deadlines.actions.meet_deadline import drop_deadlines
from egnatia.persons.actions.drop_tracing_match import state_by_matches
from egnatia.persons.actions.end_membership import end_group_of_nobody
from egnatia.persons.models import Group, Membership, Person, Relation, TracingMatch, TracingRequest
from egnatia.persons.queries.groups import is_kept


def forget_belongings(person: Person) -> dict[str, int]:
    """How many memberships, relations and tracing requests went; {} while something of the person is still kept.

    In the caller's transaction. Groups stay for their other members; one of nobody ends, and one of whom nothing is known goes.
    """
    if is_kept(person):
        return {}
    relations, _ = Relation.objects.filter(Q(person=person) | Q(other=person)).delete()
    counts = {"memberships": _forget_memberships(person), "relations": relations, "tracing_requests": _forget_tracing(person)}
    return {what: count for what, count in counts.items() if count}


def _forget_memberships(person: Person) -> int:
    memberships = Membership.objects.filter(person=person)
    groups = list(Group.objects.filter(pk__in=memberships.values("group")))
    count, _ = memberships.delete()
    for group in groups:
        end_group_of_nobody(group)
        if not group.memberships.exists():
            group.delete()
    return count


def _forget_tracing(person: Person) -> int:
    """What the person asked for; and that they were, or might have been, the one whom others look for."""
    for match in TracingMatch.objects.filter(person=person).select_related("request"):
        match.delete()
        state_by_matches(match.request)
    requests = list(TracingRequest.objects.filter(person=person))
    for request in requests:
        drop_deadlines(request, at=clock.now())
        request.delete()
    return len(requests)
