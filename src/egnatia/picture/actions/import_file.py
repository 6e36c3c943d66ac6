"""Take in a file of counts: the whole of it, or nothing."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from egnatia import audit
from egnatia.accounts import policy
from egnatia.base import clock
from egnatia.picture.actions.recount_days import recount_all
from egnatia.picture.actions.take_series import take_counts
from egnatia.picture.imports.checking import Checked, Figure, cells_of, check
from egnatia.picture.imports.layouts import Layout, get_layout, read_layout
from egnatia.picture.imports.problems import no_mapping, vintage_in_future
from egnatia.picture.imports.revisions import tell_revisions
from egnatia.picture.imports.tables import read_table
from egnatia.picture.imports.told import Told, refused
from egnatia.picture.indicators import incident_kinds
from egnatia.picture.models import Batch, Count, Event, Incident, Mapping

_AT_ONCE = 1000
_LONGEST_NAME = 200
_DAYS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of it.

    batch    None for a trial
    rows     how many rows were read; changed   how many cells changed (of events: how many were added)
    remarks  what somebody should know though nothing is wrong
    is_known the same file was taken in before: nothing changed
    """

    batch: Batch | None
    rows: int
    changed: int
    remarks: tuple[Told, ...] = ()
    is_known: bool = False


def import_file(
    officer: Any,
    data: bytes,
    name: str,
    *,
    vintage: date,
    layout: str = "",
    mapping: str = "",
    accept_revisions: bool = False,
    is_trial: bool = False,
) -> Imported:
    """Read the file by a layout or a saved mapping and take it in; the same file again changes nothing.

    vintage           the day on which its source published it: from then on it is what was known
    accept_revisions  also where a period's sum halves or doubles
    is_trial          only check

    Raises Problem `picture.import.refused` with `errors` row by row, `picture.import.…`, `picture.mapping.…`,
    `picture.layout.unknown`, `accounts.not_allowed`.
    """
    policy.require(officer, "picture.import")
    if vintage > clock.local_today():
        raise vintage_in_future()
    chosen = _find_layout(layout, mapping)
    digest = hashlib.sha256(data).hexdigest()
    if (known := _find_batch(chosen, digest, vintage)) is not None:
        return Imported(known, known.rows, 0, is_known=True)
    checked = check(read_table(data, name, header=chosen.header, sheet=chosen.sheet), chosen)
    known_at = datetime.combine(vintage, time(), UTC)
    errors = checked.errors
    if not errors and not accept_revisions:
        errors = tell_revisions(checked.figures, chosen, known_at)
    if errors:
        raise refused(errors)
    if is_trial:
        return Imported(None, checked.rows, 0, tuple(checked.told))
    return _take_in(officer, name, chosen, checked, digest, known_at)


@transaction.atomic
def _take_in(officer: Any, name: str, layout: Layout, checked: Checked, digest: str, known_at: datetime) -> Imported:
    batch = Batch.objects.create(
        source=layout.source,
        layout=layout.code,
        file_name=name[-_LONGEST_NAME:],
        digest=digest,
        vintage=known_at.date(),
        rows=checked.rows,
        imported_by=officer,
        imported_at=clock.now(),
    )
    if layout.makes_events:
        replace = _replace_incidents if layout.makes_incidents else _replace_events
        changed = replace(checked.figures, layout, batch)
        recount_all()
        _keep_noughts(checked.figures, layout, batch)
    else:
        cells = cells_of(checked.figures, layout)
        changed = take_counts(
            layout.source,
            layout.indicator.code,
            layout.every,
            cells,
            known_at=known_at,
            batch=batch,
            whole_periods=layout.whole,
        )
    audit.record(
        "picture.file.imported",
        subject=batch,
        officer=officer,
        layout=layout.code,
        source=layout.source,
        vintage=batch.vintage.isoformat(),
        rows=checked.rows,
        changed=changed,
    )
    return Imported(batch, checked.rows, changed, tuple(checked.told))


def _replace_events(figures: Iterable[Figure], layout: Layout, batch: Batch) -> int:
    """This partner's own past: each row an event that stands for so many persons; an earlier file's of the same days go."""
    now = clock.now()
    kind = next(iter(layout.indicator.kinds))
    group = next(iter(layout.indicator.groups), "") if len(layout.indicator.groups) == 1 else ""
    _withdraw(Event.objects.filter(batch__layout=layout.code, kind=kind, group=group, withdrawn_at=None), figures)
    events = [
        Event(
            kind=kind,
            on=figure.period,
            place=figure.place,
            group=group,
            nationality=figure.nationality,
            age_band=figure.age_band,
            sex=figure.sex,
            persons=figure.value,
            origin="import",
            batch=batch,
            recorded_at=now,
        )
        for figure in figures
        if figure.value
    ]
    Event.objects.bulk_create(events, batch_size=_AT_ONCE)
    return len(events)


def _replace_incidents(figures: Iterable[Figure], layout: Layout, batch: Batch) -> int:
    """Findings of this partner's own past, each a row of its own."""
    _withdraw(Incident.objects.filter(batch__layout=layout.code, withdrawn_at=None), figures)
    kinds = {type_: code for code, kind in incident_kinds().items() for type_ in kind.types}
    incidents = [
        Incident(
            kind=kinds[figure.type],
            type=figure.type,
            on=figure.period,
            place=figure.place,
            origin="import",
            batch=batch,
            recorded_at=clock.now(),
        )
        for figure in figures
        for _ in range(figure.value)
    ]
    Incident.objects.bulk_create(incidents, batch_size=_AT_ONCE)
    return len(incidents)


def _withdraw(earlier: QuerySet[Any], figures: Iterable[Figure]) -> None:
    """What an earlier file said of the days of this one."""
    days = sorted({figure.period for figure in figures})
    for first in range(0, len(days), _DAYS_AT_ONCE):
        part = earlier.filter(on__in=days[first : first + _DAYS_AT_ONCE])
        part.update(withdrawn_at=clock.now(), is_counted=False)


def _keep_noughts(figures: Iterable[Figure], layout: Layout, batch: Batch) -> None:
    """Nought was reported: no event says so, and it is not the same as silence."""
    sums: defaultdict[date, int] = defaultdict(int)
    for figure in figures:
        sums[figure.period] += figure.value
    empty = {day for day, total in sums.items() if not total}
    present = Count.objects.filter(source=layout.source, indicator=layout.indicator.code, every="day", cut="", known_until=None)
    days = sorted(empty - set(present.values_list("period", flat=True)))
    cells = [(day, "", "", 0) for day in days]
    take_counts(layout.source, layout.indicator.code, "day", cells, known_at=clock.now(), batch=batch, whole_periods=False)


def _find_layout(layout: str, mapping: str) -> Layout:
    if not mapping:
        return get_layout(layout)
    saved = Mapping.objects.filter(name=mapping).first()
    if saved is None:
        raise no_mapping()
    return read_layout(saved.name, saved.columns)


def _find_batch(layout: Layout, digest: str, vintage: date) -> Batch | None:
    return Batch.objects.filter(layout=layout.code, source=layout.source, digest=digest, vintage=vintage).first()
