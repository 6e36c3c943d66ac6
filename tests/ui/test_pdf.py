"""Documents: tagged, in our own fonts, in every script of the region and of the persons."""

import datetime as dt
import re
import zlib
from uuid import UUID

import pytest

from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.ui import pdf

pytestmark = pytest.mark.usefixtures("built")

TEXTS = {
    "mk": "Потврда за Ѓорѓи, ќе важи",
    "sr-latn": "Potvrda za Đorđa, važi",
    "sq": "Vërtetim për Çelën",
    "ar": "نأخذ بصمات أصابعك وصورتك",
    "fa": "اثر انگشت و عکس شما گرفته می‌شود",
    "ps": "ستاسو د ګوتو نښې اخیستل کیږي",
    "ur": "آپ کی انگلیوں کے نشانات لیے جاتے ہیں",
    "tr": "Parmak izleriniz alınır, şığ",
}


def fonts_of(document: bytes) -> set[str]:
    """Names of the fonts embedded, from the plain objects and from the compressed ones."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", document, re.DOTALL)
    parts = [document]
    for stream in streams:
        try:
            parts.append(zlib.decompress(stream))
        except zlib.error:
            continue
    return {name.decode() for part in parts for name in re.findall(rb"/BaseFont\s*/[A-Z]{6}\+([\w-]+)", part)}


def render(language: str, text: str, **more) -> bytes:
    return pdf.render_pdf("ui/sample.typ", {"title": "Sample", "language": language, "text": text, **more})


@pytest.mark.parametrize(("language", "text"), TEXTS.items())
def test_every_language_of_a_receipt_has_its_letters(language, text):
    document = render(language, text)
    assert document.startswith(b"%PDF-")
    fonts = fonts_of(document)
    assert fonts and all(name.startswith(("NotoSans", "NotoNaskhArabic")) for name in fonts), fonts
    assert ("NotoNaskhArabic-Regular" in fonts) is (language in ("ar", "fa", "ps", "ur"))


def test_it_says_that_it_is_accessible_and_whose_language_it_is():
    document = render("ar", TEXTS["ar"])
    assert re.search(rb"<pdfuaid:part>\s*1\s*<", document)
    assert re.search(rb"/Lang\s*\(ar\)", document)
    assert b"/StructTreeRoot" in document


def test_the_same_data_gives_the_same_bytes():
    with clock.frozen(dt.datetime(2026, 5, 4, tzinfo=dt.UTC)):
        assert render("en", "x") == render("en", "x")


def test_dates_numbers_and_pictures_go_in():
    png = (pdf.ROOT / "ui" / "frontend" / "images" / "emblem.svg").read_bytes()
    rows = [("Born", dt.date(1990, 5, 1)), ("Number", str(UUID(int=1)))]
    assert len(render("en", "x", rows=rows, photo=png)) > len(render("en", "x"))


def test_markup_in_a_name_stays_a_name():
    """Data is data: nothing in it is read as Typst code."""
    name = '#read("/site/settings.py") = heading @ref $x$'
    assert render("en", name).startswith(b"%PDF-")


def test_a_template_that_is_not_there_says_so():
    with pytest.raises(Problem) as caught:
        pdf.render_pdf("ui/missing.typ", {"title": "x", "language": "en"})
    assert caught.value.code == "ui.pdf.failed"


def test_without_fonts_it_says_what_to_run(monkeypatch, tmp_path):
    monkeypatch.setattr(pdf, "FONTS", tmp_path)
    pdf._fonts.cache_clear()
    try:
        with pytest.raises(Problem, match=r"egnatia\.ui\.build") as caught:
            render("en", "x")
        assert caught.value.code == "ui.pdf.no_fonts"
    finally:
        pdf._fonts.cache_clear()
