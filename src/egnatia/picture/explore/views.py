"""Explore: any indicator by time, place, nationality, age and sex; what is seen is what the address says."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from egnatia.accounts.policy import officer_required
from egnatia.base.errors import Problem, not_found
from egnatia.picture.explore import answers as explore
from egnatia.picture.explore import downloads
from egnatia.picture.explore.form import ExploreForm
from egnatia.picture.queries.sharing import hiding_days
from egnatia.picture.series_words import source_name
from egnatia.picture.tabs import picture_tabs
from egnatia.ui import parquet, spreadsheets
from egnatia.ui.components import Save
from egnatia.ui.figures import Figure

_TYPES = {**spreadsheets.MEDIA_TYPES, "parquet": parquet.MEDIA_TYPE, "svg": "image/svg+xml", "png": "image/png"}


@require_safe
@officer_required("picture.read")
def explore_page(request: HttpRequest) -> HttpResponse:
    """The form, the lines, the cells and the map, each with its table and what it can be saved as."""
    form = ExploreForm(request.GET)
    context = {"form": form, "tabs": picture_tabs(request), "indicator": form.chosen}
    if not form.is_valid():
        return render(request, "picture/explore.html", context, status=400)
    found = explore.answer(form.question)
    drawn = [(what, figure) for what in _FIGURES if (figure := _figure(found, what)) is not None]
    context |= {
        "answer": found,
        "hiding": _hiding(form.question),
        "figures": [(figure, _saves(form, what)) for what, figure in drawn] if not found.is_empty else [],
    }
    return render(request, "picture/explore.html", context)


@require_safe
@officer_required("picture.read")
def save(request: HttpRequest, what: str, kind: str) -> HttpResponse:
    """What the page shows under the same address, as a file."""
    form = ExploreForm(request.GET)
    if what not in _FIGURES or kind not in _TYPES:
        raise not_found("picture.figure")
    if not form.is_valid():
        raise Problem(
            "picture.question.invalid", _("This address asks for something impossible."), _("Ask again on the page Explore.")
        )
    found = explore.answer(form.question)
    name = f"{form.chosen.code}-{what}.{kind}"
    disposition = f'attachment; filename="{name}"'
    return HttpResponse(_content(found, what, kind), content_type=_TYPES[kind], headers={"Content-Disposition": disposition})


def _hiding(question: explore.Question) -> list[tuple[str, int]]:
    """Which partners keep something of this from us, and on how many days: sums are then at least what is shown."""
    sources = [question.source] if question.source else None
    found = hiding_days(question.indicator.code, question.cut, start=question.start, end=question.end, sources=sources)
    return [(source_name(code), days) for code, days in found.items()]


_FIGURES = {"time": explore.time_figure, "cells": explore.cells_figure, "map": explore.map_figure}


def _figure(found: explore.Answer, what: str) -> Figure | None:
    return _FIGURES[what](found)


def _content(found: explore.Answer, what: str, kind: str) -> bytes:
    if kind == "csv":
        return spreadsheets.csv_of(downloads.time_sheet(found) if what == "time" else downloads.cells_sheet(found))
    if kind == "xlsx":
        sheets = [downloads.time_sheet(found)] + ([downloads.cells_sheet(found)] if found.cells else [])
        return spreadsheets.xlsx_of(sheets)
    if kind == "parquet":
        return downloads.time_parquet(found) if what == "time" else downloads.cells_parquet(found)
    drawn = _figure(found, what)
    if drawn is None:
        raise not_found("picture.figure")
    return drawn.whole_png() if kind == "png" else drawn.whole_svg.encode()


def _saves(form: ExploreForm, what: str) -> list[Save]:
    """Links to files of this figure; the map's table is that of the cells."""
    kinds = {"csv": "CSV", "xlsx": "Excel", "parquet": "Parquet", "svg": _("Picture (SVG)"), "png": _("Picture (PNG)")}
    shown = kinds if what != "map" else {kind: kinds[kind] for kind in ("svg", "png")}
    return [Save(text, f"{reverse('picture_explore_save', args=(what, kind))}?{form.address}") for kind, text in shown.items()]
