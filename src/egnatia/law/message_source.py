"""Writes the names of the rules into Python files, where the tools that make catalogues find them.

python -m egnatia.law.message_source

Names are English in the rule files and shown through `gettext`; `messages.py` and `country_messages.py` only repeat them for
extraction. A test refuses a stale file.
"""

import json
from collections.abc import Iterator
from pathlib import Path

from egnatia.law.rule_files import raw_entries, rule_sets

FOLDER = Path(__file__).resolve().parent
TRANSLATED = ("name", "footnote", "event_name", "trigger", "in_words", "counts", "needs")
_LINE = 128
_HEAD = '''"""{about} Written by `python -m egnatia.law.message_source`; don't edit."""

{ruff}from django.utils.translation import gettext_noop

'''


def pages() -> dict[str, str]:
    """File name → text of the two files."""
    countries = set(_texts_of("countries"))
    others = {text for name in rule_sets() if name != "countries" for text in _texts_of(name)} - countries
    return {
        "messages.py": _page("The names of the rules, for extraction.", others),
        "country_messages.py": _page("The names of countries, for extraction.", countries),
    }


def _texts_of(rule_set: str) -> Iterator[str]:
    for entry in raw_entries(rule_set).values():
        for table in (entry, *entry.get("for", {}).values()):
            yield from (table[key] for key in TRANSLATED if table.get(key))


def _page(about: str, texts: set[str]) -> str:
    calls = "".join(_call(text) for text in sorted(texts))
    too_long = any(len(line) > _LINE for line in calls.splitlines())
    return _HEAD.format(about=about, ruff="# ruff: noqa: E501\n" if too_long else "") + calls


def _call(text: str) -> str:
    written = json.dumps(text, ensure_ascii=False)
    line = f"gettext_noop({written})\n"
    return line if len(line) <= _LINE + 1 else f"gettext_noop(\n    {written}\n)\n"


def main() -> None:
    """Write both files."""
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
