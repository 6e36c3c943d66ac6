"""`egnatia demo` from beginning to end."""

import shutil
import signal
import time
from pathlib import Path

import typer

from egnatia.site.demo.accounts import LAW_ENFORCEMENT, PEOPLE, username
from egnatia.site.demo.processes import Processes
from egnatia.site.demo.region import PASSWORD, DemoNode, make_region, region
from egnatia.site.demo.story import Story


def run_demo(directory: Path, *, persons: int, check: bool, reset: bool) -> int:
    """Set up what isn't there, start, act the story; then stay until Ctrl-C, or with `check` end with 0 or 1."""
    if reset:
        shutil.rmtree(directory, ignore_errors=True)
    signal.signal(signal.SIGTERM, _interrupt)
    nodes = region(directory)
    began = time.monotonic()
    make_region(nodes, persons=persons, tell=typer.echo)
    typer.echo(f"Six nodes are set up ({time.monotonic() - began:.0f} s).")
    with Processes() as processes:
        _start(nodes, processes)
        story = Story(nodes, processes, directory / "story")
        story.tell()
        if check:
            return _verdict(story.failures)
        _wait_for_the_end(nodes)
    return 0


def _start(nodes: dict[str, DemoNode], processes: Processes) -> None:
    """The first node alone first, so that its page is there soon; then the others together."""
    first, *others = nodes.values()
    began = time.monotonic()
    processes.start(first)
    processes.wait_until_answering(first)
    typer.echo(f"\nOpen  {first.url}/   (there after {time.monotonic() - began:.1f} s)")
    names = ", ".join(username(kind, first.partner) for kind, *_ in (*PEOPLE, *LAW_ENFORCEMENT))
    typer.echo(f"Accounts: {names}; password {PASSWORD}")
    for node in others:
        processes.start(node)
    for node in others:
        processes.wait_until_answering(node)
    typer.echo("All six nodes answer: " + ", ".join(f"{node.partner} {node.url}" for node in nodes.values()))


def _verdict(failures: list[str]) -> int:
    if failures:
        typer.echo(f"\n{len(failures)} things went otherwise than they should: {'; '.join(failures)}")
        return 1
    typer.echo("\nEverything went as it should.")
    return 0


def _wait_for_the_end(nodes: dict[str, DemoNode]) -> None:
    first = next(iter(nodes.values()))
    typer.echo(f"\nThe story is told. Go on yourself at {first.url}/ (Take the tour). Ctrl-C ends all six nodes.")
    signal.pause()


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt
