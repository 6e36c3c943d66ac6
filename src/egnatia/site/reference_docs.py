"""Writes docs/reference/ from the program itself: commands, audit events, problems. A test refuses a stale page.

python -m egnatia.site.reference_docs
"""

import ast
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PACKAGE = Path(__file__).resolve().parent.parent
FOLDER = PACKAGE.parent.parent / "docs" / "reference"
_NOTE = "<!-- Written by `python -m egnatia.site.reference_docs`; don't edit. -->\n\n"


def pages() -> dict[str, str]:
    """File name → text, for every page of the folder."""
    return {
        "commands.md": _commands(),
        "audit-events.md": _audit_events(),
        "problems.md": _problems(),
        "settings.md": _settings(),
    }


def _commands() -> str:
    import typer

    from egnatia.site.command import build

    lines = [_NOTE, "# Commands\n\n`egnatia --node DIR COMMAND`; `--help` after any of them tells its options.\n"]
    root = typer.main.get_command(build())
    for path, command in _walk(root, ()):
        name = " ".join(path)
        lines.append(f"\n## egnatia {name}\n\n{(command.help or '').strip()}\n")
        options = [parameter for parameter in command.params if parameter.name != "help"]
        if options:
            lines.append("\n| | |\n|---|---|\n")
        for parameter in options:
            words = getattr(parameter, "help", None) or ""
            shown = ", ".join(parameter.opts) if parameter.param_type_name == "option" else (parameter.name or "").upper()
            lines.append(f"| `{shown}` | {words} |\n")
    return "".join(lines)


def _walk(command: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    children = getattr(command, "commands", None)
    if children is None:
        yield path, command
        return
    for name in sorted(children):
        if not children[name].hidden:
            yield from _walk(children[name], (*path, name))


def _audit_events() -> str:
    from egnatia.audit.catalogue import event_types

    lines = [_NOTE, "# Audit events\n\nEvery change and every read of a person's data is one of these.\n\n"]
    lines.append("| event | kind | what happened |\n|---|---|---|\n")
    lines += [f"| `{event.code}` | {event.kind} | {event.text} |\n" for event in event_types().values()]
    return "".join(lines)


def _settings() -> str:
    from egnatia.base.node_settings import setting_types

    lines = [_NOTE, "# Settings\n\nIn `node.toml` under `[settings]`; some also under *Administration*.\n\n"]
    lines.append("| setting | default | range | what for |\n|---|---|---|---|\n")
    for setting in setting_types().values():
        limits = ", ".join(setting.choices) if setting.minimum is None else f"{setting.minimum} to {setting.maximum}"
        lines.append(f"| `{setting.key}` | `{setting.default!r}` | {limits} | {setting.text} |\n")
    return "".join(lines)


def _problems() -> str:
    found = {code: message for path in sorted(PACKAGE.rglob("*.py")) for code, message in _problems_in(path)}
    lines = [_NOTE, "# Problems\n\nWhat can go wrong, by code. The program says the cure beside each.\n\n"]
    lines.append("| code | message |\n|---|---|\n")
    lines += [f"| `{code}` | {message} |\n" for code, message in sorted(found.items())]
    return "".join(lines)


def _problems_in(path: Path) -> Iterator[tuple[str, str]]:
    """Code and message of every `Problem("code", "message", …)` and `EngineError(…)` in a file; what varies is shown as ….

    Read from the source, because a page of problems that needs each one to happen would never be complete.
    """
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("Problem", "EngineError"):
            arguments = [*node.args, *(keyword.value for keyword in node.keywords if keyword.arg in ("code", "message"))]
            code, message = (_text(argument) for argument in (*arguments, None, None)[:2])
            if code and "." in code and "…" not in code:
                yield code, " ".join(message.split()).replace("|", "\\|")


def _text(node: ast.AST | None) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(part) if isinstance(part, ast.Constant) else "…" for part in node.values)
    if isinstance(node, ast.Call) and node.args:  # gettext("…") and the like
        return _text(node.args[0])
    return "…" if node is not None else ""


def main() -> None:
    """Write every page."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "egnatia.site.settings")
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
