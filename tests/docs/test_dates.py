"""The page about dates: its example prints what it says, and it has every level and every code."""

import contextlib
import io
import json
import re
from datetime import date

from egnatia import law
from egnatia.engines.dates.agreement import Level
from tests.conftest import REPOSITORY

PAGE = REPOSITORY / "docs" / "dates.md"


def test_the_example_prints_what_the_page_says() -> None:
    text = PAGE.read_text(encoding="utf-8")
    code = text.partition("```python\n")[2].partition("```")[0]
    said = text.partition("It prints\n\n```text\n")[2].partition("```")[0]
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(code, str(PAGE), "exec"), {})  # noqa: S102  (our own page)
    assert said and printed.getvalue() == said


def test_every_level_is_in_the_table() -> None:
    rows = re.findall(r"^\| `([a-z_]+)` \|", PAGE.read_text(encoding="utf-8").partition("## Levels")[2], re.MULTILINE)
    assert [row for row in rows if not row.startswith("date")] == [level.value for level in Level]


def test_every_code_is_on_the_page() -> None:
    engine = REPOSITORY / "src" / "egnatia" / "engines" / "dates"
    codes = set(re.findall(r'"(date\.[a-z_]+)"', "".join(path.read_text(encoding="utf-8") for path in engine.glob("*.py"))))
    text = PAGE.read_text(encoding="utf-8")
    assert len(codes) > 10 and {code for code in codes if f"`{code}`" not in text} == set()


def test_every_way_to_write_a_birth_date_is_stored_as_it_is_written() -> None:
    table = PAGE.read_text(encoding="utf-8").partition("## In the program")[2].partition("\n## ")[0]
    elements = [json.loads(found) for found in re.findall(r"`(\{.*?\})`", table)]
    assert len(elements) == 5
    for element in elements:
        stored = law.clean_elements(1, {"birth_date": element}, today=date(2026, 11, 29), complete=False)
        assert stored == {"birth_date": element}
