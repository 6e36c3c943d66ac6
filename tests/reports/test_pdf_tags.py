"""The PDF read back as a screen reader gets it: marks, language, title, headings, figures, tables.

It asserts what these tools can see; no validator of PDF/UA has read the files.
"""

import re
from itertools import pairwise

import pytest

from egnatia.reports.actions.draft_report import draft_report
from egnatia.reports.downloads import document_of, write_document
from egnatia.reports.texts import LANGUAGES
from tests.pdf_tags import catalog_of, tags_of, unmarked_text
from tests.reports.conftest import DUE

pytestmark = pytest.mark.usefixtures("built_fonts")
#: Typst's languages have no script: Serbian in Latin letters says that it is Serbian.
SPOKEN = {language: language for language in LANGUAGES} | {"sr-Latn": "sr"}


@pytest.fixture
def report(counts, analyst, monkeypatch):
    """The coordinator's, with the regional annex."""
    monkeypatch.setattr("egnatia.reports.queries.gather.value_of", lambda key: "MK")
    return draft_report(analyst, "MK", DUE, language="en")


@pytest.fixture
def pdf(report):
    return write_document(report, document_of(report, "en"), "pdf")


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_says_what_it_is_in_its_own_language(report, language):
    document = document_of(report, language)
    pdf = write_document(report, document, "pdf")
    catalog = catalog_of(pdf)
    assert bool(catalog["/MarkInfo"]["/Marked"])
    assert catalog["/Lang"] == SPOKEN[language]
    assert bool(catalog["/ViewerPreferences"]["/DisplayDocTitle"])
    metadata = catalog["/Metadata"].get_data().decode()
    assert re.search(r"<pdfuaid:part>\s*1\s*<", metadata)
    assert document["title"] in metadata
    assert re.search(rf"<dc:language>.*\b{SPOKEN[language]}\b.*</dc:language>", metadata, re.DOTALL)


def test_headings_go_down_one_level_at_a_time_and_are_those_of_the_page(report, pdf):
    levels = [int(tag.kind[1]) for tag in tags_of(pdf) if re.fullmatch(r"H\d", tag.kind)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))
    chapters = document_of(report, "en")["chapters"]
    assert levels.count(2) == len(chapters)
    headings = [piece for one in chapters for piece in one["pieces"] if piece.get("heading") or "title" in piece]
    assert levels.count(3) == sum(piece["kind"] == "text" for piece in headings)


def test_every_figure_has_its_words(report, pdf):
    said = [piece["description"] for one in document_of(report, "en")["chapters"] for piece in one["pieces"]
            if piece["kind"] == "figure"]  # fmt: skip
    assert len(said) >= 4
    assert [tag.alternative for tag in tags_of(pdf) if tag.kind == "Figure"] == said


def test_every_column_of_every_table_has_its_header(report, pdf):
    tables = [piece for one in document_of(report, "en")["chapters"] for piece in one["pieces"] if piece["kind"] == "table"]
    tags = tags_of(pdf)
    assert sum(tag.kind == "Table" for tag in tags) == len(tables)
    headers = [tag for tag in tags if tag.kind == "TH"]
    assert len(headers) == sum(len(table["head"]) for table in tables)
    assert {tag.scope for tag in headers} == {"Column"}
    assert all("THead" in tag.within for tag in headers)
    cells = sum(tag.kind == "TD" for tag in tags)
    assert cells == sum(len(row) for table in tables for row in table["rows"])


def test_facts_are_read_pair_by_pair_and_no_words_lie_outside_of_the_tags(report, pdf):
    kinds = [tag.kind for tag in tags_of(pdf)]
    facts = len(document_of(report, "en")["rows"])
    assert kinds.count("Lbl") == kinds.count("LBody") == facts
    loose = {tag.kind for tag in tags_of(pdf) if tag.within == ("Document",)}
    assert loose <= {"H1", "H2", "H3", "P", "L", "TOC", "Table", "Figure"}
    assert unmarked_text(pdf) == []
