"""The outlook: the next days and months of every series, each with how far off such forecasts were."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from egnatia.accounts.policy import officer_required
from egnatia.picture.alarms.ahead import MONTHS_AHEAD
from egnatia.picture.alarms.views.back_test import href_of
from egnatia.picture.indicators import Indicator, get_indicator
from egnatia.picture.outlook.rows import OutlookRow, day_rows, month_rows
from egnatia.picture.tabs import picture_tabs


@require_safe
@officer_required("picture.read")
def outlook_page(request: HttpRequest) -> HttpResponse:
    """Two tables; what a night's job has kept, so that nobody waits."""
    days, by_day = day_rows()
    context = {
        "tabs": picture_tabs(request),
        "days": days,
        "by_day": _by_indicator(by_day),
        "months_ahead": MONTHS_AHEAD,
        "by_month": _by_indicator(month_rows()),
    }
    return render(request, "picture/outlook.html", context)


def _by_indicator(rows: list[OutlookRow]) -> list[tuple[Indicator, list[tuple[OutlookRow, str]]]]:
    """Each indicator with its rows and the addresses of their back-tests: no two units stand in one table."""
    return [
        (get_indicator(code), [(row, href_of(row.key)) for row in of_one])
        for code, of_one in groupby(rows, key=lambda row: row.key.indicator)
    ]
