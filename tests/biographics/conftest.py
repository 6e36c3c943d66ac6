"""The command line of this package."""

from collections.abc import Callable

import pytest
import typer
from typer.testing import CliRunner

from egnatia.biographics.commands import app


@pytest.fixture
def egnatia(operator) -> Callable[..., tuple[int, str]]:
    """`egnatia("find", "Haddad")`: exit code and what was printed."""
    command = typer.Typer()
    command.add_typer(app)
    command.callback()(lambda: None)

    def call(*arguments: str) -> tuple[int, str]:
        result = CliRunner().invoke(command, arguments, catch_exceptions=False)
        return result.exit_code, result.stdout

    return call
