"""Writes the names and texts of the picture's data into a Python file, where the tools that make catalogues find them.

python -m egnatia.picture.message_source

They are English in `data/*.toml` and shown through `gettext`; `messages.py` only repeats them. A test refuses a stale file.
"""

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from egnatia.picture.data_files import FOLDER

PAGE = FOLDER.parent / "messages.py"
#: Keys whose text is shown; under `types` the values of a table are.
_SHOWN = frozenset(("name", "definition", "note", "text", "question", "needs", "left"))
_TABLES_SHOWN = frozenset(("types", "sources", "screens"))
#: Names in these stand in the languages of both sides already, or are shown to nobody.
_NOT_SHOWN = frozenset(("places", "country_spellings", "route_years"))
_LINE = 128
_HEAD = '''"""The texts of the picture's data, for extraction. Written by `egnatia.picture.message_source`; don't edit."""

# ruff: noqa: E501
from django.utils.translation import gettext_noop

'''


def page() -> str:
    """The text of `messages.py`."""
    found = {text for path in sorted(FOLDER.glob("*.toml")) if path.stem not in _NOT_SHOWN for text in _texts(_read(path))}
    return _HEAD + "".join(_call(text) for text in sorted(found))


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _texts(table: dict[str, Any]) -> Iterator[str]:
    for key, value in table.items():
        if isinstance(value, str) and key in _SHOWN and value:
            yield value
        elif isinstance(value, dict):
            if key in _TABLES_SHOWN:
                yield from (text for text in value.values() if isinstance(text, str))
            yield from _texts(value)


def _call(text: str) -> str:
    written = json.dumps(text, ensure_ascii=False)
    line = f"gettext_noop({written})\n"
    return line if len(line) <= _LINE + 1 else f"gettext_noop(\n    {written}\n)\n"


def main() -> None:
    """Write the file."""
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
