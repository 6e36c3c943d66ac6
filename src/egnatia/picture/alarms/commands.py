"""`egnatia picture alarms`, `look` and `backtest`; `commands` adds them."""

import json
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from egnatia.picture.models import Alarm, BackTest

app = typer.Typer()

AsJson = Annotated[bool, typer.Option("--json", help="Print what a machine may read.")]
Indicator = Annotated[str, typer.Argument(help="Code of an indicator, as `egnatia picture indicators` lists them.")]


@app.command()
def alarms(
    state: Annotated[str, typer.Option(help="open, confirmed, dismissed, closed, or undecided: the first two.")] = "undecided",
    limit: Annotated[int, typer.Option(help="How many at most.", min=1)] = 50,
    as_json: AsJson = False,
) -> None:
    """What rings, those that wait for an analyst first. Exit code 1 where something waits."""
    from egnatia.picture.models import Alarm
    from egnatia.picture.queries import alarms as queries

    _check_state(state)
    found = list(queries.alarms(state=state)[:limit])
    typer.echo(json.dumps([_facts(one) for one in found], ensure_ascii=False) if as_json else _words(found))
    if any(one.state == Alarm.State.OPEN for one in found):
        raise typer.Exit(1)


@app.command()
def look(
    upto: Annotated[str, typer.Option(help="As if the figures ended with this day: 2016-03-31.")] = "",
    as_json: AsJson = False,
) -> None:
    """Look over the watched series now, as the worker does each night and after imports. Twice changes nothing."""
    from egnatia.picture.actions.raise_alarms import raise_alarms

    done = raise_alarms(upto=_day(upto) if upto else None)
    facts = {name: getattr(done, name) for name in ("series", "raised", "grown", "closed")}
    words = "{series} series looked over: {raised} alarms raised, {grown} grown, {closed} closed."
    typer.echo(json.dumps(facts) if as_json else words.format(**facts))


@app.command()
def backtest(
    indicator: Indicator,
    source: Annotated[str, typer.Option(help="Whose series it is: frontex, or letters of a partner.")],
    every: Annotated[str, typer.Option(help="day or month.")] = "month",
    cut: Annotated[str, typer.Option(help="section, nationality, group or type; all by default.")] = "",
    key: Annotated[str, typer.Option(help="The cell of the cut.")] = "",
    as_json: AsJson = False,
) -> None:
    """What forecasts and alarms of a watched series would have said in its past, against the last-value rule."""
    from egnatia.picture.actions.back_test_series import back_test_series
    from egnatia.picture.alarms.rules import SeriesKey
    from egnatia.picture.queries.back_tests import get_watched

    found = back_test_series(None, get_watched(SeriesKey(source, indicator, cut, key, every)))
    typer.echo(json.dumps(found.result, ensure_ascii=False) if as_json else _back_test_words(found))


def _check_state(state: str) -> None:
    from egnatia.base.errors import Problem
    from egnatia.picture.models import Alarm

    if state not in ("undecided", *Alarm.State.values):
        raise Problem(
            "picture.alarm.state",
            "Alarms have no such state.",
            "Use open, confirmed, dismissed, closed or undecided.",
            field="state",
        )


def _day(text: str) -> date:
    from egnatia.base.errors import Problem

    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Problem("picture.alarm.day", "This is no day.", "Write it as 2016-03-31.", field="upto") from None


def _facts(alarm: "Alarm") -> dict[str, Any]:
    from egnatia.picture.indicators import get_indicator

    names = ("source", "indicator", "cut", "key", "every", "direction", "pace", "rule", "state", "reason")
    days = {name: getattr(alarm, name).isoformat() for name in ("since", "period", "vintage", "raised_at")}
    figures = {name: round(getattr(alarm, name), 1) for name in ("expected", "low", "high", "observed")}
    return {
        "id": str(alarm.pk),
        **{name: getattr(alarm, name) for name in names},
        **days,
        **figures,
        "unit": get_indicator(alarm.indicator).unit,
        "p": alarm.p,
        "measures": alarm.measures,  # type: ignore[attr-defined]  # annotated by the query
    }


def _words(found: list["Alarm"]) -> str:
    from egnatia.picture.queries.alarms import series_key
    from egnatia.picture.series_words import period_name, series_title

    lines = [
        f"{one.get_state_display():<16} {one.get_direction_display():<5} {period_name(one.period, one.every):<18} "
        f"{one.observed:>9,.0f} (expected {one.expected:,.0f}, {one.low:,.0f} to {one.high:,.0f})  "
        f"{series_title(series_key(one))}"
        for one in found
    ]
    return "\n".join(lines) or "Nothing rings."


def _back_test_words(found: "BackTest") -> str:
    from egnatia.picture.alarms.back_tests import summary_of

    result = found.result
    told = summary_of(result["episodes"], result["years"])
    lines = [f"{result['years']} years, {told['rang']} alarms ({told['per_year']} a year), {told['passed']} did not last"]
    lines += [
        f"{one['horizon']:>3} ahead: error {one['rel_mae']} of the last value's, {one['coverage80']} within the 80 % range, "
        f"{one['origins']} forecasts"
        for one in result["horizons"]
    ]
    return "\n".join(lines)
