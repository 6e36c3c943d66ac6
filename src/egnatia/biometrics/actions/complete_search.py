"""Search again for a registration that was searched for while a part of the gallery was missing."""

from django.db import transaction

from egnatia import audit
from egnatia.biometrics import gallery
from egnatia.biometrics.actions.record_candidates import record_candidates
from egnatia.biometrics.actions.search_gallery import MOST_MATCHES, find_matches
from egnatia.biometrics.models import Candidate, LocalSearch
from egnatia.biometrics.queries import fingers_of
from egnatia.biometrics.records import build_ten_print

#: Searches that are completed in one look of the job.
_AT_ONCE = 20
#: Seconds for which nobody waits at a counter: with one finger a search of a large part may take longer than one would.
_PATIENCE = 600.0


def complete_waiting_searches() -> int:
    """Complete the oldest searches that wait for a part, if all parts are there; how many it were."""
    incomplete = LocalSearch.objects.exclude(missing_parts="").filter(data_set__isnull=False)
    waiting = list(incomplete.select_related("data_set").order_by("at")[:_AT_ONCE])
    if not waiting or gallery.find_missing_parts():
        return 0
    return sum(complete_search(search) for search in waiting)


def complete_search(search: LocalSearch) -> bool:
    """Search the whole gallery, and put before the examiners whom the first search couldn't find.

    Returns False, changing nothing, where a part is still missing or another process was first. Candidates that are there
    already stay as they are. The system does this: that the registration be searched for was decided when it was signed.
    """
    data_set = search.data_set
    if data_set is None:
        return False
    searched = gallery.search_parts(build_ten_print(fingers_of(data_set)), limit=MOST_MATCHES + 1, patience=_PATIENCE)
    if searched.missing:
        return False
    with transaction.atomic():
        waiting = LocalSearch.objects.filter(pk=search.pk, missing_parts=search.missing_parts)
        if not waiting.update(missing_parts="", persons=gallery.count_searched()):
            return False
        found: list[Candidate] = []
        if data_set.is_active:
            found = record_candidates(data_set, find_matches(search, searched.candidates)[:MOST_MATCHES])
        audit.record(
            "biometrics.gallery.search_completed",
            subject=search,
            person=data_set.person_id,
            missing_parts=search.missing_parts,
            candidates=len(found),
        )
    return True
