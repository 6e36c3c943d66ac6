"""What is late between this node and its partners: by which limit, since when, and whose turn it is. Never about whom."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, QuerySet

from egnatia import law
from egnatia.base import clock
from egnatia.deadlines.models import Deadline
from egnatia.exchange.models import Evidence, FollowUp, SearchTarget

#: The limits that run between partners.
LIMITS = (
    "search_answer",
    "search_answer_urgent",
    "follow_up",
    "wrong_hit_notice",
    "marking_notice",
    "marking_theirs",
    "erasure_notice",
    "citizenship_notice",
    "citizenship_theirs",
    "correction_notice",
    "evidence_decision",
)
#: Subjects of our questions: the answer is the partner's to give. All else is ours, a notice until its signed receipt is here.
_PARTNERS = (SearchTarget._meta.label, FollowUp._meta.label, Evidence._meta.label)
_DAYS_SHOWN = 30
_ARROW = "→"
OWN, THEIRS = "own", "partner"


@dataclass(frozen=True, slots=True)
class Late:
    """One limit that wasn't kept.

    turn     own | partner: who has to act
    partner  two letters
    limit    its code in `law.limits()`
    met_at   when it was done after all; None while it is late
    """

    turn: str
    partner: str
    limit: str
    started_at: datetime
    due_at: datetime
    met_at: datetime | None

    @property
    def name(self) -> str:
        return law.limit(self.limit).name


def late_now() -> list[Late]:
    """What is late and not done, the longest first."""
    found = _limits().filter(met_at=None, due_at__lt=clock.now())
    return [_late(one) for one in found.order_by("due_at")]


def done_late() -> list[Late]:
    """What was done after its limit in the last thirty days, the last first."""
    since = clock.now() - timedelta(days=_DAYS_SHOWN)
    found = _limits().filter(met_at__gte=since, met_at__gt=F("due_at"))
    return [_late(one) for one in found.order_by("-met_at")]


def _limits() -> QuerySet[Deadline]:
    return Deadline.objects.filter(label__contains=_ARROW, rule__in=LIMITS, dropped_at=None)


def _late(deadline: Deadline) -> Late:
    """A label ends in "→ RS" where we turned to Serbia, and is "RS →" where it turned to us."""
    asked_by_us = not deadline.label.endswith(_ARROW)
    turn = THEIRS if asked_by_us and deadline.subject_kind in _PARTNERS else OWN
    partner = deadline.label[-2:] if asked_by_us else deadline.label[:2]
    return Late(turn, partner, deadline.rule, deadline.started_at, deadline.due_at, deadline.met_at)
