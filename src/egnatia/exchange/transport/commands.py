"""`egnatia transport …`: certificates of a node (request, install, show), and the authority that issues them."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from egnatia.base.errors import Problem

app = typer.Typer(help="Certificates between nodes, and the authority that issues them.", no_args_is_help=True)

AsJson = Annotated[bool, typer.Option("--json", help="Print what a machine may read.")]
Directory = Annotated[Path, typer.Argument(help="Directory of the authority.", file_okay=False)]
PassphraseFile = Annotated[
    Path | None, typer.Option("--passphrase-file", help="File with the passphrase; asked for by default.", exists=True)
]


@app.command("new-ca")
def new_ca(
    directory: Directory,
    permit: Annotated[list[str], typer.Option(help="Domain below which it issues; may be given more than once.")],
    name: Annotated[str, typer.Option(help="The authority's name.")] = "Egnatia federation",
    years: Annotated[int, typer.Option(help="Years until it ends.", min=1, max=25)] = 10,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Make the federation's certificate authority, on a machine that is kept offline."""
    from egnatia.exchange.transport import authority

    words = _passphrase(passphrase_file, confirm=True)
    made = authority.create_authority(directory, words, name=name, domains=[one.lower() for one in permit], years=years)
    typer.echo(f"{name} is made in {directory}, until {made.certificate.not_valid_after_utc:%Y-%m-%d}.")
    typer.echo(f"Fingerprint to read out:\n{authority.fingerprint_of(made)}")
    typer.echo("Keep a copy of the directory and, apart from it, the passphrase.")


