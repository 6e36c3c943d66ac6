"""Data quality: who has not reported, who is late, what was changed afterwards."""

from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from egnatia.accounts.policy import officer_required
from egnatia.picture.indicators import indicators
from egnatia.picture.queries import quality
from egnatia.picture.series_words import period_name, source_name
from egnatia.picture.tabs import picture_tabs


@require_safe
@officer_required("picture.read")
def quality_page(request: HttpRequest) -> HttpResponse:
    """A table of who reports what, one of the figures that were changed."""
    states = {
        "good": (_("Reports"), "green"),
        "late": (_("Late"), "ochre"),
        "silent": (_("Silent"), "red"),
        "closed": (_("Closed series"), "grey"),
    }
    found = quality.reporting()
    context = {
        "tabs": picture_tabs(request),
        "indicators": [_rows(list(of_one), states) for _code, of_one in groupby(found, key=lambda one: one.indicator.code)],
        "waiting": _waiting(found),
        "late": _late(found),
        "after": quality.SHARES_AFTER,
        "revisions": [
            {"one": one, "source": source_name(one.source), "period": period_name(one.period, one.every)}
            for one in quality.revisions()
        ],
        "days": quality.DAYS,
    }
    return render(request, "picture/quality.html", context)


def _rows(found: list[quality.Reporting], states: dict[str, tuple[str, str]]) -> dict[str, Any]:
    """One indicator: a row for each that reports it; those that haven't yet together."""
    return {
        "indicator": found[0].indicator,
        "rows": [(one, source_name(one.source), _last(one), states[one.state]) for one in found if one.state != "never"],
        "never": ", ".join(source_name(one.source) for one in found if one.state == "never"),
    }


def _late(found: list[quality.Reporting]) -> list[dict[str, Any]]:
    """By indicator, how many per cent of its counts are in after so many days, for each source of which that is known."""
    known = [one for one in found if one.shares is not None]
    return [
        {
            "indicator": indicators()[code],
            "rows": [(source_name(one.source), [round(100 * share) for share in one.shares or ()]) for one in of_one],
        }
        for code, of_one in groupby(known, key=lambda one: one.indicator.code)
    ]


def _waiting(found: list[quality.Reporting]) -> list[tuple[str, str]]:
    """Who is late, with what and since when."""
    late = sorted((one for one in found if one.state in ("late", "silent")), key=lambda one: one.source)
    return [
        (source_name(source), "; ".join(f"{one.indicator.name} ({_last(one)})" for one in of_one))
        for source, of_one in groupby(late, key=lambda one: one.source)
    ]


def _last(one: quality.Reporting) -> str:
    return period_name(one.last, one.indicator.every) if one.last else "–"
