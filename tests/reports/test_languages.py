"""Every language says everything: same keys, same braces; Cyrillic and Latin; dates and figures as each writes them."""

import re
import shutil
import subprocess
from datetime import date

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from egnatia.picture.alarms.measures import measures
from egnatia.picture.indicators import incident_kinds, indicators, units
from egnatia.reports.chapters import chapters
from egnatia.reports.compose import compose
from egnatia.reports.downloads import document_of, write_document
from egnatia.reports.quarters import Quarter
from egnatia.reports.serbian import to_latin
from egnatia.reports.texts import LANGUAGES, get_texts, languages, main_language

CYRILLIC = re.compile("[\u0400-\u04ff]")


def flat(entries, place=""):
    for key, value in entries.items():
        if isinstance(value, dict):
            yield from flat(value, f"{place}{key}.")
        else:
            yield f"{place}{key}", value


def braces(text):
    return sorted(re.findall(r"{(\w*)}", str(text)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_the_same_keys_and_braces(language):
    english, other = dict(flat(get_texts("en").entries)), dict(flat(get_texts(language).entries))
    assert other.keys() == english.keys()
    ours = [key for key in english if not key.startswith("format.")]
    assert [key for key in ours if braces(other[key]) != braces(english[key])] == []
    assert [key for key in ours if not other[key].strip()] == []
    assert len(other["format.months"]) == 12


def test_there_are_seven_languages_and_each_partner_has_its_own_first():
    assert tuple(languages()) == LANGUAGES
    firsts = {partner: main_language(partner) for partner in ("AL", "BA", "XK", "ME", "MK", "RS")}
    assert firsts == {"AL": "sq", "BA": "bs", "XK": "sq", "ME": "cnr", "MK": "mk", "RS": "sr"}


def test_all_that_the_data_name_has_a_name():
    texts = get_texts("en").entries
    assert texts["indicators"].keys() == indicators().keys()
    assert texts["units"].keys() == texts["unit_notes"].keys() == units().keys()
    assert texts["measures"].keys() == measures().keys()
    assert texts["types"].keys() == {code for kind in incident_kinds().values() for code in kind.types}
    assert texts["chapters"].keys() == {chapter.code for chapter in chapters()}


@pytest.mark.parametrize(
    ("language", "number", "day", "quarter"),
    [
        ("en", "1,104", "14 November 2026", "July to September 2026"),
        ("sq", "1\u00a0104", "14 nëntor 2026", "korrik–shtator 2026"),
        ("mk", "1.104", "14 ноември 2026", "јули–септември 2026"),
        ("sr", "1.104", "14.\u00a011.\u00a02026.", "јул–септембар 2026."),
        ("sr-Latn", "1.104", "14.\u00a011.\u00a02026.", "jul–septembar 2026."),
        ("bs", "1.104", "14.\u00a011.\u00a02026.", "juli–septembar 2026."),
    ],
)
def test_figures_and_dates_are_written_as_the_language_does(language, number, day, quarter):
    texts = get_texts(language)
    assert texts.number(1104) == number
    assert texts.day(date(2026, 11, 14)) == day
    assert texts.quarter(Quarter(date(2026, 7, 1))) == quarter


def test_changes_are_percent_of_what_is_large_and_differences_of_what_is_small():
    texts = get_texts("mk")
    assert texts.change(900, 1000) == "−10\u00a0%"
    assert texts.change(1125, 1000) == "+12,5\u00a0%"
    assert texts.change(7, 3) == "+4"
    assert texts.change(5, 0) == "+5"
    assert texts.change(5, None) == texts.change("hidden", 5) == "нема споредба"


@pytest.mark.parametrize(
    ("cyrillic", "latin"),
    [
        ("Љубав и Џеп", "Ljubav i Džep"),
        ("ЊЕГОШ", "NJEGOŠ"),
        ("КОЊ", "KONJ"),
        ("Ђорђе {name} [c]", "Đorđe {name} [c]"),
        ("Љ", "Lj"),
    ],
)
def test_serbian_goes_into_latin_letters(cyrillic, latin):
    assert to_latin(cyrillic) == latin


@settings(deadline=None)
@given(st.text(alphabet="абвгдђежзијклљмнњопрстћуфхцчџшАБЉЊЏ {}aZ1"))
def test_nothing_cyrillic_is_left_in_latin(text):
    assert not CYRILLIC.search(to_latin(text))
    assert to_latin(to_latin(text)) == to_latin(text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_report_is_whole_in_each_language(report, language):
    document = compose(report, language)
    said = " ".join(piece["text"] for chapter in document["chapters"] for piece in chapter["pieces"] if piece["kind"] == "text")
    assert ("1.104" if language not in ("en", "sq") else "1") in said
    assert bool(CYRILLIC.search(said)) == (language in ("mk", "sr"))
    assert "{" not in said
    with translation.override("en"):
        assert document == compose(report, language)  # whatever language the page is in


@pytest.mark.usefixtures("built_fonts")
@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext (poppler-utils) reads the letters back; not here")
def test_the_pdf_holds_its_cyrillic_letters(report, tmp_path):
    file = tmp_path / "report.pdf"
    file.write_bytes(write_document(report, document_of(report, "mk"), "pdf"))
    text = subprocess.run(["pdftotext", str(file), "-"], capture_output=True, check=True, text=True).stdout
    assert "Процеси на миграциските текови" in text
    assert "Северна Македонија – Грција" in text
    assert "септември 2026" in text
