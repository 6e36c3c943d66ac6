"""Give a connected system what has come of its registrations since it last asked."""

from django.db import transaction

from egnatia import audit
from egnatia.accounts import policy
from egnatia.accounts.models import Officer
from egnatia.registration.models import ResultNotice
from egnatia.registration.results import results_after


@transaction.atomic
def poll_results(account: Officer, *, after: int, limit: int) -> tuple[list[ResultNotice], bool]:
    """The next `limit` results of this account's own registrations, and whether there are more.

    Asking changes nothing; an answer with something in it stands in the audit. Raises Problem `accounts.not_allowed`.
    """
    policy.require(account, "api.use")
    found = list(results_after(account, after)[: limit + 1])
    results = found[:limit]
    if results:
        audit.record("registration.result.polled", officer=account, first=results[0].number, last=results[-1].number)
    return results, len(found) > limit
