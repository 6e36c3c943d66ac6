"""`egnatia law`: prints any rule with its source, and where two partners differ."""

import json
from typing import Annotated, Any

import typer

from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.engines.dates.calendars import Calendar
from egnatia.engines.dates.conversion import convert
from egnatia.engines.dates.reading import read_date
from egnatia.engines.dates.records import Basis, DateRecord
from egnatia.engines.dates.uncertain import UncertainDate
from egnatia.law.acts import cite
from egnatia.law.ages import age_rules
from egnatia.law.comparison import compare_partners
from egnatia.law.dates import engine_errors_as_problems
from egnatia.law.notices import notice, notices
from egnatia.law.rule_files import entry_source, overrides, raw_entries, rule_sets, title

app = typer.Typer(name="law", help="The rules as data: print them, compare partners.", no_args_is_help=False)

AsJson = Annotated[bool, typer.Option("--json", help="For a machine to read.")]
_BESIDE_THE_RULE = {"source", "valid_from", "status", "note", "name", "for"}


@app.callback(invoke_without_command=True)
def list_rule_sets(context: typer.Context, as_json: AsJson = False) -> None:
    """List the rule sets."""
    if context.invoked_subcommand is not None:
        return
    if as_json:
        _echo_json({name: {"title": title(name), "entries": len(raw_entries(name))} for name in rule_sets()})
        return
    for name in rule_sets():
        typer.echo(f"{name:24} {len(raw_entries(name)):4}  {title(name)}")
    typer.echo(f"{'notices':24} {len(notices()):4}  Information notices, one per language")
    typer.echo(f"\nA partner's own rules: {overrides() or 'none'}")


@app.command("compare")
def compare(
    first: Annotated[str, typer.Argument(help="Code of a partner, such as AL.")],
    second: Annotated[str, typer.Argument(help="Code of another partner.")],
    year: Annotated[int, typer.Option(help="Year of the holidays; this year where not given.")] = 0,
    as_json: AsJson = False,
) -> None:
    """Show where two partners differ."""
    first, second = first.upper(), second.upper()
    differences = compare_partners(first, second, year=year or clock.today().year)
    if as_json:
        _echo_json([{"rule_set": one.rule_set, "what": one.what, first: one.first, second: one.second} for one in differences])
        return
    typer.echo(f"{'':36} {first:34} {second}")
    for one in differences:
        typer.echo(f"{one.rule_set + ' ' + one.what:36} {one.first:34} {one.second}")


@app.command("notice")
def show_notice(language: Annotated[str, typer.Argument(help="Code of a language, such as fa.")] = "en") -> None:
    """Print the information notice in one language."""
    typer.echo(notice(language).text)


@app.command("birth-date")
def read_birth_date(
    said: Annotated[str, typer.Argument(help="As it was said: 5.5.1991, 05.1991, 1991, 15 Saur 1370, or an age with --age.")],
    calendar: Annotated[Calendar | None, typer.Option(help="Where neither the year nor the month's name tells.")] = None,
    age: Annotated[bool, typer.Option("--age", help="It is an estimated age, in whole years.")] = False,
    margin: Annotated[int | None, typer.Option(help="Years that the age may be off; the law's where not given.")] = None,
    basis: Annotated[Basis, typer.Option(help="What it rests on.")] = Basis.DECLARED,
    as_json: AsJson = False,
) -> None:
    """Read a birth date as it was said: the days it may mean, the age today, and the data element for a registration."""
    today, rules = clock.local_today(), age_rules()
    with engine_errors_as_problems(field="said"):
        if age:
            margin = rules.estimate_margin if margin is None else margin
            when = UncertainDate.of_age(_whole_years(said), on=today, margin=margin)
        else:
            when = read_date(said, on=today, calendar=calendar, oldest=rules.oldest)
    element = DateRecord(when, basis).to_json()
    youngest, oldest = when.ages(today)
    if as_json:
        days = {"first": when.first.isoformat(), "last": when.last.isoformat()}
        _echo_json({"birth_date": element, **days, "youngest": youngest, "oldest": oldest})
        return
    typer.echo(str(convert(when)))
    typer.echo(f"age today: {youngest if youngest == oldest else f'{youngest} to {oldest}'}")
    typer.echo(json.dumps({"birth_date": element}))


def _whole_years(text: str) -> int:
    if not text.strip().isdecimal() or len(text) > 3:
        raise Problem("law.date.not_an_age", "This is not an age.", "Give it in whole years, such as 35.", field="said")
    return int(text)


def _echo_rule_set(name: str, *, as_json: bool) -> None:
    entries = raw_entries(name)
    if as_json:
        _echo_json(entries)
        return
    typer.echo(title(name))
    for code, entry in entries.items():
        source = entry_source(entry, name, code)
        typer.echo(f"\n{code}  {entry['name']}")
        for key, value in entry.items():
            if key not in _BESIDE_THE_RULE:
                typer.echo(f"    {key}: {_in_one_line(value)}")
        for partner, differing in entry.get("for", {}).items():
            typer.echo(f"    for {partner}: {_in_one_line(differing)}")
        typer.echo(f"    source: {cite(source)}; from {source.valid_from.isoformat()}; {source.status}")
        if source.note:
            typer.echo(f"    note: {source.note}")


def _in_one_line(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return "".join(
            f"\n      {row['code']}{' required' if row.get('required') else ''} ({row['letter'] or '–'})" for row in value
        )
    return json.dumps(value, ensure_ascii=False, default=str)


def _echo_json(value: Any) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def _add_command_for(name: str) -> None:
    def show(as_json: AsJson = False) -> None:
        _echo_rule_set(name, as_json=as_json)

    app.command(name.replace("_", "-"), help=f"Print: {title(name)}.")(show)


# Every rule set is a command of its own: a new file needs no new code.
for _name in rule_sets():
    _add_command_for(_name)
