"""`egnatia report …`: the report to the ministers as a file, the due dates, and the proof that one can be made again."""

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from egnatia.reports.models import Report

app = typer.Typer()
report = typer.Typer(help="Reports to the ministers, every three months.", no_args_is_help=True)
app.add_typer(report, name="report")

AsJson = Annotated[bool, typer.Option("--json", help="Print what a machine may read.")]


@report.command()
def quarterly(
    partner: Annotated[str, typer.Option("--for", help="Letters of this node's partner.")],
    due: Annotated[str, typer.Option(help="The day on which it is due: 2027-02-14.")],
    language: Annotated[str, typer.Option(help="en, sq, mk, sr, sr-Latn, bs or cnr; the partner's first by default.")] = "",
    out: Annotated[Path | None, typer.Option(help="Write it there: .pdf, .xlsx or .json.")] = None,
    as_json: AsJson = False,
) -> None:
    """Draft the report, or bring its draft up to date, and write it; an issued one is written as it was issued."""
    from egnatia.reports.downloads import document_of, write_document
    from egnatia.reports.texts import get_texts

    kind = _kind(out)
    found = _issued_or_draft(partner, _day(due), language)
    document = document_of(found, get_texts(language or found.language).language)
    if out is not None:
        out.write_bytes(write_document(found, document, kind))
    typer.echo(json.dumps(_facts(found) | {"document": document}, ensure_ascii=False) if as_json else _words(found, out))


@report.command("list")
def list_reports(as_json: AsJson = False) -> None:
    """All dates on which a report was or is due, with what became of it. Exit code 1 where one is late."""
    from egnatia.reports.queries.reports import due_reports

    dues = due_reports()
    rows = [
        {
            "due_on": one.due_on.isoformat(),
            "number": one.number,
            "state": one.report.state if one.report else "none",
            "is_late": one.is_late,
        }
        for one in dues
    ]
    lines = (f"{row['due_on']}  {row['number']:<10}  {row['state']}{'  late' if row['is_late'] else ''}" for row in rows)
    typer.echo(json.dumps(rows) if as_json else "\n".join(lines))
    if any(one.is_late for one in dues):
        raise typer.Exit(1)


@report.command()
def verify(number: Annotated[str, typer.Argument(help="The report's number: MK-2027-1.")], as_json: AsJson = False) -> None:
    """Build an issued report again from its vintage and compare digests; says what differs, with exit code 1."""
    from egnatia.reports.queries.checks import verify_report
    from egnatia.reports.queries.reports import get_report

    found = get_report(number)
    differences = verify_report(found)
    if as_json:
        typer.echo(json.dumps([one.as_json() for one in differences]))
    else:
        sound = f"{found.number} is as it was signed; its counts come out again as of {found.vintage:%Y-%m-%d %H:%M} UTC."
        typer.echo("\n".join(f"differs: {one}" for one in differences) or f"{sound}\nSHA-256 {found.digest}")
    if differences:
        raise typer.Exit(1)


def _issued_or_draft(partner: str, due_on: date, language: str) -> "Report":
    from egnatia.accounts.queries import get_service_officer
    from egnatia.reports.actions.draft_report import draft_report
    from egnatia.reports.queries.reports import find_report

    found = find_report(due_on)
    if found is not None and found.is_issued and found.partner == partner.upper():
        return found
    return draft_report(get_service_officer(), partner, due_on, language=language)


def _kind(out: Path | None) -> str:
    from egnatia.base.errors import Problem
    from egnatia.reports.downloads import KINDS

    kind = out.suffix.removeprefix(".").lower() if out else "pdf"
    if kind not in KINDS:
        raise Problem(
            "reports.file_kind",
            f"No report of the kind {kind or '?'} can be written.",
            "Name it .pdf, .xlsx or .json.",
            field="out",
        )
    return kind


def _day(text: str) -> date:
    from egnatia.base.errors import Problem

    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Problem("reports.day", f"{text} is no day.", "Write it as 2027-02-14.", field="due") from None


def _facts(found: "Report") -> dict[str, Any]:
    return {
        "number": found.number, "state": found.state, "due_on": found.due_on.isoformat(), "vintage": found.vintage.isoformat(),
        "digest": found.digest,
    }  # fmt: skip


def _words(found: "Report", out: Path | None) -> str:
    where = f": {out}" if out else ""
    return f"{found.number}, {found.get_state_display().lower()}, figures as known on {found.vintage:%Y-%m-%d %H:%M} UTC{where}"
