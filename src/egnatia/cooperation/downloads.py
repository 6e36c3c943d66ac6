"""The register as a file for other programs."""

from collections.abc import Iterable, Iterator

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from egnatia import law
from egnatia.base import clock, node
from egnatia.cooperation.models import RegisterEntry
from egnatia.ui.spreadsheets import Sheet, Value, csv_of, xlsx_of


def register_file(entries: Iterable[RegisterEntry], kind: str) -> bytes:
    """`csv` or `xlsx`. Raises KeyError for another kind."""
    return {"csv": csv_of, "xlsx": _as_workbook}[kind](_sheet(entries))


def _as_workbook(sheet: Sheet) -> bytes:
    return xlsx_of([sheet])


def _sheet(entries: Iterable[RegisterEntry]) -> Sheet:
    head = (
        _("Partner"), _("Partner's name"), _("Kind"), _("Name"), _("What it is for"), _("Authority"), _("Technology"),
        _("State"), _("Offered"), _("Priority"), _("Changed"),
    )  # fmt: skip
    facts = ((_("Saved from"), f"{node.current().name}, {date_format(clock.now(), 'c')}"),)
    return Sheet(_("Register"), facts, head, tuple(_rows(entries)))


def _rows(entries: Iterable[RegisterEntry]) -> Iterator[tuple[Value, ...]]:
    for entry in entries:
        yield (
            entry.partner,
            law.partner(entry.partner).name,
            str(RegisterEntry.Kind(entry.kind).label),
            entry.name,
            entry.purpose,
            entry.authority,
            entry.technology,
            str(RegisterEntry.State(entry.state).label),
            _("yes") if entry.offered else _("no"),
            str(RegisterEntry.Priority(entry.priority).label) if entry.priority else "",
            entry.changed_at.date(),
        )
