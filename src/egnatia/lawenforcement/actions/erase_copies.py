"""Erase what a request came with and what it brought: prints, hits, answers. The request itself stays, as the log of it."""

from datetime import timedelta

from django.db import transaction

from egnatia import law
from egnatia.base import clock
from egnatia.lawenforcement import log
from egnatia.lawenforcement.actions.tell_partners import tell_erased
from egnatia.lawenforcement.models import Request
from egnatia.lawenforcement.queries.access import lock_request


def erase_copies(request: Request, *, because: str) -> None:
    """Erased twice is erased once. In the caller's transaction, which holds the request's lock.

    because   month_over | never_searched | refused | unjustified | closed
    """
    if request.erased_at is not None:
        return
    log.record(
        "lawenforcement.copies.erased", request, why=because, prints=request.prints.count(), hits_erased=request.found.count()
    )
    request.prints.all().delete()
    request.found.all().delete()
    request.erased_at = clock.now()
    request.kept_because = None
    if request.state not in (Request.State.CLOSED, Request.State.REFUSED):
        request.state, request.closed_at = Request.State.CLOSED, request.erased_at
    request.save()
    if because != "unjustified":  # partners hear of that by EX-73, and once more when the unit has confirmed
        tell_erased(request)


@transaction.atomic
def erase_if_due(request: Request) -> bool:
    """Erase what is due; False where it was kept or erased since it was looked up."""
    row = lock_request(request.pk)
    if row.erased_at is not None or row.erase_on is None or row.erase_on > clock.now():
        return False
    erase_copies(row, because="month_over" if row.searched_at else "never_searched")
    return True


def discard_old_drafts() -> int:
    """Drafts that nobody submitted within the time of any draft; how many."""
    limit = law.limit("draft")
    old = Request.objects.filter(state=Request.State.DRAFTED, drafted_at__lt=clock.now() - timedelta(days=limit.n))
    found = list(old.select_related("unit", "asked_by"))
    for request in found:
        with transaction.atomic():
            log.record("lawenforcement.request.discarded", request, why="not submitted in time")
            request.delete()
    return len(found)
