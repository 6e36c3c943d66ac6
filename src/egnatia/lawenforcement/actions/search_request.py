"""Search the node's own gallery for a request, and put what was found before an examiner."""

import logging
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from egnatia import law
from egnatia.base import clock, node
from egnatia.base.errors import Problem
from egnatia.biometrics import gallery
from egnatia.biometrics.actions.record_candidates import youngest_age
from egnatia.biometrics.actions.search_gallery import ALGORITHM
from egnatia.biometrics.problems import engine_errors_as_problems
from egnatia.biometrics.records import build_ten_print, fingers_from_records
from egnatia.lawenforcement import log
from egnatia.lawenforcement.actions.ask_partners import ask_partners
from egnatia.lawenforcement.gallery_search import Found, find_persons, search_gallery
from egnatia.lawenforcement.models import AskedPartner, Hit, Request
from egnatia.lawenforcement.queries.access import lock_request
from egnatia.lawenforcement.rules import COPIES_LIMIT, may_use

MOST_HITS = 10
_log = logging.getLogger(__name__)


def search_request(request: Request) -> Request:
    """Search once, as the node itself, and ask the partners: that it may be was decided before. Already searched: as it is.

    Whoever is, or may be, under fourteen isn't found unless the request carries the ground for it; the log says how many
    were left out, the answer doesn't.
    Raises Problem `lawenforcement.search.not_allowed`; `lawenforcement.prints.missing`.
    """
    with engine_errors_as_problems():
        fingers = fingers_from_records([bytes(one.record) for one in request.prints.all()])
        probe = build_ten_print(fingers)
        found = search_gallery(probe)
    with transaction.atomic():
        row = _get_searchable(request)
        if row.searched_at is not None:
            return row
        persons = list(find_persons(found))
        used = [one for one in persons if may_use(one.data_sets, row)]
        row.state, row.searched_at = Request.State.SEARCHED, clock.now()
        row.searched_data_sets = gallery.count_searched()
        row.erase_on = law.due_at(COPIES_LIMIT, row.searched_at, node.current().partner)
        row.save()
        log.record(
            "lawenforcement.request.searched",
            row,
            data_sets=row.searched_data_sets,
            found=len(used),
            left_out_as_children=len(persons) - len(used),
            algorithm=ALGORITHM,
        )
        for one in used[:MOST_HITS]:
            log.record_hit("lawenforcement.hit.found", _keep(row, one, len(fingers)))
        ask_partners(row)
        settle_answer(row.pk)
        row.refresh_from_db()
    return row


def search_if_possible(request: Request) -> Request:
    """As `search_request`; where the gallery can't be read just now, the request waits as it is for the job that tries again.

    For edges that have submitted or verified already: their change stands, and told of a fault somebody would ask once more.
    """
    try:
        return search_request(request)
    except Problem as problem:
        _log.warning("request %s waits to be searched: %s", request.number, problem.code)
        return request


def settle_answer(request_id: UUID) -> None:
    """Answered, once nothing is left to compare and no partner's answer is waited for. In the caller's transaction, which holds
    the request's lock before a hit's.
    """
    request = lock_request(request_id)
    to_compare = request.found.filter(state__in=(Hit.State.OPEN, Hit.State.SECOND))
    still_open = to_compare.exists() or request.asked.filter(state=AskedPartner.State.WAITING).exists()
    # It only grows: that there was a hit stays a fact of the statistics when the data behind it are gone.
    request.hits = max(request.hits, request.found.filter(state=Hit.State.SAME).count())
    if request.state == Request.State.SEARCHED and not still_open:
        request.state, request.answered_at = Request.State.ANSWERED, clock.now()
        log.record("lawenforcement.request.answered", request, hits=request.hits)
    request.save(update_fields=["state", "answered_at", "hits"])


def _get_searchable(request: Request) -> Request:
    row = lock_request(request.pk)
    approved = row.verification == Request.Verification.APPROVED
    waits_as_urgent = row.urgent and row.verification == Request.Verification.WAITING
    if row.erased_at is not None or not (approved or waits_as_urgent):
        raise Problem(
            "lawenforcement.search.not_allowed",
            _("This request may not be searched."),
            _("The verifying authority has to approve it first; an urgent one is searched when it is submitted."),
            status=409,
        )
    if not row.prints.exists():
        raise Problem(
            "lawenforcement.prints.missing",
            _("There are no prints to search with."),
            _("Draft another request with the prints of the one person it is about."),
            status=409,
        )
    return row


def _keep(request: Request, found: Found, fingers: int) -> Hit:
    usable = min(fingers, len(found.match.finger_scores))
    return Hit.objects.create(
        request=request,
        data_set=found.data_set,
        algorithm=ALGORITHM,
        score=found.match.score,
        finger_scores={str(position): score for position, score in found.match.finger_scores.items()},
        needs_two=law.needs_second_examiner(youngest_age(found.data_set), usable),
        found_at=request.searched_at or clock.now(),
    )
