"""What the pages about alarms show: rows, words on how sure an alarm is, its chart."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext

from egnatia.picture.alarms.back_tests import alarms_of, digest_of, summary_of
from egnatia.picture.alarms.judging import AFTER
from egnatia.picture.alarms.rules import find_rule, reasons
from egnatia.picture.indicators import get_indicator
from egnatia.picture.late_words import expected_line, late_caption, reported_name
from egnatia.picture.lateness import Nowcast
from egnatia.picture.models import Alarm
from egnatia.picture.queries.alarms import series_key, verdicts_on
from egnatia.picture.queries.back_tests import find_back_test
from egnatia.picture.queries.watched import Watched, find_watched
from egnatia.picture.series_words import RULES, period_name, series_title, source_name
from egnatia.ui import charts
from egnatia.ui.figures import Figure

COLOURS = {"open": "ochre", "confirmed": "teal", "dismissed": "grey", "closed": "green"}
MEASURE_COLOURS = {"proposed": "ochre", "assigned": "teal", "done": "green", "dropped": "grey"}
#: Periods shown around an alarm.
SHOWN = {"month": 60, "day": 120}
_SIMILAR = 8


@dataclass(frozen=True, slots=True)
class AlarmRow:
    """One alarm in a list. `is_drift`: no single figure is out of its range, the way they went is."""

    alarm: Alarm
    title: str
    source: str
    source_short: str
    unit: str
    since: str
    period: str
    colour: str
    reason: str
    measures: int
    is_drift: bool


@dataclass(frozen=True, slots=True)
class EpisodeRow:
    """One earlier episode of the same series."""

    since: str
    last: str
    rule: str
    expected: float
    observed: float
    peak: float
    lasted: bool | None


@dataclass(frozen=True, slots=True)
class Confidence:
    """How sure an alarm is: what the rule looks at, what chance would do, what it cost in the past and what officers said.

    back_test   see `back_tests.summary_of`; `after` how many periods later it is told whether a rise or fall lasted
    """

    rule: str
    once_in: int | None
    budget: float
    years: float
    back_test: dict[str, Any]
    verdicts: dict[str, int]
    after: int


def row_of(alarm: Alarm) -> AlarmRow:
    key = series_key(alarm)
    return AlarmRow(
        alarm=alarm,
        title=series_title(key),
        source=source_name(alarm.source),
        source_short=source_name(alarm.source).partition(",")[0],
        unit=get_indicator(alarm.indicator).unit_name,
        since=period_name(alarm.since, alarm.every),
        period=period_name(alarm.period, alarm.every),
        colour=COLOURS[alarm.state],
        reason=reasons()[alarm.reason].name if alarm.reason in reasons() else "",
        measures=getattr(alarm, "measures", 0),
        is_drift=alarm.rule == "drift",
    )


def watched_of(alarm: Alarm) -> Watched | None:
    """The alarm's series as it is known now; None where it isn't watched any more."""
    key = series_key(alarm)
    rule = find_rule(key)
    return find_watched(key, rule) if rule is not None else None


def back_test_of(watched: Watched) -> dict[str, Any]:
    """What the job kept, where it is of these figures; else the alarms alone, which an alarm's page can't do without."""
    kept = find_back_test(watched.key)
    return dict(kept.result) if kept is not None and kept.digest == digest_of(watched) else alarms_of(watched)


def confidence_of(alarm: Alarm, watched: Watched, back_test: dict[str, Any]) -> Confidence:
    same_way = [one for one in back_test["episodes"] if one["direction"] == alarm.direction]
    return Confidence(
        rule=str(RULES.get(alarm.rule, alarm.rule)),
        once_in=round(1 / alarm.p) if alarm.p > 1e-6 else None,  # smaller: the figure says nothing
        budget=watched.rule.budget,
        years=back_test["years"],
        back_test=summary_of(same_way, back_test["years"]),
        verdicts=verdicts_on(alarm.rule, alarm.watch),
        after=AFTER[alarm.every],
    )


def late_reports_of(alarm: Alarm, watched: Watched) -> Nowcast | None:
    """What the alarm's latest period will have counted; None where its reports are in, or nobody knows how late they come."""
    return watched.ends.nowcasts[alarm.period] if watched.ends.is_open(alarm.period) else None


