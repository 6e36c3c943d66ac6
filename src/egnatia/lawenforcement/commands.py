"""`egnatia law-enforcement …`: ask as a connected system of law enforcement, see what waits, what partners asked."""

import json
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer()
law_enforcement = typer.Typer(help="The law-enforcement gateway.", no_args_is_help=True)
app.add_typer(law_enforcement, name="law-enforcement")

AsJson = Annotated[bool, typer.Option("--json", help="Print what a machine may read.")]


@law_enforcement.command()
def status(as_json: AsJson = False) -> None:
    """How many requests are in which state, what is late, what is erased next. No case, no person."""
    from egnatia.lawenforcement.queries.standing import standing

    counts = standing()
    if as_json:
        typer.echo(json.dumps(counts))
        return
    for name, count in counts.items():
        typer.echo(f"{name.replace('_', ' '):<28} {count}")


@law_enforcement.command()
def ask(
    sheet: Annotated[Path, typer.Argument(help="JSON as the API takes it, without prints.", exists=True, dir_okay=False)],
    prints: Annotated[list[Path], typer.Argument(help="ANSI/NIST files or ISO/IEC 19794-2 records.", exists=True)],
    account: Annotated[str, typer.Option(help="User name of a connected system of law enforcement.")],
    as_json: AsJson = False,
) -> None:
    """Submit a request about one person in one case to the verifying authority."""
    from pydantic import ValidationError

    from egnatia.accounts.queries import get_service_officer
    from egnatia.base.errors import Problem
    from egnatia.lawenforcement.actions.ask import ask as submit
    from egnatia.lawenforcement.api_schemas import RequestIn, request_out
    from egnatia.lawenforcement.reading import read_prints

    try:
        asked = RequestIn.model_validate_json(sheet.read_bytes())
    except ValidationError as error:
        faults = ", ".join(".".join(map(str, fault["loc"])) or "the whole" for fault in error.errors())
        raise Problem(
            "lawenforcement.sheet.malformed", f"This sheet isn't right: {faults}.", "Mend it; the API's description tells how."
        ) from error
    found = read_prints([file.read_bytes() for file in prints])
    submitted = submit(get_service_officer(account), asked.facts(), found, origin="cli")
    state = "searched as urgent; to be verified" if submitted.urgent else "waits for verification"
    typer.echo(request_out(submitted).model_dump_json() if as_json else f"{submitted.number}: {state}")


@law_enforcement.command()
def received(
    account: Annotated[str, typer.Option(help="User name of a system of who oversees law enforcement, or of a supervisor.")],
    as_json: AsJson = False,
) -> None:
    """What the police of partners asked: who, for which offence, verified by whom, what came of it. No person."""
    from egnatia.accounts.queries import get_officer
    from egnatia.lawenforcement.actions.list_received import list_received
    from egnatia.lawenforcement.api_schemas import received_out

    for question in list_received(get_officer(account)):
        said = received_out(question)
        if as_json:
            typer.echo(said.model_dump_json())
            continue
        verified = f"{said.verification} {said.verified_by}".strip()
        counts = f"found {said.found}, confirmed {said.confirmed}, released {said.released}"
        typer.echo(f"{said.received_at:%Y-%m-%d %H:%M}  {said.partner}  {said.offence}  {verified}  {counts}")


@law_enforcement.command()
def erase() -> None:
    """Erase what is due now, as the nightly job does."""
    from egnatia.lawenforcement.jobs import erase_law_enforcement_copies

    total = 0
    while done := erase_law_enforcement_copies():
        total += done
    typer.echo(f"{total} erased.")
