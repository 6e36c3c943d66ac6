"""Counts of requests: for the monthly statistics (Eurodac art. 12(1)(t)), and for the report of art. 57(8)."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q

from egnatia import law
from egnatia.accounts import policy
from egnatia.base import node
from egnatia.lawenforcement.models import AskedPartner, Hit, ReceivedMatch, ReceivedQuestion, Request
from egnatia.lawenforcement.rules import OVERSEE

HIT, NO_HIT, OPEN = "hit", "no_hit", "open"
ASKED, RECEIVED = "asked", "received"


@dataclass(frozen=True, slots=True)
class YearCounts:
    """What was asked in a calendar year, by when it was submitted.

    submitted, approved, refused, waiting    by what the verifying authority said
    urgent, unjustified                      of those submitted
    hits                                     requests of which an examiner confirmed at least one hit
    identified                               closed ones that told who the person is
    by_offence                               submitted ones by code of the offence, the most first
    asked_partners, questions, partner_hits  of those submitted: in how many partners were asked, in how many questions, and to
                                             how many of these the partner's answer was confirmed
    received, …                              what partners asked this node in that year, and how often a hit was confirmed there
    """

    year: int
    submitted: int
    approved: int
    refused: int
    waiting: int
    urgent: int
    unjustified: int
    hits: int
    identified: int
    by_offence: Mapping[str, int]
    asked_partners: int
    questions: int
    partner_hits: int
    received: int
    received_urgent: int
    received_unjustified: int
    received_hits: int


def outcomes_between(start: datetime, end: datetime) -> list[str]:
    """Of each request approved from `start` until before `end`: hit, no_hit, or open where prints are still compared.

    What was erased before an examiner came to it didn't hit.
    """
    rows = Request.objects.filter(
        verification=Request.Verification.APPROVED, verified_at__gte=start, verified_at__lt=end
    ).values_list("hits", "answered_at", "erased_at")
    return [HIT if hits else NO_HIT if answered or erased else OPEN for hits, answered, erased in rows]


def questions_between(start: datetime, end: datetime) -> Iterator[tuple[str, str]]:
    """Of each question between the police of two partners: asked or received, and hit, no_hit or open.

    One request is as many questions as partners that it asked. It counts once it was both asked and approved, when the later of
    the two lies from `start` until before `end`.
    """
    to_compare = Hit.objects.filter(asked=OuterRef("pk"), state__in=(Hit.State.OPEN, Hit.State.SECOND))
    approved = Q(request__verification=Request.Verification.APPROVED)
    asked = AskedPartner.objects.filter(approved, _later_within("asked_at", "request__verified_at", start, end))
    for state, has_hit, is_open in asked.values_list("state", "has_hit", Exists(to_compare)):
        yield ASKED, HIT if has_hit else OPEN if is_open or state == AskedPartner.State.WAITING else NO_HIT
    unsaid = ReceivedMatch.objects.filter(question=OuterRef("pk"), verdict="").exclude(notice=ReceivedMatch.Notice.GONE)
    received = ReceivedQuestion.objects.filter(_later_within("received_at", "verified_at", start, end))
    approved_there = received.filter(verification=ReceivedQuestion.Verification.APPROVED)
    for confirmed, erased_at, is_open in approved_there.values_list("confirmed", "erased_at", Exists(unsaid)):
        yield RECEIVED, HIT if confirmed else OPEN if is_open and erased_at is None else NO_HIT


def _later_within(one: str, other: str, start: datetime, end: datetime) -> Q:
    both_before = Q(**{f"{one}__lt": end, f"{other}__lt": end})
    return both_before & (Q(**{f"{one}__gte": start}) | Q(**{f"{other}__gte": start}))


def count_year(officer: Any, year: int) -> YearCounts:
    """Raises Problem `accounts.not_allowed`."""
    policy.require(officer, OVERSEE)
    zone = law.partner(node.current().partner).zone
    start, end = (datetime.combine(date(one, 1, 1), datetime.min.time(), tzinfo=zone) for one in (year, year + 1))
    rows = list(Request.objects.filter(submitted_at__gte=start, submitted_at__lt=end))
    said = Counter(row.verification for row in rows)
    asked = list(AskedPartner.objects.filter(request__in=rows, asked_at__isnull=False))
    received = list(ReceivedQuestion.objects.filter(received_at__gte=start, received_at__lt=end))
    return YearCounts(
        year=year,
        submitted=len(rows),
        approved=said[Request.Verification.APPROVED],
        refused=said[Request.Verification.REFUSED],
        waiting=said[Request.Verification.WAITING],
        urgent=sum(row.urgent for row in rows),
        unjustified=sum(row.is_unjustified for row in rows),
        hits=sum(row.hits > 0 for row in rows),
        identified=sum(row.outcome == Request.Outcome.IDENTIFIED for row in rows),
        by_offence=dict(Counter(row.offence for row in rows).most_common()),
        asked_partners=len({one.request_id for one in asked}),
        questions=len(asked),
        partner_hits=sum(one.has_hit for one in asked),
        received=len(received),
        received_urgent=sum(one.urgent for one in received),
        received_unjustified=sum(one.verification == ReceivedQuestion.Verification.UNJUSTIFIED for one in received),
        received_hits=sum(one.confirmed > 0 for one in received),
    )
