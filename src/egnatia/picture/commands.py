"""`egnatia picture …`: take in files of counts, and print what the picture holds."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from egnatia.picture import alarm_commands, release_commands

if TYPE_CHECKING:
    from egnatia.picture.actions.import_file import Imported
    from egnatia.picture.queries.series import Series

app = typer.Typer(name="picture", help="The regional picture: counts taken in, series, sections.", no_args_is_help=True)
mapping = typer.Typer(help="How a partner's own files are read.", no_args_is_help=True)
app.add_typer(mapping, name="mapping")
app.add_typer(alarm_commands.app)
app.add_typer(release_commands.app, name="release")

AsJson = Annotated[bool, typer.Option("--json", help="Print what a machine may read.")]
Day = Annotated[str, typer.Option(help="As 2024-03-31.")]


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="CSV file or Excel workbook.", exists=True, dir_okay=False)],
    vintage: Annotated[str, typer.Option(help="Day on which its source published it: 2025-06-03.")],
    layout: Annotated[str, typer.Option(help="A layout that comes with the program, such as frontex_monthly.")] = "",
    mapping: Annotated[str, typer.Option(help="A saved mapping, instead.")] = "",
    accept_revisions: Annotated[bool, typer.Option(help="Also where a period's sum halves or doubles.")] = False,
    trial: Annotated[bool, typer.Option("--trial", help="Check only; nothing is taken in.")] = False,
    as_json: AsJson = False,
) -> None:
    """Take in a file of counts: the whole of it, or nothing. The same file again changes nothing."""
    from egnatia.accounts.queries import get_service_officer
    from egnatia.base.errors import Problem
    from egnatia.picture.actions.import_file import import_file

    try:
        done = import_file(
            get_service_officer(),
            file.read_bytes(),
            file.name,
            vintage=_day(vintage, "vintage"),
            layout=layout,
            mapping=mapping,
            accept_revisions=accept_revisions,
            is_trial=trial,
        )
    except Problem as problem:
        if not as_json:
            _tell_rows(problem.details.get("errors", ()))
        raise
    typer.echo(json.dumps(_import_facts(done), ensure_ascii=False) if as_json else _import_words(done))


@mapping.command("list")
def list_mappings(as_json: AsJson = False) -> None:
    """The layouts that come with the program, and the saved mappings."""
    from egnatia.picture.imports.layouts import layout_names
    from egnatia.picture.models import Mapping

    rows = [{"name": code, "what": what, "saved": None} for code, what in layout_names().items()]
    saved = Mapping.objects.select_related("saved_by").order_by("name")
    rows += [{"name": one.name, "what": one.columns.get("indicator"), "saved": one.saved_at.isoformat()} for one in saved]
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        typer.echo(f"{row['name']:<24} {row['what']}{'  saved ' + row['saved'][:10] if row['saved'] else ''}")


@mapping.command("save")
def save(
    name: Annotated[str, typer.Argument(help="What to call it.")],
    file: Annotated[Path, typer.Argument(help="JSON or TOML file, in the words of docs/picture-imports.md.", exists=True)],
) -> None:
    """Save how a kind of file is read, or replace what was saved under this name."""
    import tomllib

    from egnatia.accounts.queries import get_service_officer
    from egnatia.base.errors import Problem
    from egnatia.picture.actions.save_mapping import save_mapping

    text = file.read_text(encoding="utf-8")
    try:
        columns = tomllib.loads(text) if file.suffix == ".toml" else json.loads(text)
    except (tomllib.TOMLDecodeError, json.JSONDecodeError) as error:
        raise Problem("picture.mapping.unreadable", f"{file.name} can't be read: {error}.", "Mend that line.") from error
    if not isinstance(columns, dict):
        raise Problem("picture.mapping.unreadable", f"{file.name} holds no table.", "See docs/picture-imports.md.")
    saved = save_mapping(get_service_officer(), name, columns)
    typer.echo(f"Saved. Use it with: egnatia picture import FILE --mapping {saved.name!r} --vintage DAY")


@mapping.command("show")
def show(name: Annotated[str, typer.Argument(help="Of a saved mapping.")]) -> None:
    """Print a saved mapping as JSON, to change it and save it again."""
    from egnatia.picture.imports.problems import no_mapping
    from egnatia.picture.models import Mapping

    saved = Mapping.objects.filter(name=name).first()
    if saved is None:
        raise no_mapping()
    typer.echo(json.dumps(saved.columns, ensure_ascii=False, indent=2))


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
        start=_day(start, "start") if start else None,
        end=_day(end, "end") if end else None,
        as_of=_end_of(as_of) if as_of else None,
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

    rows = onward(_day(start, "start") if start else None, _day(end, "end") if end else None, by_section=by_section)
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
def seed() -> None:
    """Load the annual totals of the route that come with the program; again, nothing changes."""
    from egnatia.picture.actions.load_route_years import load_route_years

    typer.echo(f"{load_route_years()} annual totals loaded.")


@app.command()
def recount(
    everything: Annotated[bool, typer.Option("--all", help="Also make events of data sets that have none yet.")] = False,
) -> None:
    """Bring the counts up to the events now, instead of when the worker comes to it."""
    from egnatia.picture.actions.record_events import record_missing_events
    from egnatia.picture.actions.recount_days import recount_all

    added = 0
    while everything and (more := record_missing_events()):
        added += more
    typer.echo(f"{added} events added, {recount_all()} days counted.")


def _day(text: str, name: str) -> date:
    from egnatia.base.errors import Problem

    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Problem("picture.day", f"{text} is not a day.", "Write it as 2024-03-31.", field=name) from None


def _end_of(text: str) -> datetime:
    from datetime import UTC, time

    return datetime.combine(_day(text, "as_of"), time(23, 59, 59), UTC)


def _tell_rows(errors: Any) -> None:
    for error in errors:
        row = f"Row {error['row']}" if error["row"] else "File"
        column = f", {error['column']}" if error["column"] else ""
        typer.echo(f"{row}{column}: {error['message']} {error['cure']}", err=True)


def _import_facts(done: "Imported") -> dict[str, Any]:
    return {
        "batch": str(done.batch.pk) if done.batch else None,
        "rows": done.rows,
        "changed": done.changed,
        "known": done.is_known,
        "remarks": [one.as_dict() for one in done.remarks],
    }


def _import_words(done: "Imported") -> str:
    if done.is_known:
        return "This file was taken in before: nothing changed."
    head = f"{done.rows} rows read, {done.changed} figures changed." if done.batch else f"{done.rows} rows read: nothing wrong."
    return "\n".join([head, *(str(one) for one in done.remarks)])


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
