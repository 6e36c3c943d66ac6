"""The page about travel documents: its example runs and prints what it says."""

import contextlib
import io
from pathlib import Path

from egnatia.engines.documents.mrz.zone import Status

PAGE = Path(__file__).parents[2] / "docs" / "documents.md"


def test_the_example_prints_what_the_page_says() -> None:
    text = PAGE.read_text(encoding="utf-8")
    code = text.partition("```python\n")[2].partition("```")[0]
    said = text.partition("It prints `")[2].partition("`")[0]
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(code, str(PAGE), "exec"), {})  # noqa: S102  (our own page)
    assert printed.getvalue().strip() == said


def test_every_status_is_told() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert [status for status in Status if f"| `{status}` |" not in text] == []
