"""Two who write counts of one indicator at the same moment: neither loses what the other wrote."""

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from threading import Barrier, Event

import pytest
from django.db import connection, transaction

from egnatia.picture.actions.summarise_counts import summarise_counts
from egnatia.picture.actions.take_series import take_counts
from egnatia.picture.queries.series import get_series

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        os.environ.get("EGNATIA_TEST_DATABASE") != "postgresql", reason="SQLite lets in one writer at a time anyway"
    ),
]
CODE = "irregular_crossings"
NOW = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture
def together():
    """`together(one, other)`: both run, each in a thread and a connection of its own."""

    def run(*works):
        def closing(work):
            try:
                work()
            finally:
                connection.close()

        with ThreadPoolExecutor(len(works)) as pool:
            for done in [pool.submit(closing, work) for work in works]:
                done.result(timeout=120)

    return run


def test_different_days_of_a_month_are_both_in_its_sum(together):
    barrier = Barrier(2)

    def take_days(first):
        barrier.wait(timeout=60)
        for number in range(10):
            day = date(2026, 2, first + number)
            take_counts("MK", CODE, "day", [(day, "", "", 1), (day, "section", "MK-GR", 1)], known_at=NOW)

    together(lambda: take_days(1), lambda: take_days(11))
    assert get_series(CODE, every="month").values == [20]
    assert summarise_counts() == 0


def test_who_comes_second_waits_and_then_sees_what_the_first_wrote(together):
    first_has_written, second_is_there = Event(), Event()

    def first():
        with transaction.atomic():
            take_counts("MK", CODE, "day", [(date(2026, 2, 1), "", "", 3)], known_at=NOW)
            first_has_written.set()
            second_is_there.wait(timeout=60)
            take_counts("MK", CODE, "day", [(date(2026, 2, 2), "", "", 4)], known_at=NOW)

    def second():
        first_has_written.wait(timeout=60)
        second_is_there.set()
        take_counts("MK", CODE, "day", [(date(2026, 2, 2), "", "", 5), (date(2026, 2, 3), "", "", 6)], known_at=NOW)

    together(first, second)
    assert get_series(CODE).values == [3, 5, 6]
    assert get_series(CODE, every="month").values == [14]
    assert summarise_counts() == 0
