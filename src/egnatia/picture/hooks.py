"""What the picture does when a data set is signed, corrected, declared void or erased: in the same transaction."""

from typing import Any

from egnatia.persons import hooks as persons
from egnatia.persons.models import DataSet
from egnatia.picture.actions.record_events import forget_subject_of, record_event_of, withdraw_event_of


@persons.data_set_signed.connect
def _count(data_set: DataSet, officer: Any) -> None:
    record_event_of(data_set)


@persons.data_set_corrected.connect
def _count_anew(data_set: DataSet, previous: DataSet, officer: Any) -> None:
    withdraw_event_of(previous)
    record_event_of(data_set)


@persons.data_set_voided.connect
def _count_no_more(data_set: DataSet, officer: Any) -> None:
    withdraw_event_of(data_set)


@persons.data_set_erased.connect
def _forget(data_set: DataSet) -> None:
    forget_subject_of(data_set)
