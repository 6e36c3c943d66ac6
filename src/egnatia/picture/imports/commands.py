"""`egnatia picture import`, `mapping`, `seed` and `recount`; `commands` adds them."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from egnatia.picture.command_days import read_day

if TYPE_CHECKING:
    from egnatia.picture.actions.import_file import Imported

app = typer.Typer()
mapping = typer.Typer(help="How a partner's own files are read.", no_args_is_help=True)
app.add_typer(mapping, name="mapping")

AsJson = Annotated[bool, typer.Option("--json", help="Print what a machine may read.")]


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
            vintage=read_day(vintage, "vintage"),
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