def similar_episodes(alarm: Alarm, back_test: dict[str, Any]) -> list[EpisodeRow]:
    """Earlier ones of the same series that went the same way, the latest first."""
    same_way = [one for one in back_test["episodes"] if one["direction"] == alarm.direction]
    earlier = [one for one in same_way if date.fromisoformat(one["last"]) < alarm.since]
    return [episode_row(one, alarm.every) for one in reversed(earlier[-_SIMILAR:])]


def episode_row(episode: dict[str, Any], every: str) -> EpisodeRow:
    return EpisodeRow(
        since=period_name(date.fromisoformat(episode["since"]), every),
        last=period_name(date.fromisoformat(episode["last"]), every),
        rule=str(RULES.get(episode["rule"], episode["rule"])),
        expected=episode["expected"],
        observed=episode["observed"],
        peak=episode["peak"],
        lasted=episode["lasted"],
    )


def chart_of(watched: Watched, back_test: dict[str, Any], *, upto: date | None = None, marked: Alarm | None = None) -> Figure:
    """The series with the range that was to be expected one period ahead, and a sign where it rang.

    upto   the last period shown; `marked`: sign this alarm, else every episode of the back-test
    """
    ends, values = watched.ends, watched.reported
    end = min(len(values), _index_after(watched, upto)) if upto else len(values)
    start = max(0, end - SHOWN[watched.key.every])
    shown, points = ends.periods[start:end], list(zip(ends.periods, values, strict=True))[start:end]
    band = [
        (date.fromisoformat(day), low, high)
        for day, low, high, _point in back_test["forecasts"]
        if shown and shown[0] <= date.fromisoformat(day) <= shown[-1]
    ]
    unit = watched.indicator.unit_name
    expected = expected_line(points, ends.nowcasts, unit=unit)
    observed = charts.Line(reported_name(gettext("Observed"), expected), points, unit=unit, band=band)
    lines = [observed, *([expected] if expected else []), *_to_come(back_test, points, unit, is_whole=upto is None)]
    marks = [_mark_alarm(marked)] if marked is not None else _mark_episodes(watched, back_test, shown)
    return charts.line(
        lines,
        title=series_title(watched.key),
        every=watched.key.every,
        caption=f"{_caption(watched, has_band=bool(band))} {late_caption(ends.nowcasts, shown, watched.key.every)}".strip(),
        marks=marks,
    )


def _to_come(
    back_test: dict[str, Any], points: list[tuple[date, float | None]], unit: str, *, is_whole: bool
) -> list[charts.Line]:
    """What was foreseen of the periods after the last one shown; only where all that is known is shown."""
    told = back_test.get("ahead", {}).get("points", []) if is_whole else []  # results of earlier versions have none
    known = [(period, value) for period, value in points if value is not None]
    ahead = [(date.fromisoformat(period), *values) for period, *values in told]
    ahead = [one for one in ahead if known and one[0] > known[-1][0]]
    if not ahead:
        return []
    return [
        charts.Line(
            gettext("Foreseen"),
            [(period, round(point)) for period, point, _low, _high in ahead],
            unit=unit,
            band=[(period, round(low), round(high)) for period, _point, low, high in ahead],
            begins=known[-1],
        )
    ]


def _index_after(watched: Watched, upto: date) -> int:
    """Some periods beyond the alarm, to see what followed."""
    return sum(period <= upto for period in watched.ends.periods) + 2 * AFTER[watched.key.every]


def _mark_alarm(alarm: Alarm) -> charts.Mark:
    return charts.Mark(alarm.period, alarm.observed, alarm.get_direction_display(), kind=alarm.direction)  # type: ignore[arg-type]


def _mark_episodes(watched: Watched, back_test: dict[str, Any], shown: list[date]) -> list[charts.Mark]:
    found = [(date.fromisoformat(one["since"]), one) for one in back_test["episodes"]]
    return [
        charts.Mark(day, one["observed"], str(Alarm.Direction(one["direction"]).label), kind=one["direction"])
        for day, one in found
        if day in shown
    ]


def _caption(watched: Watched, *, has_band: bool) -> str:
    words = {
        "unit": watched.indicator.unit_name,
        "source": source_name(watched.key.source),
        "vintage": date_format(watched.vintage, "j F Y"),
    }
    said = gettext("In %(unit)s. Source: %(source)s, as known on %(vintage)s.") % words
    return said + " " + gettext("Shaded: where the next period was to lie, four times in five.") if has_band else said
