"""What the region answered about a registration that a connected system knows by its own number."""

from collections.abc import Collection

from egnatia import audit
from egnatia.accounts import policy
from egnatia.accounts.models import Officer
from egnatia.base.errors import not_found
from egnatia.exchange.actions.read_search import read_searches
from egnatia.exchange.actions.request_follow_up import match_not_confirmed
from egnatia.exchange.models import FollowUp, PossibleMatch, RegionalSearch
from egnatia.exchange.security_flags import hide_flag
from egnatia.persons.models import DataSet
from egnatia.persons.queries import find_by_national_number


def get_numbered(officer: Officer, national_number: str) -> DataSet:
    """The data set in force. Raises Problem `accounts.not_allowed`, `registration.national_number.not_found`."""
    policy.require(officer, "person.read")
    data_set = find_by_national_number(national_number)
    if data_set is None:
        raise not_found("registration.national_number")
    return data_set


def read_numbered_searches(officer: Officer, national_number: str, purposes: Collection[str]) -> list[RegionalSearch]:
    """Its searches under these purposes, the latest first; that they were read stands in the access log."""
    data_set = get_numbered(officer, national_number)
    _, searches = read_searches(officer, data_set.pk)
    return [search for search in searches if search.purpose in purposes]


def read_numbered_follow_ups(officer: Officer, national_number: str, purposes: Collection[str]) -> list[FollowUp]:
    """What was asked for from partners about it, the latest first, with what they released; each one read is recorded."""
    data_set = get_numbered(officer, national_number)
    found = FollowUp.objects.filter(
        direction="outgoing",
        possible_match__target__search__data_set__reference_number=data_set.reference_number,
        possible_match__target__search__purpose__in=list(purposes),
    ).select_related("partner", "possible_match__target__search", "asked_by")
    follow_ups = list(found.order_by("-asked_at"))
    for follow_up in follow_ups:
        audit.record("exchange.follow_up.read", subject=follow_up, person=data_set.person_id, officer=officer)
    return [hide_flag(officer, follow_up) for follow_up in follow_ups]


def get_confirmed_match(data_set: DataSet, partner: str) -> PossibleMatch:
    """A partner's match that an examiner has confirmed, the latest: what data may be asked about.

    Raises Problem `exchange.match_not_confirmed`.
    """
    match = (
        PossibleMatch.objects.select_related("target__search__data_set", "target__partner")
        .filter(
            target__search__data_set__reference_number=data_set.reference_number,
            target__partner_code=partner,
            state=PossibleMatch.State.SAME,
        )
        .order_by("-decided_at")
        .first()
    )
    if match is None:
        raise match_not_confirmed()
    return match
