"""Search the node's own gallery, and keep what was found for an examiner."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from egnatia import audit
from egnatia.base import clock
from egnatia.base.locks import Lock, hold_until_commit
from egnatia.biometrics import gallery
from egnatia.biometrics.models import Enrolment, LocalSearch
from egnatia.engines.fingerprint.extraction import EXTRACTOR_VERSION
from egnatia.engines.fingerprint.gallery import Candidate
from egnatia.engines.fingerprint.template import TEMPLATE_VERSION, TenPrint
from egnatia.engines.fingerprint.thresholds import possible_match_threshold
from egnatia.persons.models import DataSet

ALGORITHM = f"{EXTRACTOR_VERSION} {TEMPLATE_VERSION}"
#: Rather more than anybody has data sets in one node; beyond it an examiner would look at chance.
MOST_MATCHES = 10


@dataclass(frozen=True, slots=True)
class Matches:
    """What a search of the gallery found, best first. `search.missing_parts` says where nobody was looked for."""

    search: LocalSearch
    found: "list[Match]"


@dataclass(frozen=True, slots=True)
class Match:
    """Somebody in the gallery whose fingers are more alike than chance allows: a possible match, not yet a hit."""

    data_set: DataSet
    score: float
    finger_scores: dict[int, float]
    search: LocalSearch


def search_gallery(
    ten_print: TenPrint,
    *,
    kind: str = LocalSearch.Kind.REGISTRATION,
    data_set: DataSet | None = None,
    holder: UUID | None = None,
    limit: int = MOST_MATCHES,
) -> list[Match]:
    """Possible matches above the threshold, best first; the search itself is written down.

    Part of the caller's action, which has checked the permission or the partner's purpose.
    data_set   whose fingers these are; it is never its own match, nor is another of the same person

    Where a part of the gallery is missing, the others are searched; `complete_search` does the rest for a data set.
    """
    return run_search(ten_print, kind=kind, data_set=data_set, holder=holder, limit=limit).found


def run_search(
    ten_print: TenPrint, *, kind: str, data_set: DataSet | None = None, holder: UUID | None = None, limit: int = MOST_MATCHES
) -> Matches:
    """As `search_gallery`, with what was written down about it."""
    with transaction.atomic():
        if kind == LocalSearch.Kind.REGISTRATION:
            hold_until_commit(Lock.ENROLMENT)
        began = time.perf_counter()
        searched = gallery.search_parts(ten_print, limit=limit + 1) if ten_print else gallery.Searched([])
        search = LocalSearch.objects.create(
            data_set=data_set,
            holder=holder,
            kind=kind,
            at=clock.now(),
            algorithm=ALGORITHM,
            persons=gallery.count_searched(),
            seconds=time.perf_counter() - began,
            missing_parts=",".join(map(str, searched.missing)),
        )
        audit.record(
            "biometrics.gallery.searched",
            subject=search,
            person=data_set.person_id if data_set else None,
            kind=kind,
            fingers=sorted(ten_print),
            **({"missing_parts": search.missing_parts} if search.missing_parts else {}),
        )
        return Matches(search, find_matches(search, searched.candidates)[:limit])


def find_matches(search: LocalSearch, candidates: Sequence[Candidate]) -> list[Match]:
    """The candidates above the threshold whose data are in force, but nobody whom the search was for."""
    above = [one for one in candidates if one.score >= possible_match_threshold(one.fingers_compared)]
    owners = _owners([one.entry_id for one in above])
    matches = [Match(owners[one.entry_id], one.score, one.finger_scores, search) for one in above if one.entry_id in owners]
    return [one for one in matches if search.data_set is None or one.data_set.person_id != search.data_set.person_id]


def _owners(entries: Sequence[UUID]) -> dict[UUID, DataSet]:
    enrolments = Enrolment.objects.select_related("data_set").filter(pk__in=entries, erased=False)
    return {enrolment.pk: enrolment.data_set for enrolment in enrolments if enrolment.data_set.is_active}
