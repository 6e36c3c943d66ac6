"""Open what the region answered about a person: fetching, permission and the access log are one call."""

from uuid import UUID

from egnatia import audit
from egnatia.accounts.models import Officer
from egnatia.base.errors import not_found
from egnatia.exchange.models import FollowUp, PossibleMatch, RegionalSearch
from egnatia.exchange.security_flags import hide_flag
from egnatia.persons.models import DataSet
from egnatia.persons.queries import data_sets_visible_to, get_data_set


def read_searches(officer: Officer, data_set_id: UUID) -> tuple[DataSet, list[RegionalSearch]]:
    """A registration and all its searches, the latest first. Raises Problem `persons.data_set.not_found`."""
    data_set = get_data_set(officer, data_set_id)
    searches = (
        RegionalSearch.objects.filter(data_set__reference_number=data_set.reference_number)
        .select_related("started_by")
        .prefetch_related(
            "targets__matches__candidate", "targets__matches__follow_ups", "targets__question", "targets__partner"
        )
    )
    audit.record("exchange.search.read", subject=data_set, person=data_set.person_id, officer=officer)
    return data_set, list(searches)


def get_match(officer: Officer, match_id: UUID) -> PossibleMatch:
    """A possible match of a registration that the officer may read. Raises Problem `exchange.match.not_found`."""
    match = (
        PossibleMatch.objects.select_related("target__search__data_set", "target__partner")
        .filter(pk=match_id, target__search__data_set__in=data_sets_visible_to(officer))
        .first()
    )
    if match is None:
        raise not_found("exchange.match")
    return match


def read_follow_up(officer: Officer, follow_up_id: UUID) -> FollowUp:
    """Data that arrived from a partner. Raises Problem `exchange.follow_up.not_found`."""
    follow_up = (
        FollowUp.objects.select_related("possible_match__target__search__data_set", "partner", "asked_by")
        .filter(pk=follow_up_id, possible_match__target__search__data_set__in=data_sets_visible_to(officer))
        .first()
    )
    if follow_up is None or follow_up.possible_match is None:
        raise not_found("exchange.follow_up")
    person = follow_up.possible_match.target.search.data_set.person_id
    audit.record("exchange.follow_up.read", subject=follow_up, person=person, officer=officer)
    return hide_flag(officer, follow_up)
