"""`egnatia partners new-key|propose|show|sign|merge|apply|lists|verify|resume`: the ceremony of the federation list."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_args

import typer

from egnatia.base import clock
from egnatia.base.errors import Problem

if TYPE_CHECKING:
    from egnatia.exchange.actions.propose_list import Agreed, Revocation
    from egnatia.exchange.federation.listing import Listing, SignedListing

app = typer.Typer()

AsJson = Annotated[bool, typer.Option("--json", help="Print what a machine may read.")]
ListFile = Annotated[Path, typer.Argument(help="A federation list, proposed or signed.", exists=True, dir_okay=False)]
ListFiles = Annotated[list[Path], typer.Argument(help="Federation lists.", exists=True, dir_okay=False)]


@app.command("new-key")
def new_key(
    use: Annotated[str, typer.Argument(help="sign or seal.")],
    gateway: Annotated[str, typer.Option(help="migration or law-enforcement: whose key it is.")] = "migration",
) -> None:
    """Make this node's next key. It is used once a list in force has it: give your new member file to `propose --key`."""
    from egnatia.exchange.actions.make_key import make_key
    from egnatia.exchange.gateways import read_gateway

    if use not in ("sign", "seal"):
        raise _misspelt("use", use, "sign or seal")
    name = make_key(None, "sign" if use == "sign" else "seal", read_gateway(gateway))
    typer.echo(f"{name} is made. Next: egnatia partners export, propose --key.")


