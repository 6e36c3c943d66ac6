"""`egnatia picture release …`: counts for everybody, numbered and never changed."""

import json
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(name="release", help="Counts released to everybody: numbered, never changed.", no_args_is_help=True)

AsJson = Annotated[bool, typer.Option("--json", help="Print what a machine may read.")]


@app.command()
def make(
    indicator: Annotated[str, typer.Argument(help="Such as irregular_crossings.")],
    by: Annotated[str, typer.Option(help="nationality, section, group or type.")],
    start: Annotated[str, typer.Option("--from", help="First month: 2026-01.")],
    end: Annotated[str, typer.Option("--to", help="Last month: 2026-03.")],
    of: Annotated[list[str] | None, typer.Option(help="Partner; may be repeated. This node's own without it.")] = None,
    title: Annotated[str, typer.Option(help="What it is called.")] = "",
    as_json: AsJson = False,
) -> None:
    """Hide small counts, round the others, check against earlier releases, and keep the table under a number."""
    from egnatia.accounts.queries import get_service_officer
    from egnatia.picture.actions.make_release import make_release
    from egnatia.picture.releases.content import facts_of

    release = make_release(
        get_service_officer(),
        indicator,
        by,
        start=_month(start, "from"),
        end=_month(end, "to"),
        sources=[code.upper() for code in of or ()],
        title=title,
    )
    hidden = sum(1 for *_, mark in release.content["cells"] if mark)
    facts = facts_of(release) | {"hidden": hidden}
    typer.echo(json.dumps(facts, ensure_ascii=False) if as_json else f"Release {release.number}: {hidden} cells hidden.")


@app.command("list")
def list_releases(as_json: AsJson = False) -> None:
    """All releases, the first in front."""
    from egnatia.picture.models import Release
    from egnatia.picture.releases.content import facts_of

    rows = [facts_of(release) for release in Release.objects.all()]
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        typer.echo(f"{row['number']:>4}  {row['made_at'][:10]}  {' to '.join(row['months'])}  {row['title']}, by {row['cut']}")
    if not rows:
        typer.echo("None yet.")


@app.command()
def show(
    number: Annotated[int, typer.Argument(help="Of the release.")],
    csv_file: Annotated[Path | None, typer.Option("--csv", help="Write the rows here.")] = None,
    as_json: AsJson = False,
) -> None:
    """The rows of a release, as they are handed out."""
    from egnatia.picture.queries.sharing import get_release
    from egnatia.picture.releases.content import facts_of, public_rows
    from egnatia.picture.releases.sheet import release_sheet
    from egnatia.ui.spreadsheets import csv_of

    release = get_release(number)
    rows = list(public_rows(release.content))
    if csv_file is not None:
        csv_file.write_bytes(csv_of(release_sheet(release)))
        typer.echo(f"{len(rows)} rows: {csv_file}")
    elif as_json:
        typer.echo(json.dumps(facts_of(release) | {"rows": rows}, ensure_ascii=False))
    else:
        for row in rows:
            *labels, count = row.values()
            typer.echo("  ".join([*(str(label or "all").ljust(8) for label in labels), ":" if count is None else str(count)]))


def _month(text: str, name: str) -> date:
    from egnatia.base.errors import Problem

    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        raise Problem("picture.release.month", "A month is written as 2026-03.", "Write year and month.", field=name) from None
