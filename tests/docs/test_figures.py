"""Every figure of a page is there, has a text for whoever can't see it, and shows the data that lie beside it."""

import re
from pathlib import Path

from benches import _figures

DOCS = Path(__file__).parents[2] / "docs"


def test_pages_show_every_figure_and_say_what_is_on_it():
    shown = {
        (page.parent / file).resolve(): text
        for page in DOCS.glob("*.md")
        for text, file in re.findall(r"!\[([^\]]*)\]\((figures/[^)]+)\)", page.read_text(encoding="utf-8"))
    }
    assert set(shown) == {path.resolve() for path in _figures.FOLDER.glob("*.svg")}
    assert [path.name for path, text in shown.items() if len(text) < 40] == []


def test_figures_are_drawn_from_the_data_that_lie_beside_them():
    """Run: python -m benches._figures."""
    drawn = {figure.path: figure for figure in _figures.FIGURES}
    for path in _figures.FOLDER.glob("*.svg"):
        assert path.read_text(encoding="utf-8").startswith(_figures.head(drawn[path])), path.name
