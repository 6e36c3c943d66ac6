"""`egnatia document`: read a machine-readable zone; the list of lost and stolen documents.

Exit codes: 0 done, or all of the zone reads well; 1 some of it doesn't; 3 the input can't be used; 4 not possible now.
"""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from egnatia.registration.document.reading import Reading
    from egnatia.registration.models import LostList

app = typer.Typer(help="Travel documents: read a zone, keep the list of lost ones.", no_args_is_help=True)

AsJson = Annotated[bool, typer.Option("--json", help="Print what a machine may read.")]


@app.command()
def read(
    zone: Annotated[str, typer.Argument(help="The lines of the zone; - reads them from standard input.")] = "-",
    photo: Annotated[Path | None, typer.Option(help="JPEG or PNG of the page, instead of the lines.", exists=True)] = None,
    as_json: AsJson = False,
) -> None:
    """Read the machine-readable zone of a document. Nothing is kept. Exit code 1 where some of it doesn't read well."""
    from egnatia.accounts.queries import get_service_officer
    from egnatia.registration.actions.read_zone import read_zone
    from egnatia.registration.document.facts import facts_of

    text = "" if photo is not None else sys.stdin.read() if zone == "-" else zone
    reading = read_zone(get_service_officer(), text, photo=photo.read_bytes() if photo is not None else None)
    typer.echo(json.dumps(facts_of(reading, {}), ensure_ascii=False) if as_json else _words_of(reading))
    if not reading.zone.reads_well:
        raise typer.Exit(1)


@app.command("lost-list")
def lost_list(
    file: Annotated[Path | None, typer.Argument(help="CSV file with the columns issuer and number.", exists=True)] = None,
    source: Annotated[str, typer.Option(help="What the list is called where it comes from, with its date.")] = "",
    as_json: AsJson = False,
) -> None:
    """Put a list of lost and stolen documents in the place of the one before; without a file: which one is in force."""
    from egnatia.registration.actions.import_lost_list import import_lost_list
    from egnatia.registration.lost_documents import find_list

    if file is not None:
        with file.open(encoding="utf-8-sig", errors="replace", newline="") as lines:
            found: LostList | None = import_lost_list(lines, source=source or file.name)
    else:
        found = find_list()
    if as_json:
        typer.echo(json.dumps(_list_facts(found), ensure_ascii=False))
    elif found is None:
        typer.echo("This node has no list of lost and stolen documents.")
    else:
        typer.echo(f"{found.documents} documents, {found.source}, since {found.imported_at:%Y-%m-%d %H:%M} UTC")


def _list_facts(found: "LostList | None") -> dict[str, object]:
    if found is None:
        return {"source": None, "documents": 0, "imported_at": None}
    return {"source": found.source, "documents": found.documents, "imported_at": found.imported_at.isoformat()}


def _words_of(reading: "Reading") -> str:
    """A line for each field, then what may be misread, then what there is to say about the document."""
    from egnatia.registration.document.findings import find_in_zone
    from egnatia.registration.document.page import page_of, sentences

    page = page_of(reading, {})
    lines = [f"{line.label!s:28} {line.value:32} {line.status}" for line in page.fields]
    for number, correction in enumerate(page.corrections, start=1):
        lines += [f"Correction {number}: {'; '.join(correction.texts)}"]
    lines += page.doubtful
    lines += [f"{choice.label}: {', '.join(choice.spellings)}" for offer in page.offers for choice in offer.choices]
    return "\n".join(line.rstrip() for line in [*lines, *sentences(find_in_zone(reading, {}), beside=page)])
