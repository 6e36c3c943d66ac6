"""What happens to a person's data happens to what law enforcement was told of them; and what others may hear of a request."""

from typing import Any

from egnatia.base.hooks import Hook
from egnatia.lawenforcement.models import Request
from egnatia.persons import hooks as persons
from egnatia.persons.models import DataSet, Link

#: (request): it was searched as urgent and not approved afterwards; what was obtained is gone here.
urgency_unjustified: Hook[[Request]] = Hook("lawenforcement.urgency_unjustified")


@persons.data_set_erased.connect
def _withdraw(data_set: DataSet) -> None:
    from egnatia.lawenforcement.actions.follow_data_set import withdraw_hits

    withdraw_hits(data_set, because="erased", forget=True)


@persons.data_set_voided.connect
def _withdraw_void(data_set: DataSet, officer: Any) -> None:
    from egnatia.lawenforcement.actions.follow_data_set import withdraw_hits

    withdraw_hits(data_set, because="voided", forget=False)


@persons.link_confirmed.connect
def _look_for_children(link: Link) -> None:
    from egnatia.lawenforcement.actions.follow_data_set import withdraw_children

    withdraw_children(link.data_set)


@persons.data_set_corrected.connect
def _release_anew(data_set: DataSet, previous: DataSet, officer: Any) -> None:
    from egnatia.lawenforcement.actions.follow_data_set import follow_correction

    follow_correction(data_set, previous)
