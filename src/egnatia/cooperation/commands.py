"""`egnatia working-group …`: what is late, when reports are due, the register as a file."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any

import typer

app = typer.Typer()
working_group = typer.Typer(help="The working group: commitments, report dates, the register.", no_args_is_help=True)
app.add_typer(working_group, name="working-group")

AsJson = Annotated[bool, typer.Option("--json", help="Print what a machine may read.")]


@working_group.command()
def commitments(
    late: Annotated[bool, typer.Option("--late", help="Only those whose day has passed.")] = False, as_json: AsJson = False
) -> None:
    """Commitments with who answers for them and by when. With --late, exit code 1 where any is late."""
    from egnatia.cooperation.queries.commitments import Wanted, owner_name
    from egnatia.cooperation.queries.commitments import commitments as find

    rows: list[dict[str, Any]] = [
        {
            "code": one.code,
            "sentence": one.sentence,
            "source": one.source,
            "theme": one.theme,
            "owner": one.owner,
            "due_on": one.due_on.isoformat() if one.due_on else None,
            "months": one.months,
            "state": one.state,
            "confirmed": one.confirmed,
        }
        for one in find(Wanted(state="late" if late else ""))
    ]
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False))
    else:
        for row in rows:
            typer.echo(f"{row['due_on'] or '–':<11} {row['state']:<8} {owner_name(row['owner']):<24} {row['sentence']}")
        if not rows:
            typer.echo("Nothing is late." if late else "None yet. Run: egnatia upgrade")
    if late and rows:
        raise typer.Exit(1)


@working_group.command("report-dates")
def report_dates(
    months: Annotated[int, typer.Option(help="How far to look ahead.", min=1, max=120)] = 12, as_json: AsJson = False
) -> None:
    """When the reports to the ministers are due, and who coordinates them."""
    from egnatia import law
    from egnatia.cooperation.queries import next_report, today

    report = next_report()
    days = law.report_dates().between(today(), law.add_months(today(), months) - timedelta(days=1))
    if as_json:
        facts = {"next": report.due_on.isoformat(), "coordinator": report.coordinator.partner.code}
        typer.echo(json.dumps(facts | {"dates": [day.isoformat() for day in days]}))
        return
    typer.echo(f"Coordinated by {report.coordinator}. The next report is due in {report.days_left} days.")
    for day in days:
        typer.echo(day.isoformat())


@working_group.command()
def register(
    file: Annotated[Path, typer.Argument(help="Where to write it; .csv or .xlsx.")],
    partner: Annotated[str, typer.Option(help="Letters of one partner; all by default.")] = "",
) -> None:
    """Write the register of databases, tools and needs into a file."""
    from egnatia import audit
    from egnatia.base.errors import Problem
    from egnatia.cooperation.downloads import register_file
    from egnatia.cooperation.queries.register import register_entries
    from egnatia.ui.spreadsheets import MEDIA_TYPES

    kind = file.suffix.removeprefix(".").lower()
    if kind not in MEDIA_TYPES:
        raise Problem(
            "cooperation.file_kind", f"No file of the kind {file.suffix or '?'} can be written.", "Name it .csv or .xlsx."
        )
    entries = list(register_entries(partner=partner.upper()))
    audit.record("cooperation.register.downloaded", kind=kind, entries=len(entries))
    file.write_bytes(register_file(entries, kind))
    typer.echo(f"{len(entries)} entries: {file}")
