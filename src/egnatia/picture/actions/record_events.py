"""Keep of a registration what the picture counts, and nothing by which anybody could be told from it."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.db import transaction

from egnatia import law
from egnatia.base import clock, node
from egnatia.engines.dates.uncertain import UncertainDate
from egnatia.persons.models import DataSet
from egnatia.picture import bands, places
from egnatia.picture.indicators import group_of, groups
from egnatia.picture.models import Event

REGISTRATION = "registration"
_UNKNOWN_NATIONALITY = "UNK"
_AT_ONCE = 500


def record_event_of(data_set: DataSet) -> Event | None:
    """The event of a signed data set; None for a category that the picture doesn't count. The day is that of the event."""
    event = _event_of(data_set)
    if event is not None:
        event.save(force_insert=True)
    return event


def withdraw_event_of(data_set: DataSet) -> int:
    """The data set is void or has a newer version: its event counts no more."""
    events = Event.objects.filter(subject_id=data_set.pk, withdrawn_at=None)
    return events.update(withdrawn_at=clock.now(), is_counted=False)


def forget_subject_of(data_set: DataSet) -> int:
    """The data set is erased: what was counted stays counted, nothing leads from it to anybody any more.

    The day is marked to be counted again, by which the hour also goes from the analysts' files.
    """
    return Event.objects.filter(subject_id=data_set.pk).update(subject_id=None, hour=None, is_counted=False)


def record_missing_events(*, most: int = 10_000) -> int:
    """The events of data sets that have none yet: those signed before the picture was there; how many were added."""
    added = 0
    while added < most:
        with transaction.atomic():
            has_one = Event.objects.filter(subject_id__isnull=False, withdrawn_at=None).values("subject_id")
            counted = [category for group in groups().values() for category in group.categories]
            left = DataSet.objects.filter(status=DataSet.Status.ACTIVE, category__in=counted).exclude(pk__in=has_one)
            events = list(_events_of(left.order_by("signed_at")[:_AT_ONCE].iterator(chunk_size=_AT_ONCE)))
            Event.objects.bulk_create(events)
        added += len(events)
        if len(events) < _AT_ONCE:
            break
    return added


def _events_of(data_sets: Iterator[DataSet]) -> Iterator[Event]:
    for data_set in data_sets:
        if (event := _event_of(data_set)) is not None:
            yield event


def _event_of(data_set: DataSet) -> Event | None:
    group = group_of(data_set.category)
    if not group:
        return None
    elements = data_set.elements or {}
    happened = elements.get("event") or {}
    on = data_set.event_at or _local_day(data_set)
    return Event(
        kind=groups()[group].kind,
        on=on,
        hour=_hour(happened),
        place=places.find_place(happened.get("place") or "", node.current().partner),
        group=group,
        nationality=next(iter(elements.get("nationalities") or ()), _UNKNOWN_NATIONALITY),
        age_band=bands.band_at(_birth_date(elements), on),
        sex=elements.get("sex") or "",
        origin=REGISTRATION,
        subject_id=data_set.pk,
        recorded_at=data_set.signed_at,
    )


def _birth_date(elements: Mapping[str, Any]) -> UncertainDate | None:
    value = elements.get("birth_date")
    return law.read_uncertain_date(value, field="birth_date").when if value else None


def _hour(happened: Mapping[str, Any]) -> int | None:
    at = happened.get("time") or ""
    return int(at[:2]) if at[:2].isdigit() else None


def _local_day(data_set: DataSet) -> date:
    """Where no event was recorded: the day of the capture at the partner's place."""
    moment = data_set.captured_at or data_set.signed_at
    return law.local_day(moment, node.current().partner)
