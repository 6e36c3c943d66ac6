"""The monthly statistics: the list of months, a month exactly or for handing out, and as files."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from egnatia import audit, law
from egnatia.accounts.policy import officer_required
from egnatia.base.errors import not_found
from egnatia.oversight import presenting
from egnatia.oversight.counting.other import HIT_LETTERS
from egnatia.oversight.downloads import facts_of, file_name, write_file
from egnatia.oversight.months import read_month
from egnatia.oversight.queries.statistics import READ, Shown, get_statistics, list_months
from egnatia.ui.components import Tab
from egnatia.ui.spreadsheets import MEDIA_TYPES


@require_safe
@officer_required(READ)
def months(request: HttpRequest) -> HttpResponse:
    """All months since the first registration, the present one on top."""
    context = {"rows": list_months(request.user), "closing_day": law.statistics_rules().closing_day}
    return render(request, "oversight/months.html", context)


@require_safe
@officer_required(READ)
def month_page(request: HttpRequest, month: str) -> HttpResponse:
    """A month exactly: as it was closed, in a vintage, or so far."""
    shown = get_statistics(request.user, read_month(month), vintage=_vintage(request))
    return _page(request, shown)


@require_safe
@officer_required(READ)
def released_page(request: HttpRequest, month: str) -> HttpResponse:
    """A closed month as it may leave the partner."""
    return _page(request, get_statistics(request.user, read_month(month), released=True))


@require_safe
@officer_required(READ)
def save_month(request: HttpRequest, month: str, kind: str) -> HttpResponse:
    """The exact counts as CSV or for Excel."""
    return _file(request, get_statistics(request.user, read_month(month), vintage=_vintage(request)), kind)


@require_safe
@officer_required(READ)
def save_released(request: HttpRequest, month: str, kind: str) -> HttpResponse:
    """What may be handed out, as CSV or for Excel."""
    return _file(request, get_statistics(request.user, read_month(month), released=True), kind)


def _vintage(request: HttpRequest) -> int | None:
    asked = request.GET.get("vintage", "")
    if not asked:
        return None
    if not (asked.isdecimal() and 0 < int(asked) < 1000):
        raise not_found("oversight.statistics")
    return int(asked)


def _page(request: HttpRequest, shown: Shown) -> HttpResponse:
    context = {
        "shown": shown,
        "tabs": _tabs(shown),
        "facts": facts_of(shown),
        "saves": _saves(shown),
        "persons": presenting.lines(shown, ["persons"]),
        "data_sets": presenting.data_set_grids(shown),
        "hits": presenting.hits_grid(shown),
        "where": presenting.where_grid(shown),
        "not_in_tables": presenting.uncounted(shown, ["i", *HIT_LETTERS]),
        "others": presenting.lines(shown, ["transmissions", "data_sets", "hits", "requests"]),
        "between": presenting.between_grid(shown),
        "earlier": [] if shown.is_released else [one for one in shown.vintages if one != shown.vintage],
    }
    return render(request, "oversight/month.html", context)


def _tabs(shown: Shown) -> list[Tab]:
    """Without a form to hand out there is nothing to choose."""
    if not shown.vintages:
        return []
    month = (shown.month.code,)
    return [
        Tab(_("Exact"), reverse("statistics_month", args=month), current=not shown.is_released),
        Tab(_("For handing out"), reverse("statistics_released", args=month), current=shown.is_released),
    ]


def _saves(shown: Shown) -> list[tuple[str, str]]:
    name = "save_released_statistics" if shown.is_released else "save_statistics"
    query = f"?vintage={shown.vintage}" if shown.vintage and not shown.is_released else ""
    kinds = (("csv", _("Save as CSV")), ("xlsx", _("Save as Excel")))
    return [(text, reverse(name, args=(shown.month.code, kind)) + query) for kind, text in kinds]


def _file(request: HttpRequest, shown: Shown, kind: str) -> HttpResponse:
    audit.record(
        "oversight.statistics.downloaded",
        officer=request.user,
        month=shown.month.code,
        vintage=shown.vintage,
        form="released" if shown.is_released else "exact",
        kind=kind,
    )
    disposition = f'attachment; filename="{file_name(shown, kind)}"'
    return HttpResponse(write_file(shown, kind), content_type=MEDIA_TYPES[kind], headers={"Content-Disposition": disposition})
