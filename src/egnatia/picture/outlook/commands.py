"""`egnatia picture outlook`; `commands` adds it."""

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from egnatia.picture.outlook.rows import Expected, OutlookRow

app = typer.Typer()


@app.command()
def outlook(as_json: Annotated[bool, typer.Option("--json", help="Print what a machine may read.")] = False) -> None:
    """What is expected of the next five days and of the next months, with the range that holds four in five."""
    from egnatia.picture.alarms.ahead import MONTHS_AHEAD
    from egnatia.picture.outlook.rows import day_rows, month_rows

    days, by_day = day_rows()
    by_month = month_rows()
    if as_json:
        typer.echo(json.dumps({"days": [day.isoformat() for day in days], "by_day": [_facts(row) for row in by_day],
                               "months_ahead": MONTHS_AHEAD, "by_month": [_facts(row) for row in by_month]},
                              ensure_ascii=False))  # fmt: skip
        return
    for head, rows in ((f"{days[0]} to {days[-1]}", by_day), ("1, 3, 6, 12 months ahead", by_month)):
        typer.echo(head)
        for row in rows:
            typer.echo(
                f"  {row.key.indicator}, {row.place}: {', '.join(map(_words, row.cells))}; together {_words(row.together)}"
            )
    if not by_day and not by_month:
        typer.echo("Nothing is foreseen yet: forecasts are made each night of series that are long enough.")


def _facts(row: "OutlookRow") -> dict[str, Any]:
    return asdict(row) | {"last": row.last.isoformat()}


def _words(expected: "Expected | None") -> str:
    return "–" if expected is None else f"{expected.point:.0f} ({expected.low:.0f}–{expected.high:.0f})"
