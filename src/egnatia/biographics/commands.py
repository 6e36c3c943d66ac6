"""`egnatia find` and `duplicates`. Exit codes: 0 somebody found; 1 nobody; 3 the input can't be used; 4 not possible now."""

import json
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from egnatia.biographics.actions.compare_everybody import Pair

app = typer.Typer()


@app.command()
def find(
    text: Annotated[
        str, typer.Argument(help="A name in any script, a reference or document number, a birth date, or name and date.")
    ] = "",
    name: Annotated[str, typer.Option(help="A name or some words of it.")] = "",
    document: Annotated[str, typer.Option(help="The number of a document.")] = "",
    born: Annotated[str, typer.Option(help="Birth date, YYYY-MM-DD.")] = "",
    relative: Annotated[
        list[str] | None,
        typer.Option(help="A relative of who is looked for by name, such as father:Ahmad Rahimi; again for each one."),
    ] = None,
    why: Annotated[str, typer.Option(help="Why it is asked; stands in the access log.")] = "",
    limit: Annotated[int, typer.Option(help="How many to list at most.", min=1, max=200)] = 25,
    as_json: Annotated[bool, typer.Option("--json", help="Print what a machine may read.")] = False,
) -> None:
    """Find persons of this node. By name they are possible, the likeliest first; each one listed stands in the access log."""
    from egnatia import law
    from egnatia.base.errors import Problem
    from egnatia.biographics.finding_for_commands import find_for_command

    day = law.read_date(born, field="born").isoformat() if born else ""
    wanted = {"text": text.strip(), "document": document, "name": name, "birth_date": day}
    if not any(wanted.values()):
        raise Problem("biographics.find.nothing", "There is nothing to look for.", "Give a name, a number or a birth date.")
    told = find_for_command(wanted | {"relatives": relative or []}, limit=limit, why=why, alone=_say_that_it_takes_longer)
    if as_json:
        typer.echo(json.dumps(told.facts, ensure_ascii=False))
    else:
        typer.echo("\n".join(told.lines) or "Nobody found.")
        if told.total > len(told.lines):
            typer.echo(f"… and {told.total - len(told.lines)} more. Give a birth date, or more of the name.", err=True)
    if not told.lines:
        raise typer.Exit(1)


@app.command()
def duplicates(
    since: Annotated[str, typer.Option(help="Only pairs of which one was registered on this day or later, YYYY-MM-DD.")] = "",
    year: Annotated[int | None, typer.Option(help="Only what was registered in this year.", min=1990, max=2200)] = None,
    limit: Annotated[int, typer.Option(help="How many pairs to suggest at most.", min=1)] = 10_000,
    dry_run: Annotated[bool, typer.Option(help="List the pairs, suggest nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print what a machine may read.")] = False,
) -> None:
    """Hold all records of this node against one another. Who may be one person waits for an officer under My work."""
    from egnatia import law
    from egnatia.accounts.queries import get_service_officer
    from egnatia.biographics.actions.compare_everybody import compare_everybody

    day: date | None = law.read_date(since, field="since") if since else None
    done = compare_everybody(get_service_officer(), since=day, year=year, limit=limit, dry_run=dry_run)
    if as_json:
        pairs = [_pair_facts(pair) for pair in done.pairs]
        typer.echo(json.dumps({"persons": done.persons, "new": done.new, "pairs": pairs}))
    else:
        for pair in done.pairs:
            typer.echo(_pair_words(pair))
        typer.echo(f"{done.persons} persons compared, {len(done.pairs)} pairs found, {done.new} new to officers.", err=True)
    if not done.pairs:
        raise typer.Exit(1)


def _say_that_it_takes_longer() -> None:
    from egnatia.persons.models import Person

    typer.echo(
        f"No server of this node answers here. A name is looked for by reading all {Person.objects.count():,} records first.",
        err=True,
    )


def _pair_facts(pair: "Pair") -> dict[str, Any]:
    """A child's note has no reference number."""
    references = [reference or None for reference in pair.references]
    return {"reference_numbers": references, "standing": pair.match.standing, "bits": round(pair.match.linkage.bits, 2)}


def _pair_words(pair: "Pair") -> str:
    from egnatia.biographics.words import LEVELS, STANDINGS

    known = [str(LEVELS[one.level]) for one in pair.match.linkage.fields if one.is_known]
    references = [reference or "child's note" for reference in pair.references]
    return f"{references[0]}  {references[1]}  {STANDINGS[pair.match.standing].text}: {'; '.join(known)}"
