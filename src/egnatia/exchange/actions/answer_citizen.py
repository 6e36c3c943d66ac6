"""What an officer found out about a citizenship of which a partner told: it is so, or it isn't."""

from typing import Any

from django.db import transaction

from egnatia import audit
from egnatia.accounts import policy
from egnatia.base import clock
from egnatia.exchange.citizens_to_check import find_check
from egnatia.persons.models import DataSet


@transaction.atomic
def leave_registered(officer: Any, data_set: DataSet) -> bool:
    """It isn't so: the data set stays. Whether there was anything to find out. Raises Problem `accounts.not_allowed`."""
    policy.require(officer, "registration.correct")
    check = find_check(data_set)
    if check is None:
        return False
    settle_check(data_set)
    audit.record("exchange.citizen.left", subject=data_set, person=data_set.person_id, officer=officer, partner=check.partner)
    return True


def settle_check(data_set: DataSet) -> None:
    """Nothing is left to be found out. In the caller's transaction."""
    check = find_check(data_set)
    if check is not None:
        check.clock.met_at = clock.now()
        check.clock.save(update_fields=["met_at"])
