"""`egnatia picture crosstab`, `files` and `query`: raw events for analysts; `commands` adds them."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from egnatia.picture.command_days import read_day

app = typer.Typer()

AsJson = Annotated[bool, typer.Option("--json", help="Print what a machine may read.")]
Csv = Annotated[Path | None, typer.Option("--csv", help="Write the table here.")]
Parquet = Annotated[Path | None, typer.Option("--parquet", help="Write a row for each cell here.")]


@app.command()
def files(as_json: AsJson = False) -> None:
    """Bring the files of raw events up to date and say where they are."""
    from egnatia.picture.actions.keep_raw_files import keep_all_raw_files
    from egnatia.picture.actions.recount_days import recount_all
    from egnatia.picture.analysis.files import files_of, folder_of
    from egnatia.picture.definitions import RELATIONS

    recount_all()
    written = keep_all_raw_files()
    found = {relation: files_of(relation) for relation in RELATIONS}
    if as_json:
        typer.echo(json.dumps({name: [str(path) for path in paths] for name, paths in found.items()}))
        return
    for name, paths in found.items():
        span = f"{paths[0].stem} to {paths[-1].stem}" if paths else "none"
        typer.echo(f"{name:<10} {len(paths):>4} months, {span}: {folder_of(name)}")
    typer.echo(f"{written} months written anew.")


@app.command()
def crosstab(
    indicator: Annotated[str, typer.Argument(help="As `egnatia picture indicators` lists them; one that this node counts.")],
    rows: Annotated[str, typer.Option(help="month, week, day, weekday, hour, section, place, nationality, age_band, sex …")],
    columns: Annotated[str, typer.Option(help="The same; none: how many.")] = "",
    start: Annotated[str, typer.Option("--from", help="First day, as 2026-01-01.")] = "",
    end: Annotated[str, typer.Option("--to", help="Last day.")] = "",
    only: Annotated[list[str] | None, typer.Option(help="Such as nationality=AFG; may be repeated.")] = None,
    csv_file: Csv = None,
    parquet_file: Parquet = None,
    as_json: AsJson = False,
) -> None:
    """This node's own events, divided by any two things at once."""
    from egnatia.picture.analysis import downloads
    from egnatia.picture.analysis.crosstab import Question, answer
    from egnatia.picture.analysis.divisions import get_division
    from egnatia.picture.indicators import get_raw_indicator
    from egnatia.ui.spreadsheets import csv_of

    found = get_raw_indicator(indicator)
    question = Question(
        indicator=found,
        rows=get_division(found, rows),
        columns=get_division(found, columns) if columns else None,
        start=read_day(start, "from") if start else None,
        end=read_day(end, "to") if end else None,
        only={get_division(found, code).code: key for code, _is, key in (one.partition("=") for one in only or ())},
    )
    table = answer(question)
    sheet = downloads.crosstab_sheet(table)
    if csv_file is not None:
        csv_file.write_bytes(csv_of(sheet))
    if parquet_file is not None:
        parquet_file.write_bytes(downloads.crosstab_parquet(table))
    if as_json:
        typer.echo(json.dumps({"facts": dict(sheet.facts), "head": sheet.head, "rows": sheet.rows}, ensure_ascii=False))
    elif csv_file is None and parquet_file is None:
        _print([sheet.head, *sheet.rows])


@app.command()
def query(
    sql: Annotated[str, typer.Argument(help="One SELECT of DuckDB over events, incidents and places.")],
    csv_file: Csv = None,
    parquet_file: Parquet = None,
) -> None:
    """Ask the raw events anything in SQL; nothing outside their files can be read, and nothing written."""
    from egnatia.picture.actions.query_raw_events import query_raw_events
    from egnatia.ui.parquet import Column, parquet_of
    from egnatia.ui.spreadsheets import Sheet, csv_of

    names, rows = query_raw_events(sql)
    if csv_file is not None:
        csv_file.write_bytes(csv_of(Sheet("query", (("SQL", sql),), tuple(names), tuple(rows))))
    if parquet_file is not None:
        columns = [Column(name, [row[place] for row in rows]) for place, name in enumerate(names)]
        parquet_file.write_bytes(parquet_of(columns, [("SQL", sql)]))
    if csv_file is None and parquet_file is None:
        _print([names, *rows])


def _print(rows: Sequence[Sequence[Any]]) -> None:
    texts = [["" if value is None else str(value) for value in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*texts, strict=True)]
    for row in texts:
        typer.echo("  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip())
