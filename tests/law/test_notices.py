"""What the person is told, in each language."""

import unicodedata

import pytest

from egnatia import law
from egnatia.base.errors import Problem

LANGUAGES = {"en", "sq", "mk", "sr", "bs", "cnr", "ar", "fa", "ps", "ur", "tr", "fr"}


def test_the_notice_exists_in_the_languages_people_read() -> None:
    assert set(law.notice_languages()) == LANGUAGES
    assert law.notice_languages()[0] == "en"
    with pytest.raises(Problem, match="law.notice.unknown"):
        law.notice("la")


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_every_language_says_the_same_things(language: str) -> None:
    notice, english = law.notice(language), law.notice("en")
    assert len(notice.sections) == len(english.sections)
    assert notice.labels.keys() == english.labels.keys()
    assert notice.version == english.version
    assert all(section.heading and section.text for section in notice.sections)
    assert all(notice.labels.values())
    assert not notice.source.is_confirmed


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_the_asterisk_has_its_footnote(language: str) -> None:
    notice = law.notice(language)
    assert sum("*" in section.text for section in notice.sections) == 1
    assert notice.footnote.startswith("* ")
    assert "1244/1999" in notice.footnote


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_the_direction_is_that_of_the_letters(language: str) -> None:
    notice = law.notice(language)
    letters = [character for character in notice.text if character.isalpha()]
    from_the_right = sum(unicodedata.bidirectional(character) in {"R", "AL"} for character in letters)
    assert notice.rtl == (from_the_right > len(letters) / 2)
    assert notice.direction == ("rtl" if notice.rtl else "ltr")


@pytest.mark.parametrize("language", sorted(LANGUAGES - {"en"}))
def test_nothing_was_left_in_english(language: str) -> None:
    notice, english = law.notice(language), law.notice("en")
    assert notice.title != english.title
    for ours, theirs in zip(notice.sections, english.sections, strict=True):
        assert ours.text != theirs.text
    same = {key for key, value in notice.labels.items() if value == english.labels[key]}
    assert same <= {"documents"}  # French


def test_the_notice_is_short_enough_to_be_read() -> None:
    sentences = sum(section.text.count(". ") + 1 for section in law.notice("en").sections)
    assert sentences <= 20
    assert len(law.notice("en").text.split()) <= 400