@app.command("renew-ca")
def renew_ca(
    directory: Directory,
    permit: Annotated[list[str] | None, typer.Option(help="A further domain below which it issues.")] = None,
    years: Annotated[int, typer.Option(help="Years until it ends.", min=1, max=25)] = 10,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Give the authority further years or domains, with the same key: what it issued stays good."""
    from egnatia.exchange.transport import authority

    words = _passphrase(passphrase_file)
    opened = authority.open_authority(directory, words)
    renewed = authority.renew_authority(opened, words, domains=[one.lower() for one in permit or ()], years=years)
    typer.echo(
        f"Until {renewed.certificate.not_valid_after_utc:%Y-%m-%d}, for {', '.join(authority.domains_of(renewed.certificate))}."
    )
    typer.echo(f"Give {directory / authority.CERTIFICATE} to all nodes: egnatia transport install FILE.")


@app.command()
def issue(
    directory: Directory,
    request: Annotated[Path, typer.Argument(help="The node's request.", exists=True, dir_okay=False)],
    file: Annotated[Path, typer.Argument(help="Where to write what goes back to the node.", dir_okay=False)],
    partner: Annotated[str, typer.Option(help="Letters of the partner that asks.")],
    fingerprint: Annotated[str, typer.Option(help="Of the request, as the node's operator read it out.")],
    months: Annotated[int, typer.Option(help="Months for which it holds.")] = 13,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Issue a certificate for a node's request, after its operator has read out the fingerprint."""
    from egnatia.exchange.transport import authority, issuing
    from egnatia.exchange.transport.files import read_limited, replace_file

    asked = issuing.check_request(read_limited(request), partner=partner.upper(), fingerprint=fingerprint)
    opened = authority.open_authority(directory, _passphrase(passphrase_file))
    made = authority.issue(opened, asked.request, partner=asked.partner, names=asked.names, months=months)
    replace_file(file, authority.bundle(opened, made), mode=0o644)
    typer.echo(f"{asked.partner}, {', '.join(asked.names)}: until {made.not_valid_after_utc:%Y-%m-%d %H:%M} UTC.")
    typer.echo(f"Serial number {made.serial_number:x}. Give {file} back: egnatia transport install.")


@app.command()
def revoke(
    directory: Directory,
    serial: Annotated[str, typer.Argument(help="Serial number, as transport show has it.")],
    reason: Annotated[str, typer.Option(help="disclosed, replaced or left.")],
    passphrase_file: PassphraseFile = None,
) -> None:
    """Revoke a certificate, and write the list of revoked ones anew for all nodes to install."""
    from egnatia.exchange.transport import authority, revoking

    opened = authority.open_authority(directory, _passphrase(passphrase_file))
    row = revoking.revoke(opened, serial, reason=reason)
    typer.echo(f"Revoked: {row.partner}, {', '.join(row.names)}.")
    typer.echo(f"Give {directory / authority.REVOKED} to all nodes: egnatia transport install FILE.")


@app.command()
def request(
    file: Annotated[Path, typer.Argument(help="Where to write the request.", dir_okay=False)],
    also: Annotated[list[str] | None, typer.Option(help="A further host name of this node.")] = None,
) -> None:
    """Ask for this node's first or next certificate; the present one stays in use until the new one is installed."""
    from egnatia.exchange.actions.request_certificate import request_certificate
    from egnatia.exchange.transport.certificates import spoken
    from egnatia.exchange.transport.files import replace_file
    from egnatia.exchange.transport.issuing import to_pem

    made = request_certificate(None, also=also or [])
    replace_file(file, to_pem(made), mode=0o644)
    typer.echo(f"Request: {file}. Give it to whoever keeps the authority, and read out:\n{spoken(made)}")


@app.command()
def install(
    file: Annotated[Path, typer.Argument(help="What came from the authority.", exists=True, dir_okay=False)],
    for_partner: Annotated[
        str, typer.Option("--for", help="Letters of a partner: the file is of its own authority, good for it alone.")
    ] = "",
    fingerprint: Annotated[str, typer.Option(help="Of an authority that is new here, as it was read out to you.")] = "",
) -> None:
    """Put a certificate, an authority or its list of revoked ones to use. Only nginx has to be reloaded."""
    from egnatia.exchange.actions.install_certificate import install_certificates
    from egnatia.exchange.transport.files import read_limited
    from egnatia.exchange.transport.store import FEDERATION

    scope = for_partner.upper() or FEDERATION
    done = install_certificates(None, read_limited(file), scope=scope, fingerprint=fingerprint)
    names = (
        ("this node's certificate", done.own),
        ("the authority", done.authority),
        ("its list of revoked ones", done.revoked),
    )
    typer.echo(f"Installed: {', '.join(name for name, is_new in names if is_new)}. nginx takes it up with: nginx -s reload")


@app.command()
def show(
    place: Annotated[Path | None, typer.Argument(help="A file of certificates or an authority; this node by default.")] = None,
    as_json: AsJson = False,
) -> None:
    """What certificates say: this node's and those it trusts, those in a file, or all that an authority has issued."""
    from egnatia.exchange.transport import showing

    rows = showing.of_node() if place is None else showing.of_place(place)
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        typer.echo(_as_text(row))
    if not rows:
        typer.echo("None.")


def _as_text(row: dict[str, Any]) -> str:
    names = f" {', '.join(row['names'])}" if row["names"] else ""
    revoked = f"  revoked {row['revoked_at']} ({row['reason']})" if row.get("revoked_at") else ""
    spoken = f"\n    {row['fingerprint']}" if row.get("fingerprint") else ""
    return f"{row['what']:<11} {row['partner'] or '-'}{names}  until {row['ends_at']}  {row['serial']}{revoked}{spoken}"


def _passphrase(file: Path | None, *, confirm: bool = False) -> str:
    if file is None:
        return str(typer.prompt("Passphrase of the authority", hide_input=True, confirmation_prompt=confirm))
    try:
        return file.read_text(encoding="utf-8").rstrip("\r\n")
    except UnicodeDecodeError as error:
        raise Problem("exchange.ca.passphrase_wrong", "The passphrase isn't text.", "Write it as UTF-8.") from error
