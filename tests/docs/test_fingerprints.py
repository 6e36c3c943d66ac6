"""The page about fingerprints: its example runs and prints what it says."""

import contextlib
import io
from pathlib import Path

from benches import _expected_errors

PAGE = Path(__file__).parents[2] / "docs" / "fingerprints.md"


def test_the_example_prints_what_the_page_says() -> None:
    text = PAGE.read_text()
    code = text.partition("```python\n")[2].partition("```")[0]
    said = text.partition("It prints `")[2].partition("`")[0]
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(code, str(PAGE), "exec"), {})  # noqa: S102  (our own page)
    assert printed.getvalue().strip() == said


def test_expected_errors_are_those_of_the_program() -> None:
    said = PAGE.read_text(encoding="utf-8").partition(_expected_errors.BEGIN)[2].partition(_expected_errors.END)[0]
    assert said == _expected_errors.section(), "run: python -m benches._expected_errors"
