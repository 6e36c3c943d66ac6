"""`egnatia find`. Exit codes: 0 somebody was found; 1 nobody; 3 the input can't be used; 4 not possible now."""

import json
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from egnatia.biographics.queries import Found

app = typer.Typer()


@app.command()
def find(
    text: Annotated[
        str, typer.Argument(help="A name in any script, a reference or document number, a birth date, or name and date.")
    ] = "",
    name: Annotated[str, typer.Option(help="A name or some words of it.")] = "",
    document: Annotated[str, typer.Option(help="The number of a document.")] = "",
    born: Annotated[str, typer.Option(help="Birth date, YYYY-MM-DD.")] = "",
    why: Annotated[str, typer.Option(help="Why it is asked; stands in the access log.")] = "",
    limit: Annotated[int, typer.Option(help="How many to list at most.", min=1, max=200)] = 25,
    as_json: Annotated[bool, typer.Option("--json", help="Print what a machine may read.")] = False,
) -> None:
    """Find persons of this node. By name they are possible, the likeliest first; each one listed stands in the access log."""
    from egnatia import law
    from egnatia.accounts.queries import get_service_officer
    from egnatia.base.errors import Problem
    from egnatia.biographics.queries import LookUp, look_up

    day: date | None = law.read_date(born, field="born") if born else None
    wanted = LookUp(text.strip(), document=document, name=name, birth_date=day)
    if not wanted:
        raise Problem("biographics.find.nothing", "There is nothing to look for.", "Give a name, a number or a birth date.")
    listing = look_up(get_service_officer(), wanted, limit=limit, why=why)
    if as_json:
        typer.echo(json.dumps([_facts(one) for one in listing.found], ensure_ascii=False))
    else:
        typer.echo("\n".join(map(_words, listing.found)) or "Nobody found.")
        if listing.total > len(listing.found):
            typer.echo(f"… and {listing.total - len(listing.found)} more. Give a birth date, or more of the name.", err=True)
    if not listing.found:
        raise typer.Exit(1)


def _facts(found: "Found") -> dict[str, Any]:
    match = found.match
    return {
        "reference_number": found.data_set.reference_number if found.data_set else None,
        "child_note": found.data_set is None,
        "matched_by": found.matched_by,
        "standing": match.standing if match else None,
        "bits": round(match.linkage.bits, 2) if match else None,
        "levels": {one.field: one.level for one in match.linkage.fields if one.is_known} if match else {},
    }


def _words(found: "Found") -> str:
    from egnatia.biographics.records import name_forms
    from egnatia.biographics.words import LEVELS, STANDINGS
    from egnatia.ui.dates import record_in_words

    shown = found.data_set or found.child_note
    elements = (shown.elements if shown else None) or {}
    number = found.data_set.reference_number if found.data_set else "child's note"
    birth = record_in_words(elements["birth_date"]) if elements.get("birth_date") else ""
    parts = [number, " / ".join(name_forms(elements)[:2]), birth]
    if found.match:
        known = [str(LEVELS[one.level]) for one in found.match.linkage.fields if one.is_known]
        parts.append(f"{STANDINGS[found.match.standing].text}: {'; '.join(known)}")
    return "  ".join(filter(None, parts))
