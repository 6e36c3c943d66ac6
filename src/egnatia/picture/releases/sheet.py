"""A release as people read it: as a file, and as tables of a page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from egnatia.engines.flows.disclosure import TOTAL
from egnatia.picture.explore.answers import cut_names
from egnatia.picture.indicators import get_indicator
from egnatia.picture.models import Release
from egnatia.picture.queries.release_figures import OTHER
from egnatia.picture.releases.content import public_rows
from egnatia.picture.series_words import cell_name, period_name, source_name
from egnatia.ui.spreadsheets import Sheet

#: As in European statistics: not available.
HIDDEN = ":"


@dataclass(frozen=True, slots=True)
class PartnerTable:
    """One partner's figures, or those of all together: rows of (name, counts by month, total); None is hidden."""

    name: str
    rows: list[tuple[str, list[int | None], int | None]]


def release_sheet(release: Release) -> Sheet:
    """A row for each cell and margin, below what they are."""
    head = (_("Partner"), _("Month"), cut_names()[release.cut].capitalize(), get_indicator(release.indicator).unit_name)
    rows = tuple(
        (
            _partner_name(str(row["partner"])),
            str(row["month"]) or _("all"),
            label_name(release.cut, str(row[release.cut])),
            HIDDEN if row["count"] is None else row["count"],
        )
        for row in public_rows(release.content)
    )
    return Sheet(f"{_('Release')} {release.number}", facts_of_sheet(release), head, rows)


def facts_of_sheet(release: Release) -> tuple[tuple[str, str], ...]:
    """What stands above the rows and beside the table."""
    indicator, content = get_indicator(release.indicator), release.content
    return (
        (_("Release"), str(release.number)),
        (_("Indicator"), indicator.name),
        (_("Definition"), indicator.definition),
        (_("Unit"), indicator.unit_name),
        (_("On the ground of"), indicator.source),
        (_("Figures of"), ", ".join(source_name(code) for code in release.sources)),
        (_("Months"), " – ".join(period_name(month, "month") for month in (release.start, release.end))),
        (_("Made"), date_format(release.made_at, "c")),
        (_("As known on"), ", ".join(sorted({vintage[:10] for vintage in release.vintages.values()}))),
        (_("Rounded to"), str(content["round_to"])),
        (_("Hidden (%(mark)s)") % {"mark": HIDDEN}, _hidden_words(content["minimum"], content["minimum_of_cells"])),
        (_("Digest (SHA-256)"), release.digest),
    )


def partner_tables(release: Release) -> list[PartnerTable]:
    """Each partner's table, months across; all together last, where there are several."""
    counts = {
        (str(row["partner"]), str(row["month"]), str(row[release.cut])): row["count"] for row in public_rows(release.content)
    }
    labels = list(dict.fromkeys(label for _partner, _month, label in counts))
    partners = [*release.sources, TOTAL] if len(release.sources) > 1 else release.sources
    return [PartnerTable(_partner_name(code), [_row(release, counts, code, label) for label in labels]) for code in partners]


def months_of(release: Release) -> list[str]:
    """Names of the columns."""
    return [period_name(date.fromisoformat(f"{month}-01"), "month") for month in sorted(release.vintages)]


def label_name(cut: str, label: str) -> str:
    """A label of the table by the name people know."""
    if label == TOTAL:
        return _("all")
    return _("other") if label == OTHER else cell_name(cut, label)


def _row(
    release: Release, counts: Mapping[tuple[str, str, str], object], code: str, label: str
) -> tuple[str, list[int | None], int | None]:
    values = [counts[code, month, label] for month in (*sorted(release.vintages), TOTAL)]
    *by_month, total = (value if isinstance(value, int) else None for value in values)
    return label_name(release.cut, label), by_month, total


def _partner_name(code: str) -> str:
    return _("All together") if code == TOTAL else source_name(code)


def _hidden_words(minimum: int, of_cells: int) -> str:
    if minimum == of_cells:
        return _("counts from 1 to %(most)d, and what they could be computed from") % {"most": minimum - 1}
    return _("counts from 1 to %(most)d (of single cells to %(of_cells)d), and what they could be computed from") % {
        "most": minimum - 1,
        "of_cells": of_cells - 1,
    }
