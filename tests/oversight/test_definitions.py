"""The letters as data: each either has a count or says what it needs; none is told as nought because nobody records it."""

from typing import Any

import pytest

from egnatia import law
from egnatia.oversight.counting import COUNTS
from egnatia.oversight.counting.other import HIT_LETTERS, HITS
from egnatia.oversight.words import axis_name, label_name, unit_name


def test_all_letters_from_a_to_w() -> None:
    assert "".join(law.statistics()) == "abcdefghijklmnopqrstuvw"
    for letter, statistic in law.statistics().items():
        assert f"12(1)({letter})" in statistic.source.article
        assert unit_name(statistic.unit) and statistic.counts


def test_a_letter_is_counted_or_says_what_it_needs() -> None:
    counted = {letter for code in COUNTS for letter in (HIT_LETTERS if code.startswith(HITS) else code[:1])}
    needing = {letter for letter, statistic in law.statistics().items() if statistic.needs_en}
    assert needing == set("bejluv")
    assert counted | needing == set(law.statistics())
    assert counted & needing == {"l"}, "told among the hits, but it has no row there"
    assert not law.statistics()["l"].categories


def test_every_stored_category_is_found_as_something() -> None:
    told = {column.category for column in law.statistics_columns().values()}
    assert told - {-1} == {digit for digit, category in law.categories().items() if category.stored}
    assert [code for code, column in law.statistics_columns().items() if column.needs_en] == []
    assert list(law.statistics_columns())[-1] == "not_told"


@pytest.mark.django_db
def test_every_axis_and_label_has_words(sign: Any, october: Any, all_categories: Any) -> None:
    sign(1), sign(9)
    for figure in october().figures.values():
        for axis, labels in zip(figure.axes, figure.labels, strict=True):
            assert axis_name(axis)
            assert all(label_name(axis, label) for label in (*labels, ""))


@pytest.mark.django_db
def test_what_is_not_recorded_has_no_figure(october: Any) -> None:
    found = october()
    assert not set("bejluv") & found.figures.keys()
