"""`egnatia picture indicators`, `sections`, `series`, `summarise` and `transit`; `commands` adds them."""

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from egnatia.picture.command_days import end_of, read_day

if TYPE_CHECKING:
    from egnatia.picture.queries.series import Series

app = typer.Typer()

AsJson = Annotated[bool, typer.Option("--json", help="Print what a machine may read.")]
Day = Annotated[str, typer.Option(help="As 2024-03-31.")]


@app.command()
def indicators(as_json: AsJson = False) -> None:
    """What is counted, in which unit, on which ground."""
    from egnatia.picture.indicators import indicators as all_indicators

    rows = [
        {
            "code": one.code,
            "name": one.name,
            "unit": one.unit,
            "every": one.every,
            "cuts": list(one.cuts),
            "definition": one.definition,
            "source": one.source,
            "status": one.status,
        }
        for one in all_indicators().values()
    ]
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        typer.echo(f"{row['code']:<22} {row['unit']:<12} {row['name']}\n    {row['definition']}\n    {row['source']}")


@app.command()
def sections(
    partner: Annotated[str, typer.Option(help="Only this partner's: AL, BA, XK, ME, MK or RS.")] = "",
    as_json: AsJson = False,
) -> None:
    """Border sections with their crossing points."""
    from egnatia.picture.places import crossing_points
    from egnatia.picture.places import sections as all_sections

    rows: list[dict[str, Any]] = [
        {
            "code": one.code,
            "kind": one.kind,
            "name": one.name,
            "names": dict(one.names),
            "lat": one.lat,
            "lon": one.lon,
            "crossing_points": [
                {"code": point.code, "name": point.name, "names": dict(point.names), "lat": point.lat, "lon": point.lon}
                for point in crossing_points().values()
                if one.code in point.sections
            ],
        }
        for one in all_sections().values()
        if partner.upper() in ("", one.partner)
    ]
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        typer.echo(f"{row['code']:<7} {row['name']}")
        for point in row["crossing_points"]:
            typer.echo(f"    {point['code']:<18} {point['name']}  ({point['lat']:.2f}, {point['lon']:.2f})")


@app.command()
def series(
    indicator: Annotated[str, typer.Argument(help="As `egnatia picture indicators` lists them.")],
    source: Annotated[
        str, typer.Option(help="Partners or published series, with commas between; all of them by default.")
    ] = "",
    cut: Annotated[str, typer.Option(help="section, nationality, group or type.")] = "",
    key: Annotated[str, typer.Option(help="The cell: MK-GR, AFG …")] = "",
    every: Annotated[str, typer.Option(help="day, week, month or year; the finest by default.")] = "",
    start: Day = "",
    end: Day = "",
    as_of: Annotated[str, typer.Option(help="As it was known at the end of this day.")] = "",
    as_json: AsJson = False,
) -> None:
    """One indicator through time, with the day its newest figure became known."""
    from egnatia.picture.indicators import get_indicator
    from egnatia.picture.queries.series import get_series

    found = get_series(
        indicator,
        sources=[one.strip() for one in source.split(",")] if source else None,
        cut=cut,
        key=key,
        every=every or get_indicator(indicator).every,
        start=read_day(start, "start") if start else None,
        end=read_day(end, "end") if end else None,
        as_of=end_of(as_of) if as_of else None,
    )
    if as_json:
        typer.echo(json.dumps(_series_facts(found), ensure_ascii=False))
        return
    typer.echo(f"{found.indicator.name} ({found.indicator.unit_name}), {found.source}, known {found.vintage:%Y-%m-%d}")
    for period, value in zip(found.periods, found.values, strict=True):
        typer.echo(f"{period}  {'not reported' if value is None else value}")


@app.command()
def transit(
    start: Day = "",
    end: Day = "",
    by_section: Annotated[bool, typer.Option(help="Divide by the border section of the registration.")] = False,
    as_json: AsJson = False,
) -> None:
    """Where persons registered here were seen next, and after how many days; groups of fewer than five are left out."""
    from dataclasses import asdict

    from egnatia.picture.queries.transit import onward

    rows = onward(read_day(start, "start") if start else None, read_day(end, "end") if end else None, by_section=by_section)
    if as_json:
        typer.echo(json.dumps([asdict(row) for row in rows]))
        return
    for row in rows:
        low, middle, high = row.days
        where = f"{row.section or row.source} → {row.seen_next}"
        typer.echo(f"{where:<16} {row.persons:>6} persons, after {middle} days (half of them {low} to {high})")
    if not rows:
        typer.echo("No group of five persons or more.")


@app.command()
def summarise(as_json: AsJson = False) -> None:
    """Add the counts up by month anew, as the worker checks each night. Exit code 1 where a sum was wrong (now it is right)."""
    from egnatia.picture.actions.summarise_counts import summarise_counts

    differing = summarise_counts()
    words = f"{differing} sums were not what the counts come to. They are now."
    typer.echo(json.dumps({"differing": differing}) if as_json else words if differing else "All sums are right.")
    if differing:
        raise typer.Exit(1)


def _series_facts(found: "Series") -> dict[str, Any]:
    return {
        "indicator": found.indicator.code,
        "unit": found.indicator.unit,
        "source": found.source,
        "cut": found.cut,
        "key": found.key,
        "every": found.every,
        "vintage": found.vintage.isoformat(),
        "periods": [period.isoformat() for period in found.periods],
        "values": found.values,
    }
