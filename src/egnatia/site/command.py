"""The `egnatia` command: gathers every package's commands, and turns a Problem into words and an exit code.

Exit codes: 0 done; 1 the answer is no, or a check found something; 2 the command was misspelt; 3 the input can't be used;
4 not possible now (busy, offline, full disk, broken installation): try again or run `egnatia doctor`.
"""

import getpass
import json
import os
import sys
from typing import Annotated

import typer

from egnatia.base.errors import Problem
from egnatia.base.loading import loading
from egnatia.base.node import ENVIRONMENT

BAD_INPUT, NOT_NOW = 3, 4


def main() -> None:
    """Entry point of the `egnatia` command."""
    name = _choose_node(sys.argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "egnatia.site.settings")
    # Processes and their threads share the cores already: numpy's own threads would only wait for one another.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        with loading():
            command = build() if name != "serve" else _build_serve()
        command()
    except Problem as problem:
        _tell(problem)


def build() -> typer.Typer:
    """The whole command, every package's part in place."""
    import django

    django.setup()
    from egnatia.site.packages import modules

    app = typer.Typer(
        name="egnatia",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        help="Registration and information exchange for the six Western Balkans partners.",
    )
    app.callback()(_root)
    for module in modules("commands"):
        name = module.app.info.name
        app.add_typer(module.app, name=name if isinstance(name, str) else None)
    return app


def _build_serve() -> typer.Typer:
    """This package's part, without Django: `serve` only looks after the processes that answer, which start it themselves."""
    from egnatia.site import commands
    from egnatia.site import settings as _settings  # noqa: F401  says what is wrong with the node's files

    app = typer.Typer(name="egnatia", pretty_exceptions_enable=False)
    app.callback()(_root)
    app.add_typer(commands.app)
    return app


def _root(
    context: typer.Context,
    node: Annotated[str, typer.Option(help="Directory of the node.", envvar=ENVIRONMENT, show_envvar=True)] = "",
) -> None:
    from egnatia.audit import Actor
    from egnatia.audit.context import acting

    name = getpass.getuser()
    context.with_resource(acting(Actor("operator", name, name), where="command line"))


def _choose_node(arguments: list[str]) -> str:
    """Settings are read from the node, so it must be known before Django starts. Gives the command's name, "" where none is."""
    name, rest = "", iter(arguments[1:])
    for argument in rest:
        if argument.startswith("--node="):
            os.environ[ENVIRONMENT] = os.path.abspath(argument.removeprefix("--node="))
        elif argument == "--node":
            if directory := next(rest, ""):
                os.environ[ENVIRONMENT] = os.path.abspath(directory)
        elif not name and not argument.startswith("-"):
            name = argument
    return name


def _tell(problem: Problem) -> None:
    if "--json" in sys.argv:
        body = {"code": problem.code, "message": problem.message, "cure": problem.cure, **problem.details}
        typer.echo(json.dumps(body, ensure_ascii=False, default=str))
    else:
        typer.echo(f"{problem.message}\n{problem.cure}  [{problem.code}]", err=True)
    sys.exit(NOT_NOW if problem.status >= 500 else BAD_INPUT)
