"""Searches of what was verified, and each night the erasure of what law enforcement obtained a month ago."""

import logging

from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.base.jobs import every, nightly
from egnatia.lawenforcement.actions.erase_copies import discard_old_drafts, erase_copies
from egnatia.lawenforcement.actions.search_request import search_request
from egnatia.lawenforcement.queries.lists import to_erase, to_search

_MOST_AT_ONCE = 50
_log = logging.getLogger(__name__)


@every(seconds=10)
def search_what_may_be_searched() -> int:
    """Requests whose search didn't end at the page: the gallery was busy, or the process died."""
    done = 0
    for request in to_search()[:_MOST_AT_ONCE]:
        try:
            search_request(request)
            done += 1
        except Problem as problem:
            _log.warning("request %s waits: %s", request.number, problem.code)
    return done


@nightly
def erase_law_enforcement_copies() -> int:
    """Prints and answers whose month is over, and drafts that nobody went on with."""
    due = list(to_erase(clock.now())[:_MOST_AT_ONCE])
    for request in due:
        erase_copies(request, because="month_over")
    return len(due) + discard_old_drafts()
