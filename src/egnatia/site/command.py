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
from egnatia.base.node import ENVIRONMENT

BAD_INPUT, NOT_NOW = 3, 4


def main() -> None:
    """Entry point of the `egnatia` command."""
    _choose_node(sys.argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "egnatia.site.settings")
    # Processes and their threads share the cores already: numpy's own threads would only wait for one another.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        build()()
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


def _root(
    context: typer.Context,
    node: Annotated[str, typer.Option(help="Directory of the node.", envvar=ENVIRONMENT, show_envvar=True)] = "",
) -> None:
    from egnatia.audit import Actor
    from egnatia.audit.context import acting

    name = getpass.getuser()
    context.with_resource(acting(Actor("operator", name, name), where="command line"))


def _choose_node(arguments: list[str]) -> None:
    """Settings are read from the node, so it must be known before Django starts."""
    for index, argument in enumerate(arguments[1:], start=1):
        if argument.startswith("--node="):
            os.environ[ENVIRONMENT] = os.path.abspath(argument.removeprefix("--node="))
        elif argument == "--node" and index + 1 < len(arguments):
            os.environ[ENVIRONMENT] = os.path.abspath(arguments[index + 1])


def _tell(problem: Problem) -> None:
    if "--json" in sys.argv:
        body = {"code": problem.code, "message": problem.message, "cure": problem.cure, **problem.details}
        typer.echo(json.dumps(body, ensure_ascii=False, default=str))
    else:
        typer.echo(f"{problem.message}\n{problem.cure}  [{problem.code}]", err=True)
    sys.exit(NOT_NOW if problem.status >= 500 else BAD_INPUT)
