"""What is kept by month always is what the counts come to, whatever came in which order."""

from datetime import UTC, date, datetime, timedelta

from django.db.models import Max, Min
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from egnatia.picture.actions.summarise_counts import summarise_counts
from egnatia.picture.actions.take_series import take_counts
from egnatia.picture.models import Count, Coverage, Summary
from egnatia.picture.periods import period_of
from egnatia.picture.queries.series import get_cells, get_series, get_series_of_cut, keys_of
from egnatia.picture.queries.spans import earliest_period, latest_period, sources_of

CODE = "irregular_crossings"
#: Later than any vintage: asked for as of then, figures are read from the counts themselves.
DOOMSDAY = datetime(2100, 1, 1, tzinfo=UTC)
FIRST = date(2025, 11, 25)

days = st.integers(0, 45).map(lambda number: FIRST + timedelta(days=number))
cells = st.tuples(
    days,
    st.sampled_from([("", ""), ("section", "MK-GR"), ("section", "MK-RS"), ("nationality", "SYR")]),
    st.one_of(st.none(), st.integers(0, 9)),
)
#: One delivery: source, given by what, its cells, on which day of 2026 it became known, and whether that is all there is.
deliveries = st.tuples(
    st.sampled_from(["MK", "RS"]),
    st.sampled_from(["day", "day", "day", "month", "year"]),
    st.lists(cells, min_size=1, max_size=12),
    st.integers(0, 5),
    st.booleans(),
)
spans = st.tuples(st.one_of(st.none(), days), st.one_of(st.none(), days)).filter(
    lambda span: None in span or span[0] <= span[1]
)


def deliver(source, every, given_cells, known_on, is_whole):
    named = {(period_of(day, every), *place): value for day, place, value in given_cells}
    known_at = datetime(2026, 3, 1, tzinfo=UTC) + timedelta(days=known_on)
    take_counts(
        source, CODE, every, [(*place, value) for place, value in named.items()], known_at=known_at, whole_periods=is_whole
    )


def rows_of(model):
    names = ("source", "indicator", "every", "period", "cut", "key", "value", "known_from")
    return set(model.objects.values_list(*names))


def coverage():
    return set(Coverage.objects.values_list("source", "first", "last", "known_since"))


def facts_of(series):
    return series.source, series.periods, series.values, series.source and series.vintage


def answers(start, end, as_of):
    """All that is asked of the figures by month or year, and cells of any span."""
    told = {}
    for sources in (None, ["MK"], ["RS"]):
        for cut, key in (("", ""), ("section", "MK-GR"), ("nationality", "SYR")):
            for every in ("month", "year"):
                span = {"every": every, "start": start, "end": end, "as_of": as_of}
                told[str(sources), key, every] = facts_of(get_series(CODE, sources=sources, cut=cut, key=key, **span))
            told[str(sources), cut] = list(get_cells(CODE, cut, sources=sources, start=start, end=end, as_of=as_of).items())
    of_cut = get_series_of_cut(CODE, "section", source="MK", every="month", end=end, as_of=as_of)
    told["of cut"] = {key: facts_of(series) for key, series in of_cut.items()}
    return told


def assert_coverage_is_right():
    present = Count.objects.filter(known_until=None)
    assert sources_of(CODE) == sorted(present.values_list("source", flat=True).distinct())
    for source in ("MK", "RS"):
        reach = present.filter(source=source).aggregate(Min("period"), Max("period"))
        assert earliest_period(CODE, [source]) == reach["period__min"]
        assert latest_period(CODE, [source]) == reach["period__max"]
        for cut in ("section", "nationality"):
            there = present.filter(source=source, cut=cut).values_list("key", flat=True)
            assert keys_of(CODE, cut, sources=[source]) == sorted(set(there))


class WhateverComesIn(TestCase):
    """Days, months and years, revised, withdrawn, out of order, of two sources."""

    @settings(max_examples=25, deadline=None)
    @given(st.lists(deliveries, min_size=1, max_size=7), spans)
    def test_summaries_are_what_the_counts_come_to(self, delivered, span):
        for one in delivered:
            deliver(*one)
        assert answers(*span, None) == answers(*span, DOOMSDAY)
        assert_coverage_is_right()
        kept, reach = rows_of(Summary), coverage()
        assert summarise_counts() == 0
        Summary.objects.all().delete()
        assert summarise_counts() == len(kept)
        assert rows_of(Summary) == kept
        assert coverage() == reach


def test_month_given_withdrawn_again_is_the_sum_of_its_days(take, known_at):
    month = date(2026, 2, 1)
    take([(month, "", "", 3), (date(2026, 2, 2), "", "", 4)])
    take([(month, "", "", 100)], every="month")
    assert get_series(CODE, every="month").values == [100]
    take([(month, "", "", None)], every="month", at=known_at + timedelta(days=1))
    assert get_series(CODE, every="month").values == [7]


def test_what_something_else_wrote_is_found_and_mended(take):
    take([(date(2026, 2, 1), "", "", 3), (date(2026, 3, 1), "", "", 4)])
    Summary.objects.filter(period=date(2026, 2, 1)).update(value=99)
    Summary.objects.filter(period=date(2026, 3, 1)).delete()
    Count.objects.create(
        source="RS", indicator=CODE, every="day", period=date(2026, 2, 1), value=5, known_from=datetime(2026, 3, 1, tzinfo=UTC)
    )
    assert summarise_counts() == 3
    assert get_series(CODE, every="month").values == [8, 4]
    assert sources_of(CODE) == ["MK", "RS"]
    assert summarise_counts() == 0
