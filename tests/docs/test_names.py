"""The pages about names and records: their examples run and print what the pages say."""

import contextlib
import io
import re
from pathlib import Path

import pytest

from egnatia.engines.linkage.levels import Field, codes_of, weight_of

DOCS = Path(__file__).parents[2] / "docs"
EXAMPLE = re.compile("```python\n(.*?)```.*?It prints:\n\n```\n(.*?)```", re.DOTALL)
PAGES = ("names.md", "linkage.md")
EXAMPLES = [(page, *found) for page in PAGES for found in EXAMPLE.findall((DOCS / page).read_text("utf-8"))]


@pytest.mark.parametrize("page", PAGES)
def test_the_examples_print_what_the_page_says(page: str) -> None:
    """One after the other, as a reader would type them."""
    known: dict[str, object] = {}
    for _, code, said in (one for one in EXAMPLES if one[0] == page):
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(code, page, "exec"), known)  # noqa: S102  (our own page)
        assert printed.getvalue() == said


def test_every_example_is_run() -> None:
    written = sum((DOCS / page).read_text("utf-8").count("```python") for page in PAGES)
    assert len(EXAMPLES) == written >= 3


def test_the_page_lists_every_level_with_its_weight() -> None:
    text = (DOCS / "linkage.md").read_text("utf-8")
    listed = dict(re.findall(r"^\| `([a-z_.]+)` \| ([-+0-9.]+|0) \|", text, re.MULTILINE))
    weights = {code: weight_of(code).bits for field in Field for code in codes_of(field)}
    assert listed == {code: f"{bits:+.1f}" if bits else "0" for code, bits in weights.items()}