@app.command()
def propose(
    file: Annotated[Path, typer.Argument(help="Where to write the proposal.", dir_okay=False)],
    add: Annotated[list[Path] | None, typer.Option(help="Member file of a partner that enters.", exists=True)] = None,
    key: Annotated[
        list[Path] | None, typer.Option(help="Newer member file of a member: its new keys, its address.", exists=True)
    ] = None,
    revoke: Annotated[
        list[str] | None, typer.Option(help="MK:sign:1=disclosed, lost or replaced; @MOMENT: since when.")
    ] = None,
    end: Annotated[list[str] | None, typer.Option(help="MK:sign:1=MOMENT: when a key's time is over.")] = None,
    new_log: Annotated[
        list[str] | None, typer.Option(help="Code of a member that begins a new log, as after restoring an older backup.")
    ] = None,
    remove: Annotated[list[str] | None, typer.Option(help="Code of a member that leaves; its keys stay in the list.")] = None,
    suspend: Annotated[list[str] | None, typer.Option(help="Code of a member to suspend.")] = None,
    resume: Annotated[list[str] | None, typer.Option(help="Code of a suspended member to take back.")] = None,
    reason: Annotated[str, typer.Option(help="Why somebody is suspended or leaves.")] = "",
    agreement: Annotated[
        list[str] | None,
        typer.Option(help="ASKER:ASKED:PURPOSE=TIMES A DAY, such as MK:RS:MIG=2000; 0 ends it; * is every member."),
    ] = None,
    quorum: Annotated[int, typer.Option(help="How many members sign the list after this one.")] = 0,
    policy: Annotated[str, typer.Option(help="Version of the policy that the partners have agreed.")] = "",
    from_when: Annotated[
        str,
        typer.Option("--from", help="In force from: 2026-12-01T00:00:00Z, or now. Not given: at once, with --key in a day."),
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Write the next list as a proposal: what the newest one says, with these changes. The first: all confirmed partners."""
    from egnatia.exchange.actions.propose_list import Changes, propose_list

    wanted = Changes(
        add=tuple(one.read_bytes() for one in add or ()),
        renew=tuple(one.read_bytes() for one in key or ()),
        revoke=tuple(_read_revocation(one) for one in revoke or ()),
        ends=dict(_read_end(one) for one in end or ()),
        new_log=tuple(code.upper() for code in new_log or ()),
        remove=tuple(code.upper() for code in remove or ()),
        suspend=tuple(code.upper() for code in suspend or ()),
        resume=tuple(code.upper() for code in resume or ()),
        reason=reason.strip(),
        agreements=tuple(_read_agreed(one) for one in agreement or ()),
        quorum=quorum or None,
        policy=policy or None,
        in_force_from=_read_moment(from_when) if from_when else None,
    )
    proposed = propose_list(None, wanted)
    file.write_text(proposed.to_text(), encoding="utf-8")
    _tell(proposed, as_json=as_json)
    if not as_json:
        typer.echo(
            f"\nProposal: {file}. Give it to the members: each looks at it (partners show) and signs it (partners sign)."
        )


@app.command()
def show(file: ListFile, as_json: AsJson = False) -> None:
    """Say what a list changes against the one before it, from when, who has signed and who is missing."""
    _tell(_read(file), as_json=as_json)


@app.command()
def sign(
    file: ListFile,
    yes: Annotated[bool, typer.Option("--yes", help="Sign without asking.")] = False,
    instead: Annotated[bool, typer.Option("--instead", help="Another of this number was signed here and is given up.")] = False,
) -> None:
    """Show a proposal, ask, and write this node's signature into its file."""
    from egnatia.exchange.actions.sign_list import sign_list

    proposed = _read(file)
    _tell(proposed, as_json=False)
    if not yes:
        typer.confirm("\nSign this list for your partner?", abort=True)
    signed = sign_list(None, proposed, instead=instead)
    file.write_text(signed.to_text(), encoding="utf-8")
    typer.echo(f"Signed: {file}. Give it back to whoever collects the signatures (partners merge).")


@app.command()
def merge(
    file: Annotated[Path, typer.Argument(help="Where to write all signatures together.", dir_okay=False)],
    files: ListFiles,
    as_json: AsJson = False,
) -> None:
    """Put the signatures of several files over one proposal into one file."""
    from egnatia.exchange.federation.signing import merge as put_together

    merged = put_together([_read(one) for one in ([file] if file.exists() else []) + files])
    file.write_text(merged.to_text(), encoding="utf-8")
    _tell(merged, as_json=as_json)


@app.command("apply")
def apply_files(
    files: ListFiles,
    fingerprint: Annotated[str, typer.Option(help="Of the last list, as a partner's operator read it out to you.")] = "",
    as_json: AsJson = False,
) -> None:
    """Verify lists and act by them, each from its time on. A node that enters gives all lists from the first on."""
    from egnatia.exchange.actions.apply_list import apply_lists

    applied = apply_lists(None, [_read(one) for one in files], fingerprint=fingerprint)
    if as_json:
        typer.echo(json.dumps({"applied": [row.number for row in applied]}))
        return
    for row in applied:
        when = "in force" if row.in_force_from <= clock.now() else f"in force from {row.in_force_from:%Y-%m-%d %H:%M} UTC"
        typer.echo(f"List {row.number} is applied: {when}.")
    if not applied:
        typer.echo("Nothing is new here.")


@app.command()
def lists(
    write: Annotated[Path | None, typer.Option(help="Write every list into this folder, for others to verify.")] = None,
    as_json: AsJson = False,
) -> None:
    """The lists applied here, the one in force, and its fingerprint."""
    from egnatia.exchange.federation import in_force

    kept, now_in_force = list(in_force.read_all()), in_force.find_in_force(clock.now())
    if write is not None:
        write.mkdir(parents=True, exist_ok=True)
        for signed in kept:
            (write / signed.file_name).write_text(signed.to_text(), encoding="utf-8")
    if as_json:
        typer.echo(json.dumps([_list_facts(signed, now_in_force) for signed in kept], ensure_ascii=False))
        return
    for signed in kept:
        facts = _list_facts(signed, now_in_force)
        mark = "in force" if facts["in_force"] else ""
        typer.echo(f"{facts['number']:>4}  from {facts['in_force_from']}  signed by {', '.join(facts['signed_by'])}  {mark}")
        typer.echo(f"      {facts['fingerprint']}")
    if not kept:
        typer.echo("None yet: partners are known by their member files. The first list: egnatia partners propose FILE.")


@app.command()
def verify(files: ListFiles, as_json: AsJson = False) -> None:
    """Verify the whole chain of lists from the first on, from the files alone. Exit code 1 where it doesn't hold."""
    from egnatia.exchange.federation.chain import verify_chain

    proved: list[Listing] = []
    try:
        for listing in verify_chain([_read(file) for file in files]):
            proved.append(listing)
    except Problem as problem:
        facts: dict[str, Any] = {"ok": False, "proved": len(proved), "code": problem.code, "message": problem.message}
    else:
        facts = {"ok": True, "proved": len(proved), "fingerprint": proved[-1].fingerprint}
    if as_json:
        typer.echo(json.dumps(facts, ensure_ascii=False))
    elif facts["ok"]:
        typer.echo(
            f"{len(proved)} lists follow from each other. Fingerprint of list {proved[-1].number}:\n{facts['fingerprint']}"
        )
    else:
        typer.echo(f"After {len(proved)} lists that hold: {facts['message']} [{facts['code']}]")
    if not facts["ok"]:
        raise typer.Exit(1)


@app.command("resume")
def resume_one(code: Annotated[str, typer.Argument(help="Letters of the partner.")]) -> None:
    """Lift the suspension of a partner that this node alone had suspended."""
    from egnatia.exchange.actions.resume_partner import resume_partner
    from egnatia.exchange.queries import get_partner

    resumed = resume_partner(None, get_partner(code))
    typer.echo(f"{resumed.code}: {resumed.get_state_display()}")


def _read(file: Path) -> "SignedListing":
    from egnatia.exchange.federation.listing import MAX_BYTES, read_file

    with file.open("rb") as opened:
        return read_file(opened.read(MAX_BYTES + 1))


def _tell(signed: "SignedListing", *, as_json: bool) -> None:
    from egnatia.exchange.federation.proposal import look_at

    seen = look_at(signed)
    if as_json:
        typer.echo(json.dumps(seen.as_dict(), ensure_ascii=False))
        return
    typer.echo(f"List {seen.number}, in force from {seen.in_force_from}. Fingerprint:\n{seen.fingerprint}\n")
    for sentence in (*seen.changes, "", *seen.signatures):
        typer.echo(sentence)


def _list_facts(signed: "SignedListing", now_in_force: "Listing | None") -> dict[str, Any]:
    from egnatia.exchange.federation.listing import write_moment

    listing = signed.listing
    return {
        "number": listing.number,
        "digest": listing.digest,
        "fingerprint": listing.fingerprint,
        "made_at": write_moment(listing.made_at),
        "in_force_from": write_moment(listing.in_force_from),
        "members": listing.active,
        "signed_by": sorted({one.partner for one in signed.signatures}),
        "in_force": listing == now_in_force,
    }


def _read_revocation(text: str) -> "Revocation":
    from egnatia.exchange.actions.propose_list import Revocation
    from egnatia.exchange.federation.listing import RevocationReason

    key, _, rest = text.partition("=")
    because, _, since = rest.partition("@")
    for reason in get_args(RevocationReason):
        if because == reason:
            return Revocation(key, reason, _read_moment(since) if since else None)
    raise _misspelt("revoke", text, "MK:sign:1=disclosed, =lost or =replaced")


def _read_end(text: str) -> tuple[str, datetime]:
    key, _, moment = text.partition("=")
    return key, _read_moment(moment)


def _read_agreed(text: str) -> "Agreed":
    from egnatia.exchange.actions.propose_list import Agreed

    place, _, quota = text.partition("=")
    parts = place.upper().split(":")
    if len(parts) != 3 or not (quota.isascii() and quota.isdigit()):
        raise _misspelt("agreement", text, "MK:RS:MIG=2000")
    asker, asked, purpose = parts
    return Agreed(asker, asked, purpose, int(quota))


def _read_moment(text: str) -> datetime:
    if text == "now":
        return clock.now()
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise _misspelt("moment", text, "2026-12-01T00:00:00Z") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _misspelt(what: str, text: str, form: str) -> Problem:
    return Problem("exchange.list.misspelt", f"{text[:60]!r} can't be read.", f"Write it as {form}.", field=what)
