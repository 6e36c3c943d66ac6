"""`egnatia register`, `import`, `identify` and `document`.

Exit codes: 0 done (for identify: somebody was found); 1 the answer is no (identify: nobody; import: some lines failed);
3 the input can't be used; 4 not possible now.
"""

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from egnatia.registration.document.commands import app as document_app

if TYPE_CHECKING:
    from egnatia.biometrics.actions.search_gallery import Match
    from egnatia.registration.actions.register_person import Registration

app = typer.Typer()
app.add_typer(document_app, name="document")

Prints = Annotated[
    Path, typer.Argument(help="Folder of images named 1.png … 10.png or right_thumb.png …, or an ANSI/NIST file.", exists=True)
]
AsJson = Annotated[bool, typer.Option("--json", help="Print what a machine may read.")]
Dpi = Annotated[int, typer.Option(help="Resolution of images whose files don't say it; 0: refuse those.")]


@app.command()
def register(
    prints: Prints,
    person: Annotated[Path, typer.Option(help="JSON file of the person: category, elements, notice.", exists=True)],
    photo: Annotated[Path | None, typer.Option(help="JPEG or PNG of the face.", exists=True)] = None,
    national_number: Annotated[str, typer.Option(help="What the registration is known by elsewhere.")] = "",
    reason: Annotated[str, typer.Option(help="For a correction: why, as `egnatia law change-reasons` lists.")] = "",
    dpi: Dpi = 0,
    as_json: AsJson = False,
) -> None:
    """Register a person from files and wait for the result. The same files again change nothing; changed ones correct."""
    from egnatia.accounts.queries import get_service_officer
    from egnatia.registration.actions.register_person import register_person
    from egnatia.registration.intake_files import read_intake

    officer = get_service_officer()
    intake = read_intake(person, prints=prints, photo=photo, national_number=national_number, dpi=dpi or None)
    intake = replace(intake, correction_reason=reason or intake.correction_reason)
    outcome = register_person(officer, intake, origin="cli")
    typer.echo(json.dumps(as_facts(outcome), ensure_ascii=False) if as_json else in_words(outcome))


@app.command("import")
def import_(
    source: Annotated[Path, typer.Argument(help="JSONL file, or a folder with one folder a person.", exists=True)],
    report: Annotated[Path | None, typer.Option(help="Where to write one line of JSON per person; beside the source.")] = None,
    as_json: AsJson = False,
) -> None:
    """Take over many registrations. Run it again and it goes on where it stopped; what is there already stays as it is."""
    from egnatia.accounts.queries import get_service_officer
    from egnatia.registration.import_run import import_all

    place = report or source.with_name(source.name.rstrip("/") + ".report.jsonl")
    officer = get_service_officer()
    counts = import_all(officer, source, place, tell=None if as_json else typer.echo)
    typer.echo(json.dumps(counts) if as_json else ", ".join(f"{name} {n}" for name, n in counts.items()) + f". See {place}")
    if counts.get("failed"):
        raise typer.Exit(1)


@app.command()
def identify(
    prints: Prints,
    why: Annotated[str, typer.Option(help="Why it is asked; stands in the access log.")] = "",
    limit: Annotated[int, typer.Option(help="How many to name at most.", min=1, max=50)] = 10,
    dpi: Dpi = 0,
    as_json: AsJson = False,
) -> None:
    """Compare fingerprints with this node's gallery; nothing of them is kept. Exit code 1 when nobody is alike enough."""
    from egnatia.accounts.queries import get_service_officer
    from egnatia.registration.actions.identify_person import identify_person
    from egnatia.registration.intake_files import read_fingers

    matches = identify_person(get_service_officer(), read_fingers(prints), dpi=dpi or None, limit=limit, why=why)
    missing = _missing_words(matches.search.missing)
    if missing:
        typer.echo(f"{missing}. Ask again in a minute.", err=True)
    if as_json:
        typer.echo(json.dumps([_match_facts(match) for match in matches.found]))
    else:
        found = "\n".join(_match_words(match) for match in matches.found)
        typer.echo(found or f"Nobody {'found' if missing else 'registered here has these fingerprints'}.")
    if missing and not matches.found:
        raise typer.Exit(4)
    if not matches.found:
        raise typer.Exit(1)


def as_facts(outcome: "Registration") -> dict[str, Any]:
    """What came of a registration, for machines."""
    from egnatia.biometrics.queries import find_missing_parts

    data_set = outcome.data_set
    return {
        "outcome": outcome.outcome,
        "reference_number": data_set.reference_number if data_set else None,
        "version": data_set.version if data_set else None,
        "erase_on": data_set.erase_on.isoformat() if data_set else None,
        "candidates": [
            {
                "id": str(candidate.pk),
                "reference_number": candidate.other.reference_number if candidate.other else None,
                "score": round(candidate.score, 4),
                "state": candidate.state,
            }
            for candidate in outcome.candidates
        ],
        "missing_parts": find_missing_parts(data_set) if data_set else [],
    }


def in_words(outcome: "Registration") -> str:
    """The same for people."""
    from egnatia.biometrics.queries import find_missing_parts

    if outcome.data_set is None:
        return "A child-protection note was written; nothing was captured." if outcome.child_note else "Waiting to be read."
    said = {"created": "Registered", "unchanged": "Registered before, nothing changed", "corrected": "Corrected"}
    lines = [f"{said[outcome.outcome]}: {outcome.data_set.reference_number}"]
    matched = [candidate.other.reference_number for candidate in outcome.candidates if candidate.other]
    lines += [f"Possible match with {reference}: an examiner has to look at it." for reference in matched]
    if missing := find_missing_parts(outcome.data_set):
        lines.append(f"{_missing_words(missing)}; it is searched when it is back.")
    return "\n".join(lines)


def _missing_words(parts: list[int]) -> str:
    """Nothing where none is missing."""
    return f"Not all of the gallery could be searched (missing: part {', '.join(map(str, parts))})" if parts else ""


def _match_facts(match: "Match") -> dict[str, Any]:
    return {
        "reference_number": match.data_set.reference_number,
        "score": round(match.score, 4),
        "fingers": len(match.finger_scores),
    }


def _match_words(match: "Match") -> str:
    return f"{match.data_set.reference_number}  score {match.score:.2f}, {len(match.finger_scores)} fingers compared"
