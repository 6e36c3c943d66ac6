"""Commands that make, run and look after a whole node."""

import json
import secrets
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from egnatia.base import node
from egnatia.base.errors import Problem

app = typer.Typer()


@app.command()
def init(
    context: typer.Context,
    partner: Annotated[str, typer.Option(help="Letters of the partner: AL, BA, XK, ME, MK, RS, or one of its own rules.")],
    name: Annotated[str, typer.Option(help="Name shown on the pages.")] = "",
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8400,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    url: Annotated[str, typer.Option(help="Where officers and partners reach it; http://localhost:PORT by default.")] = "",
    exchange_url: Annotated[str, typer.Option(help="Where partners reach it, if not there: https://exchange.example.mk.")] = "",
    socket: Annotated[str, typer.Option(help="Unix socket to listen on instead of a port, behind nginx.")] = "",
    database: Annotated[str, typer.Option(help="postgresql://user:password@host:port/name; SQLite by default.")] = "",
    administrator: Annotated[str, typer.Option(help="User name of the first administrator.")] = "admin",
    password: Annotated[str, typer.Option(help="Their first password; one is made up and shown by default.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Make a new node in the directory named with --node."""
    from egnatia.site.setup import create_node, set_up_in_new_process

    made_up = "" if password else secrets.token_urlsafe(12)
    made = create_node(
        _directory(context),
        partner=partner.upper(),
        name=name,
        port=port,
        host=host,
        url=url,
        database_url=database,
        settings={key: value for key, value in (("exchange_url", exchange_url), ("socket", socket)) if value},
    )
    set_up_in_new_process(made, administrator=administrator, password=password or made_up)
    facts = {
        "directory": str(made.directory),
        "partner": made.partner,
        "url": made.url,
        "administrator": administrator,
        **({"password": made_up} if made_up else {}),
    }
    if as_json:
        typer.echo(json.dumps(facts))
        return
    typer.echo(f"{made.name} is ready in {made.directory}.")
    typer.echo(f"Administrator: {administrator}" + (f", password: {made_up} (shown this once)" if made_up else ""))
    typer.echo(f"Start it with:  egnatia --node {made.directory} serve    and    egnatia --node {made.directory} work")


@app.command(hidden=True)
def finish_init(administrator: str) -> None:
    """Second half of `init`, in a process that has read the new node's settings; the password comes on standard input."""
    from egnatia.site.setup import set_up

    set_up(node.current(), administrator=administrator, password=sys.stdin.readline().rstrip("\n"))


@app.command()
def serve(
    workers: Annotated[int, typer.Option(help="Processes that answer pages and partners.")] = 1,
    threads: Annotated[int, typer.Option(help="Threads in each.")] = 4,
    with_work: Annotated[bool, typer.Option("--with-work", help="Run the worker beside it, too.")] = False,
) -> None:
    """Answer pages and partners."""
    from egnatia.site.serving import serve as run

    run(node.current(), workers=workers, threads=threads, with_work=with_work)


@app.command()
def work() -> None:
    """Deliver to partners, read fingerprints, run the clocks: the worker beside `serve`."""
    from egnatia.site.working import work as run

    run(node.current())


@app.command()
def upgrade() -> None:
    """Bring the database up to this version; safe to repeat."""
    from egnatia.site.setup import upgrade as run

    run(node.current())
    typer.echo("The node is up to date.")


@app.command()
def doctor(as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False) -> None:
    """Say what is wrong with this installation and how to mend it."""
    from egnatia.site.doctor import examine

    findings = list(examine(node.current()))
    if as_json:
        typer.echo(json.dumps([finding.as_dict() for finding in findings], ensure_ascii=False))
    else:
        for finding in findings:
            typer.echo(
                f"{'ok  ' if finding.ok else 'BAD '} {finding.what}"
                + (f": {finding.note}" if finding.note else "")
                + ("" if finding.ok else f"\n     → {finding.cure}")
            )
    if not all(finding.ok for finding in findings):
        raise typer.Exit(1)


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(help="Where to write the node (.tar).")],
    keys: Annotated[Path, typer.Argument(help="Where to write its keys (.tar); keep them apart from the node.")],
) -> None:
    """Write the node and, apart from it, its keys. The node may be running."""
    from egnatia.site.backups import write_backup

    write_backup(node.current(), file, keys)
    typer.echo(f"Node: {file}\nKeys: {keys} (keep them apart: either file alone opens nothing)")


@app.command()
def restore(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="The node's backup.")],
    keys: Annotated[Path, typer.Argument(help="The backup of its keys.")],
) -> None:
    """Put a backup into the directory named with --node, which must hold no node."""
    from egnatia.site.backups import read_backup

    restored = read_backup(_directory(context), file, keys)
    subprocess.run([sys.executable, "-m", "egnatia", "--node", str(restored.directory), "upgrade"], check=True)  # noqa: S603
    typer.echo(f"{restored.name} is back in {restored.directory}. Run: egnatia --node {restored.directory} doctor")


def _directory(context: typer.Context) -> Path:
    """The directory named with --node, whether or not it holds a node."""
    chosen = context.find_root().params.get("node")
    if not chosen:
        raise Problem("node.not_chosen", "No node was named.", "Name its directory: egnatia --node DIR …")
    return Path(chosen).absolute()


@app.command()
def demo(
    directory: Annotated[Path, typer.Option(help="Where the six nodes lie.")] = Path("var/demo"),
    persons: Annotated[int, typer.Option(help="Synthetic persons a node starts with.")] = 500,
    check: Annotated[bool, typer.Option("--check", help="Act the story, assert each outcome, stop everything.")] = False,
    reset: Annotated[bool, typer.Option("--reset", help="Throw away what an earlier demo left.")] = False,
) -> None:
    """Six nodes on this machine with synthetic people, acting the main job."""
    from egnatia.site.demo.running import run_demo

    try:
        code = run_demo(directory, persons=persons, check=check, reset=reset)
    except KeyboardInterrupt:
        code = 0
    raise typer.Exit(code)


@app.command(hidden=True)
def demo_fill(persons: Annotated[int, typer.Option()]) -> None:
    """Accounts and people of a demo node."""
    from egnatia.accounts.queries import get_service_officer
    from egnatia.site.demo.accounts import make_accounts
    from egnatia.site.demo.alarms import answer_alarms
    from egnatia.site.demo.filling import fill
    from egnatia.site.demo.introductions import make_police_keys
    from egnatia.site.demo.working_group import make_working_group
    from egnatia.site.warming import warm_up
    from egnatia.site.working import pass_over_tonight

    make_accounts()
    make_police_keys()
    make_working_group()
    fill(persons, officer=get_service_officer())
    answer_alarms()
    pass_over_tonight(node.current())
    warm_up()


@app.command(hidden=True)
def demo_introduce(files: list[Path]) -> None:
    """Take and confirm the member files of the other demo nodes."""
    from egnatia.site.demo.introductions import introduce

    introduce(files)


@app.command(hidden=True)
def demo_step(
    name: str,
    arguments: Annotated[list[str] | None, typer.Argument()] = None,
    as_json: Annotated[bool, typer.Option("--json")] = True,
) -> None:
    """One step of the story, as an officer of this node."""
    from egnatia.site.demo.steps import run

    typer.echo(json.dumps(run(name, arguments or []), ensure_ascii=False))
