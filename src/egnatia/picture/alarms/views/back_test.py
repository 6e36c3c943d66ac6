"""The back-test: what forecasts and alarms of a series would have said in its past, against the last-value rule."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from egnatia.accounts.policy import officer_required
from egnatia.picture.actions.back_test_series import back_test_series
from egnatia.picture.alarms import pages as alarm_pages
from egnatia.picture.alarms.back_tests import digest_of, summary_of
from egnatia.picture.alarms.rules import AlarmRule, SeriesKey
from egnatia.picture.models import Alarm, BackTest
from egnatia.picture.queries.back_tests import find_back_test, get_watched, series_by_rule, summaries
from egnatia.picture.queries.watched import Watched
from egnatia.picture.series_words import RULES, cell_name, series_title, source_name
from egnatia.picture.views import officer_of

_FIELDS = ("source", "indicator", "cut", "key", "every")


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """One series in the list; `h1` and `h3` the error one and three months ahead against the last value, where known."""

    title: str
    source: str
    href: str
    summary: dict[str, float] | None
    h1: float | None
    h3: float | None


@officer_required("picture.read")
@require_http_methods(["GET", "HEAD", "POST"])
def back_test(request: HttpRequest) -> HttpResponse:
    """The list of watched series; one of them where the address names it, to be computed anew by POST."""
    if "indicator" not in request.GET:
        return render(request, "picture/alarms/back_tests.html", {"rules": _rules()})
    key = SeriesKey(*(request.GET.get(name, "") for name in _FIELDS))
    watched = get_watched(key)
    if request.method == "POST":
        back_test_series(officer_of(request), watched)
        return redirect(href_of(key))
    kept = find_back_test(key)
    context = {
        "title": series_title(key),
        "watched": watched,
        "source": source_name(key.source),
        "kept": kept,
        "is_current": kept is not None and kept.digest == digest_of(watched),
        **(_shown(kept, watched) if kept is not None else {}),
    }
    return render(request, "picture/alarms/back_test.html", context)


def href_of(key: SeriesKey) -> str:
    """The address of a series' back-test."""
    return f"{reverse('picture_back_test')}?{urlencode({name: getattr(key, name) for name in _FIELDS})}"


def _shown(kept: BackTest, watched: Watched) -> dict[str, object]:
    result = kept.result
    episodes = result["episodes"]
    return {
        "late": result.get("late", []),  # results of earlier versions have none
        "horizons": result["horizons"],
        "refused": result["refused"],
        "upstream": ", ".join(result["upstream"]),
        "with_upstream": result["with_upstream"],
        "years": result["years"],
        "summary": summary_of(episodes, result["years"]),
        "by_rule": [
            (str(text), summary_of([one for one in episodes if one["rule"] == rule], result["years"]))
            for rule, text in RULES.items()
        ],
        "episodes": [
            (alarm_pages.episode_row(one, watched.key.every), Alarm.Direction(one["direction"]).label)
            for one in reversed(episodes)
        ],
        "figure": alarm_pages.chart_of(watched, result),
    }


def _rules() -> list[tuple[AlarmRule, list[SeriesRow], list[SeriesRow]]]:
    """Each rule with its series that were tested on their past, and those that weren't yet."""
    computed = summaries()
    found = []
    for rule, keys in series_by_rule():
        rows = [_row(key, computed.get(key)) for key in keys]
        rows.sort(key=lambda row: (row.source, row.title))
        found.append((rule, [row for row in rows if row.summary], [row for row in rows if not row.summary]))
    return found


def _row(key: SeriesKey, kept: BackTest | None) -> SeriesRow:
    result = kept.result if kept is not None else None
    errors = {one["horizon"]: one["rel_mae"] for one in result["horizons"]} if result else {}
    return SeriesRow(
        title=cell_name(key.cut, key.key) if key.cut else series_title(key),
        source=source_name(key.source).partition(",")[0],
        href=href_of(key),
        summary=summary_of(result["episodes"], result["years"]) if result else None,
        h1=errors.get(1),
        h3=errors.get(3),
    )
