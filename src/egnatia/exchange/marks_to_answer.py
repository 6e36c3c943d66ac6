"""A partner has marked its data set of a person: ours of the same person is to be marked, too, where the same holds here.

Eurodac art. 31(1) and (4): the others are informed and mark theirs. The notice says neither what was granted nor in which
category, so whether our data set is to be marked is for an officer to find out and to decide.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from egnatia import law
from egnatia.exchange.models import InboundMatch, InboundSearch, PossibleMatch
from egnatia.persons.models import DataSet, Mark

#: The limit that runs from the partner's notice.
LIMIT = "marking_theirs"


@dataclass(frozen=True, slots=True)
class MarkToAnswer:
    """One mark of a partner that our data set doesn't carry, and that nobody has decided about."""

    source: PossibleMatch | InboundSearch
    partner: str
    marked_at: datetime
    data_set: DataSet


def marks_of_partners(data_set: DataSet | None = None) -> list[MarkToAnswer]:
    """All that nobody has answered, whatever our data set is; of one in whichever version, or of all."""
    return [*_of_matches(data_set), *_of_searches(data_set)]


def marks_to_answer(data_set: DataSet | None = None) -> list[MarkToAnswer]:
    """Those that our data set lacks and might carry; the oldest first."""
    found = marks_of_partners(data_set)
    marked = _marked(one.data_set.reference_number for one in found)
    markable = {category for rule in law.marking_rules().values() if rule.action == "mark" for category in rule.categories}
    open_ones = [
        one
        for one in found
        if one.data_set.category in markable
        and one.data_set.reference_number not in marked
        and one.data_set.status in (DataSet.Status.ACTIVE, DataSet.Status.SUPERSEDED)
    ]
    return sorted(open_ones, key=lambda one: one.marked_at)


def _of_matches(data_set: DataSet | None) -> list[MarkToAnswer]:
    """What we found at a partner."""
    found = PossibleMatch.objects.filter(
        state=PossibleMatch.State.SAME, marked_at__isnull=False, mark_answered_at=None
    ).select_related("target__search__data_set")
    if data_set is not None:
        found = found.filter(target__search__data_set__reference_number=data_set.reference_number)
    return [
        MarkToAnswer(one, one.target.partner_code, one.marked_at, one.target.search.data_set) for one in found if one.marked_at
    ]


def _of_searches(data_set: DataSet | None) -> list[MarkToAnswer]:
    """What found us."""
    found = InboundMatch.objects.filter(
        verdict=InboundMatch.Verdict.SAME,
        withdrawn_at=None,
        search__marked_at__isnull=False,
        search__mark_answered_at=None,
        search__withdrawn_at=None,
    ).select_related("search__partner", "data_set")
    if data_set is not None:
        found = found.filter(data_set__reference_number=data_set.reference_number)
    return [
        MarkToAnswer(one.search, one.search.partner.code, one.search.marked_at, one.data_set)
        for one in found
        if one.search.marked_at
    ]


def _marked(reference_numbers: Iterable[str]) -> set[str]:
    marks = Mark.objects.filter(reference_number__in=set(reference_numbers), ended_at=None).exclude(event="")
    return set(marks.values_list("reference_number", flat=True))
