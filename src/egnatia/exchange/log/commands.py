"""`egnatia log …`: the transparency log of this node, and the proof of any log from its files."""

import json
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from egnatia.base.errors import Problem
from egnatia.engines.errors import EngineError

if TYPE_CHECKING:
    from datetime import datetime

    from egnatia.engines.proofs.verification import Verification
    from egnatia.exchange.log.status import LogStatus

log = typer.Typer(help="The transparency log: who has seen what, and the proof of it.", no_args_is_help=True)

AsJson = Annotated[bool, typer.Option("--json", help="Print what a machine may read.")]
GatewayOption = Annotated[str, typer.Option("--gateway", help="Whose log: migration or law-enforcement.")]
LogOption = Annotated[
    int | None, typer.Option("--log", help="A log that was closed, by its number; not given: the one in use.")
]
KeysFile = Annotated[Path, typer.Option("--keys", help="Verifier keys, from whom you trust.", exists=True, dir_okay=False)]


@log.command()
def status(as_json: AsJson = False, gateway: GatewayOption = "migration") -> None:
    """How long the log is, who witnessed it, and until when this node answers. Exit code 1 when it has stopped answering."""
    from egnatia.exchange.gateways import read_gateway
    from egnatia.exchange.log.status import log_status

    found = log_status(read_gateway(gateway))
    if as_json:
        typer.echo(json.dumps(_facts(found), ensure_ascii=False, default=str))
    else:
        typer.echo("\n".join(_lines(found)))
    if not found.witnessed:
        raise typer.Exit(1)


@log.command()
def export(
    folder: Annotated[Path, typer.Argument(help="A folder that doesn't exist yet.")],
    gateway: GatewayOption = "migration",
    log: LogOption = None,
) -> None:
    """Write the whole log of a gateway, and the heads that this node kept of the partners' logs, for others to verify."""
    from egnatia.exchange.gateways import read_gateway
    from egnatia.exchange.log.export import export_log

    head = export_log(folder, read_gateway(gateway), log)
    typer.echo(f"{folder}: {head.size} entries, the last head signed {head.signed_at:%Y-%m-%d %H:%M} UTC.")


@log.command()
def keys(file: Annotated[Path, typer.Argument(help="Where to write them; - prints them.")] = Path("-")) -> None:
    """The verifier keys of this node and of the partners, of both gateways, as this node knows them."""
    from egnatia.exchange.log.export import write_all_keys

    text = write_all_keys()
    if str(file) == "-":
        typer.echo(text, nl=False)
    else:
        file.write_text(text, encoding="utf-8")


@log.command()
def evidence(
    reference: Annotated[str, typer.Argument(help="Number of the registration, or of a request of law enforcement.")],
    file: Annotated[Path, typer.Argument(help="Where to write it.")],
    gateway: GatewayOption = "migration",
    account: Annotated[str, typer.Option(help="Who wants it; of law enforcement, somebody who oversees it.")] = "",
    log: LogOption = None,
) -> None:
    """Write all letters about a person that went through one gateway, each with the proof that it stands in the log."""
    from egnatia.accounts.queries import get_officer
    from egnatia.exchange.gateways import read_gateway
    from egnatia.exchange.log.evidence import collect_evidence

    officer = get_officer(account) if account else None
    found = collect_evidence(reference, read_gateway(gateway), officer=officer, log=log)
    file.touch(mode=0o600)
    file.write_text(found.text, encoding="utf-8")
    typer.echo(f"{file}: {found.letters} letters. It holds personal data: give it only to who may see them.")
    if found.emptied:
        typer.echo(f"{found.emptied} more were emptied when what they were about was erased; their digests are in the log.")
    for number, count in found.elsewhere.items():
        typer.echo(f"{count} more stand in log {number}: write those to a file of their own with --log {number}.")
    if found.not_in_log:
        typer.echo(f"{found.not_in_log} older than the log are left out: nothing proves them but their signatures.")


