"""Likely Latin forms: known words with their attested forms, unknown ones by letters, nothing for what is Latin already."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egnatia.engines.names.latin_forms import MOST_FORMS, fold, latin_forms


@pytest.mark.parametrize(
    ("name", "language", "expected"),
    [
        ("محمد", None, {"Mohamed", "Mohammed", "Muhammad", "Mohammad"}),
        ("مُحَمَّد", None, {"Mohammed"}),
        ("محمد حسینی", None, {"Mohammed Hosseini"}),
        ("الخطيب", None, {"Al-Khatib", "El-Khatib", "Khatib"}),
        ("عبدالله", None, {"Abdullah", "Abdallah"}),
        ("احمدی", None, {"Ahmadi"}),
        ("محمدپور", None, {"Mohammedpour"}),
        ("زمریالی", None, {"Zamaryali"}),
        ("Ђорђе", None, {"Đorđe", "Dorde", "Djordje"}),
        ("Његош", "sr", {"Njegoš", "Njegos", "Njehos"}),
        ("Ќосе", None, {"Kjose"}),
        ("Љубчо", "mk", {"Ljubčo", "Ljubcho"}),
        ("Володимир", "uk", {"Volodymyr"}),
        ("Христо", "bg", {"Hristo", "Khristo"}),
        ("Γιώργος Παπαδόπουλος", None, {"Giorgos Papadopoulos"}),
        ("Ευάγγελος", None, {"Evangelos"}),
        ("Μπάμπης", None, {"Bampis"}),
        ("გიორგი", None, {"Giorgi"}),
        ("Анна-Марија", "mk", {"Anna-Marija"}),
    ],
)
def test_forms_that_documents_and_people_have(name, language, expected):
    assert expected <= set(latin_forms(name, language))


def test_likeliest_first_and_not_too_many():
    forms = latin_forms("محمد حسین احمد")
    assert len(forms) == MOST_FORMS
    assert forms[0] == "Mohamed Hussein Ahmed"


@pytest.mark.parametrize("name", ["", "  ", "Haddad", "Šarić", "123", "O'Neill-Smith"])
def test_nothing_for_names_in_latin_letters(name):
    assert latin_forms(name) == ()


def test_letters_that_differ_by_language_are_one():
    assert latin_forms("حسينى") == latin_forms("حسینی") == latin_forms("حسيني")
    assert fold("فاطِمَة") == fold("فاطمه")


@given(st.text(max_size=400))
def test_any_text_gives_texts(text):
    forms = latin_forms(text)
    assert len(forms) <= MOST_FORMS
    assert all(isinstance(form, str) and form for form in forms)
