"""`egnatia statistics …`: the monthly statistics of the Eurodac regulation, article 12."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from egnatia.oversight.presenting import Grid
    from egnatia.oversight.queries.statistics import Shown

app = typer.Typer()
statistics = typer.Typer(help="Monthly statistics (Eurodac, article 12).", no_args_is_help=True)
app.add_typer(statistics, name="statistics")

AsJson = Annotated[bool, typer.Option("--json", help="Print what a machine may read.")]
MonthText = Annotated[str, typer.Argument(metavar="MONTH", help="Such as 2026-11.")]


@statistics.command()
def show(
    month: MonthText,
    released: Annotated[bool, typer.Option("--released", help="As it may leave the partner: small counts hidden.")] = False,
    vintage: Annotated[int | None, typer.Option(help="An earlier count of a closed month.", min=1)] = None,
    csv_file: Annotated[Path | None, typer.Option("--csv", help="Write all counts here.")] = None,
    as_json: AsJson = False,
) -> None:
    """A month, closed or so far."""
    from egnatia.accounts.queries import get_service_officer
    from egnatia.oversight.api_schemas import statistics_out
    from egnatia.oversight.downloads import write_file
    from egnatia.oversight.months import read_month
    from egnatia.oversight.queries.statistics import get_statistics

    shown = get_statistics(get_service_officer(), read_month(month), released=released, vintage=vintage)
    if csv_file is not None:
        csv_file.write_bytes(write_file(shown, "csv"))
        typer.echo(f"{shown.month.code}: {csv_file}")
    elif as_json:
        typer.echo(statistics_out(shown).model_dump_json())
    else:
        typer.echo("\n".join(_words(shown)))


@statistics.command()
def close(month: MonthText, as_json: AsJson = False) -> None:
    """Close a month, or count a closed one again: a new vintage where something was corrected since."""
    import json

    from egnatia.accounts.queries import get_service_officer
    from egnatia.oversight.actions.close_month import close_month
    from egnatia.oversight.months import read_month

    closed = close_month(get_service_officer(), read_month(month))
    facts = {
        "month": f"{closed.month:%Y-%m}",
        "vintage": closed.vintage,
        "closed_at": closed.closed_at.isoformat(),
        "digest": closed.digest,
    }
    line = f"{facts['month']} is closed: vintage {closed.vintage}, as known on {closed.closed_at:%Y-%m-%d %H:%M} UTC."
    typer.echo(json.dumps(facts) if as_json else line)


def _words(shown: "Shown") -> Iterator[str]:
    """A line for each letter, and one for each part of it."""
    from egnatia.law.statistics import UNITS
    from egnatia.oversight import presenting

    form = "for handing out" if shown.is_released else "exact"
    yield f"{shown.month.code}, {form}, {f'vintage {shown.vintage}' if shown.vintage else 'not closed yet'}"
    for line in presenting.lines(shown, UNITS):
        yield f"({line.letter}) {line.name}: {line.count.text if line.count else line.remark}"
        yield from (f"      {name}: {count.text}" for name, count in line.parts)
    for letter, grid in (
        *(("(i) ", grid) for grid in presenting.data_set_grids(shown)[:1]),
        ("(k) to (p) ", presenting.hits_grid(shown)),
        ("(k) to (p) ", presenting.where_grid(shown)),
        ("(t) ", presenting.between_grid(shown)),
    ):
        if grid is not None:
            yield from _grid_words(letter, grid)
    for line in presenting.uncounted(shown, "iklmnop"):
        yield f"({line.letter}) {line.name}: {line.remark}"


def _grid_words(letters: str, grid: "Grid") -> Iterator[str]:
    """Only what isn't nought: a terminal is narrow."""
    yield f"{letters}{grid.title}: {grid.sums[-1].text}"
    for letter, name, counts in grid.rows:
        shown = ((head, count.text) for head, count in zip(grid.heads, counts, strict=True))
        told = [f"{head.lower()} {text}" for head, text in shown if text not in ("0", "–")]
        yield f"      {f'({letter}) ' if letter else ''}{name}: {', '.join(told) or '0'}"
