"""What the picture does when a data set is signed, corrected, declared void or erased, and when a partner tells its counts,
asks for a measure or answers one, or when a message to it is given up: in the same transaction."""

from datetime import datetime
from typing import Any
from uuid import UUID

from egnatia.exchange import hooks as exchange
from egnatia.exchange.messages.content import Content
from egnatia.exchange.messages.counts import Counts
from egnatia.exchange.messages.measures import MeasureAnswer, MeasureRequest
from egnatia.exchange.models import OutboxMessage, Partner
from egnatia.persons import hooks as persons
from egnatia.persons.models import DataSet
from egnatia.picture.actions.record_events import forget_subject_of, record_event_of, withdraw_event_of
from egnatia.picture.actions.take_measure_answer import take_measure_answer
from egnatia.picture.actions.take_partner_measure import take_partner_measure
from egnatia.picture.actions.take_shared_counts import take_shared_counts


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


@exchange.counts_received.connect
def _take_shared(partner: Partner, counts: Counts, made_at: datetime) -> None:
    take_shared_counts(partner, counts, made_at)


@exchange.measure_received.connect
def _take_measure(partner: Partner, request: MeasureRequest, correspondence: UUID, made_at: datetime) -> None:
    take_partner_measure(partner, request, correspondence, made_at)


@exchange.measure_answered.connect
def _take_answer(partner: Partner, answer: MeasureAnswer, made_at: datetime) -> None:
    take_measure_answer(partner, answer, made_at)


@exchange.message_dropped.connect
def _end_dropped(message: OutboxMessage, content: Content | None) -> None:
    from egnatia.picture.actions.end_dropped import end_dropped  # with scipy: not for whoever only wants to see --help

    end_dropped(message, content)