@log.command()
def verify(
    folder: Annotated[Path, typer.Argument(help="An exported log.", exists=True, file_okay=False)],
    keys_file: KeysFile,
    kept: Annotated[
        list[Path] | None,
        typer.Option(help="Heads that a partner kept of this log (kept/XX.txt of its export); may be given again."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Prove an exported log, of any node, from files alone. Exit code 1 when something is wrong with it."""
    from egnatia.engines.proofs.heads import read_heads
    from egnatia.engines.proofs.keys import read_keys
    from egnatia.engines.proofs.leaves import read_hashes
    from egnatia.engines.proofs.verification import verify_log
    from egnatia.exchange.log import export as layout

    try:
        origin = str(json.loads(_read(folder / layout.ABOUT))["origin"])
        verifier_keys = read_keys(_read(keys_file))
        kept_heads = [head for file in kept or () for head in read_heads(_read(file))]
        with ExitStack() as files:
            result = verify_log(
                origin,
                read_heads(_read(folder / layout.HEADS)),
                verifier_keys,
                leaf_hashes=read_hashes(files.enter_context((folder / layout.HASHES).open("rb"))),
                entries=files.enter_context((folder / layout.ENTRIES).open("rb")),
                kept=kept_heads,
            )
    except EngineError as error:
        raise Problem(f"exchange.log.{error.code}", error.message, error.cure) from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Problem(
            "exchange.log_unreadable",
            f"This is no exported log: {type(error).__name__}: {error}.",
            "Take the whole folder that was written by: egnatia log export.",
        ) from error
    if as_json:
        typer.echo(json.dumps(_result(result), ensure_ascii=False))
    else:
        typer.echo("\n".join(result.to_lines()))
    if not result.ok:
        raise typer.Exit(1)


def _read(file: Path) -> str:
    return file.read_text(encoding="utf-8")


def _result(result: "Verification") -> dict[str, Any]:
    return {
        "origin": result.origin,
        "leaves": result.leaves,
        "proven": result.proven,
        "witnesses": [{"name": one.name, "size": one.size, "time": one.time} for one in result.witnesses],
        "findings": [{"code": one.code, "message": one.message} for one in result.findings],
    }


def _facts(found: "LogStatus") -> dict[str, Any]:
    return {
        "gateway": found.gateway.value,
        "log": found.log,
        "size": found.size,
        "waiting": found.waiting,
        "head_size": found.head.size if found.head else None,
        "head_signed_at": found.head.signed_at if found.head else None,
        "witnessed": found.witnessed,
        "until": found.until,
        "saw_more": found.saw_more,
        "witnesses": [
            {
                "partner": line.partner.code,
                "size": line.size,
                "at": line.at,
                "problem": line.problem,
                "seen_size": line.seen_size,
                "seen_at": line.seen_at,
                "seen_problem": line.seen_problem,
            }
            for line in found.witnesses
        ],
    }


def _lines(found: "LogStatus") -> list[str]:
    from egnatia.exchange.log.restored import log_restored

    head = f"last head {found.head.signed_at:%Y-%m-%d %H:%M} UTC over {found.head.size}" if found.head else "no head yet"
    log = "the log" if found.log == 1 else f"log {found.log}"
    lines = [f"{found.size} entries in {log}, {found.waiting} to come; {head}."]
    if found.until is None:
        lines.append("There is no confirmed partner yet who could witness it.")
    elif found.witnessed:
        lines.append(f"Witnessed: this node answers partners at least until {found.until:%Y-%m-%d %H:%M} UTC.")
    else:
        lines.append(f"NOT WITNESSED since {found.until:%Y-%m-%d %H:%M} UTC: this node tells partners nothing about persons.")
    if found.saw_more:
        restored = log_restored(list(found.saw_more))
        lines.append(f"{restored.message} {restored.cure}")
    for line in found.witnesses:
        seen = f"has seen {line.size} of ours ({_moment(line.at)})"
        lines.append(f"{line.partner.code}  {seen}; we have seen {line.seen_size} of its ({_moment(line.seen_at)})")
        lines += [f"    it refused: {line.problem}"] if line.problem else []
        lines += [f"    WE REFUSED ITS LOG: {line.seen_problem}"] if line.seen_problem else []
    return lines


def _moment(at: "datetime | None") -> str:
    return f"{at:%Y-%m-%d %H:%M}" if at else "never"
