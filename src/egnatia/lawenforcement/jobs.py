"""Searches of what was verified, and each night the erasure of what law enforcement obtained a month ago."""

from egnatia.base import clock
from egnatia.base.jobs import every, nightly
from egnatia.lawenforcement.actions.erase_copies import discard_old_drafts, erase_if_due
from egnatia.lawenforcement.actions.erase_received import erase_received_if_due
from egnatia.lawenforcement.actions.search_request import search_if_possible
from egnatia.lawenforcement.actions.tell_partners import forget_late_letters
from egnatia.lawenforcement.queries.lists import to_erase, to_search
from egnatia.lawenforcement.queries.partners import received_to_erase

_MOST_AT_ONCE = 50


@every(seconds=10)
def search_what_may_be_searched() -> int:
    """Requests whose search didn't end at the page: the gallery was busy, or the process died."""
    waiting = list(to_search()[:_MOST_AT_ONCE])
    return sum(search_if_possible(request).searched_at is not None for request in waiting)


@nightly
def erase_law_enforcement_copies() -> int:
    """Prints and answers whose month is over, partners' too, and drafts that nobody went on with."""
    now = clock.now()
    due, received = list(to_erase(now)[:_MOST_AT_ONCE]), list(received_to_erase(now)[:_MOST_AT_ONCE])
    erased = sum(erase_if_due(request) for request in due) + sum(erase_received_if_due(question) for question in received)
    return erased + forget_late_letters() + discard_old_drafts()
