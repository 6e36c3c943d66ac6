"""Which way SQLite goes through events and counts while it knows nothing of how many there are."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from egnatia.picture.counting import count_days
from egnatia.picture.models import Event
from egnatia.picture.queries.by_partner import days_by_indicator, totals_by_partner
from egnatia.picture.queries.late_reports import nowcasts

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps figures by itself"),
]
DAY = date(2026, 3, 2)


def plans_of(call, table):
    """How each question about the table that `call` asks is answered."""
    with CaptureQueriesContext(
        connection,
    ) as asked:
        call()
    plans = []
    for query in asked.captured_queries:
        if f'"{table}"' in query["sql"]:
            with connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN QUERY PLAN {query['sql']}")  # what Django asked a moment ago
                plans += [row[-1] for row in cursor.fetchall() if table in row[-1]]
    return plans


def test_events_of_a_day_are_found_by_the_day_not_among_all_events():
    plans = plans_of(lambda: count_days([DAY], "MK", since=None), "picture_event")
    assert plans and all("(on=?" in plan for plan in plans), plans


def test_days_to_count_are_found_by_their_own_index():
    assert "event_to_count" in Event.objects.filter(is_counted=False).order_by().values_list("on").distinct().explain()


@pytest.mark.parametrize(
    "ask",
    [
        lambda: totals_by_partner("irregular_crossings", DAY - timedelta(days=7), DAY),
        lambda: days_by_indicator(DAY - timedelta(days=14), DAY),
        lambda: nowcasts("irregular_crossings", "MK", every="month"),
        lambda: nowcasts("irregular_crossings", "MK", cut="section", key="MK-GR"),
    ],
)
def test_totals_are_read_as_a_stretch_of_an_index(ask):
    plans = plans_of(ask, "picture_count")
    assert plans and all("indicator=? AND every=? AND cut=?" in plan and "period>?" in plan for plan in plans), plans
