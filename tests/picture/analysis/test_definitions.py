"""One definition, two stores: what the database counts and what DuckDB counts is the same, and what the words say."""

import shutil
from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from egnatia.base import clock, node
from egnatia.base.ids import new_id
from egnatia.picture.actions.keep_raw_files import keep_all_raw_files
from egnatia.picture.actions.recount_days import recount_all
from egnatia.picture.analysis.crosstab import Question, answer
from egnatia.picture.analysis.divisions import Division
from egnatia.picture.bands import AGE_BANDS
from egnatia.picture.counting import count_days
from egnatia.picture.indicators import counted_here, event_kinds, groups, indicators
from egnatia.picture.models import Event, Incident, RawMonth
from egnatia.picture.places import section_of

FIRST = date(2026, 2, 26)  # three days before the month ends
EVENTS = st.fixed_dictionaries(
    {
        "on": st.integers(0, 5).map(lambda n: FIRST + timedelta(days=n)),
        "kind": st.sampled_from(sorted(event_kinds())),
        "group": st.sampled_from(["", *groups()]),
        "origin": st.sampled_from(["registration", "hand", "import"]),
        "place": st.sampled_from(["", "MK-GR", "RS-MK", "tabanovce", "bogorodica", "nowhere"]),
        "nationality": st.sampled_from(["", "AFG", "SYR", "UNK"]),
        "age_band": st.sampled_from(["", *AGE_BANDS]),
        "sex": st.sampled_from(["", "male", "female"]),
        "persons": st.integers(1, 400),
        "hour": st.none() | st.integers(0, 23),
        "group_size": st.none() | st.integers(1, 90),
        "withdrawn": st.booleans(),
    }
)


def fill(events):
    Event.objects.all().delete()
    RawMonth.objects.all().delete()
    shutil.rmtree(node.current().directory / "analysis", ignore_errors=True)
    for told in events:
        told = dict(told)
        withdrawn = clock.now() if told.pop("withdrawn") else None
        Event(id=new_id(), recorded_at=clock.now(), withdrawn_at=withdrawn, **told).save(force_insert=True)


def by_hand(indicator, events):
    """The cells as the words of the indicator say them, one event after another."""
    cells = Counter()
    for told in events:
        counts = told["kind"] in indicator.kinds and (not indicator.groups or told["group"] in indicator.groups)
        if told["withdrawn"] or not counts or (indicator.origins and told["origin"] not in indicator.origins):
            continue
        keys = {
            "section": section_of(told["place"], node.current().partner) or "unknown",
            "nationality": told["nationality"] or "UNK",
            "group": f"{told['age_band'] or 'unknown'}.{told['sex'] or 'unknown'}",
        }
        many = told["persons"] if indicator.weight == "persons" else 1
        cells[told["on"], "", ""] += many
        for cut in indicator.cuts:
            cells[told["on"], cut, keys[cut]] += many
    return cells


@pytest.mark.django_db
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events=st.lists(EVENTS, max_size=12))
def test_database_and_files_count_what_the_words_say(events):
    fill(events)
    days = {told["on"] for told in events}
    counted = count_days(days, node.current().partner, since=None)
    recount_all()
    keep_all_raw_files()
    for indicator in counted_here():
        if indicator.code == "incidents":
            continue
        wanted = by_hand(indicator, events)
        assert counted[indicator.code] == wanted, indicator.code
        for cut in indicator.cuts if indicator.is_raw else ():
            table = answer(Question(indicator, Division("day"), Division(cut)))
            assert table.cells == {(day, key): many for (day, at, key), many in wanted.items() if at == cut}, indicator.code


def test_incidents_are_counted_by_section_and_type(van, up_to_date):
    for told in ({}, {"type": "lorry"}, {"place": ""}):
        van(**told)
    up_to_date()
    day = Incident.objects.first().on
    counted = count_days([day], node.current().partner, since=None)["incidents"]
    assert counted == {
        (day, "", ""): 3,
        (day, "section", "MK-RS"): 2,
        (day, "section", "unknown"): 1,
        (day, "type", "van"): 2,
        (day, "type", "lorry"): 1,
    }
    table = answer(Question(indicators()["incidents"], Division("section"), Division("type")))
    assert table.cells == {("MK-RS", "van"): 1, ("MK-RS", "lorry"): 1, ("unknown", "van"): 1}
