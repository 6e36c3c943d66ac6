"""`egnatia law`: prints any rule with its source, and where two partners differ."""

import json
from typing import Annotated, Any

import typer

from egnatia.base import clock
from egnatia.law.acts import cite
from egnatia.law.comparison import compare_partners
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
