"""The reference pages say what the program does today."""

import re
from functools import cache

import pytest

from egnatia.site import reference_docs
from egnatia.site.reference_docs import FOLDER
from tests.conftest import REPOSITORY

pages = cache(reference_docs.pages)


@pytest.mark.parametrize("name", ["commands.md", "audit-events.md", "problems.md", "settings.md"])
def test_page_is_current(name):
    written = (FOLDER / name).read_text(encoding="utf-8") if (FOLDER / name).is_file() else ""
    assert written == pages()[name], "run: python -m egnatia.site.reference_docs"


def test_every_command_has_help():
    assert not re.findall(r"## egnatia [^\n]+\n\n\n", pages()["commands.md"])


def links() -> list[tuple[str, str]]:
    pages = [REPOSITORY / "README.md", *sorted((REPOSITORY / "docs").rglob("*.md"))]
    return [
        (str(page.relative_to(REPOSITORY)), target)
        for page in pages
        for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
        if "://" not in target and not target.startswith("mailto:")
    ]


@pytest.mark.parametrize(("page", "target"), links())
def test_links_lead_somewhere(page, target):
    assert ((REPOSITORY / page).parent / target).exists()
