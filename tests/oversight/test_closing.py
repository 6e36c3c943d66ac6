"""A month is closed once and stays; late corrections make a new vintage beside it; what was erased changes nothing."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from egnatia.audit.models import Event
from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.oversight.actions.close_month import close_month
from egnatia.oversight.jobs import close_months, count_closed_months_again
from egnatia.oversight.models import ClosedMonth
from egnatia.oversight.months import Month
from egnatia.oversight.queries.statistics import get_statistics
from egnatia.persons.actions.erase_data_set import erase_data_set
from egnatia.persons.actions.void_data_set import void_data_set
from tests.oversight.conftest import OCTOBER, at

pytestmark = pytest.mark.django_db
CLOSING, LATER = "2026-11-03T02:10", "2026-11-05T12:00"


@pytest.fixture
def close(operator: Any) -> Any:
    def run(when: str = CLOSING, month: Month = OCTOBER) -> ClosedMonth:
        with clock.frozen(at(when)):
            return close_month(operator, month)

    return run


def total(row: ClosedMonth) -> int:
    figure = next(one for one in row.content["figures"] if one["code"] == "i")
    return next((cell[-1] for cell in figure["cells"] if cell[:-1] == ["", "", ""]), 0)


def test_closed_on_the_third_and_not_before(sign: Any, close: Any) -> None:
    sign(2)
    for early in ("2026-10-20T12:00", "2026-11-01T12:00", "2026-11-02T23:59"):
        with pytest.raises(Problem) as caught:
            close(early)
        assert caught.value.code == "oversight.statistics.too_early"
    assert close("2026-11-03T00:01").vintage == 1


def test_needs_the_permission(supervisor: Any) -> None:
    with clock.frozen(at(CLOSING)), pytest.raises(Problem) as caught:
        close_month(supervisor, OCTOBER)
    assert caught.value.code == "accounts.not_allowed"


def test_is_told_in_the_audit_and_counted_the_same_is_no_new_vintage(sign: Any, close: Any) -> None:
    sign(2)
    first = close()
    assert close(LATER) == first
    (event,) = Event.objects.filter(action="oversight.statistics.closed")
    assert str(first.pk) == str(event.subject_id)


def test_a_late_correction_makes_a_new_vintage_and_the_old_one_stays(sign: Any, close: Any, registration_officer: Any) -> None:
    sign(2)
    wrong = sign(2)
    first = close()
    with clock.frozen(at("2026-11-04T12:00")):
        void_data_set(registration_officer, wrong, reason="registered_twice")
    second = close(LATER)
    first.refresh_from_db()
    assert [(row.vintage, total(row)) for row in (first, second)] == [(1, 2), (2, 1)]
    assert first.released is not None and second.released is None


def test_between_two_vintages_nobody_shows_in_what_is_handed_out(
    sign: Any, close: Any, registration_officer: Any, supervisor: Any
) -> None:
    wrong, *_ = [sign(2) for _ in range(12)]
    close()
    with clock.frozen(at(LATER)):
        before = get_statistics(supervisor, OCTOBER, released=True)
        void_data_set(registration_officer, wrong, reason="registered_twice")
        assert close(LATER).vintage == 2
        assert get_statistics(supervisor, OCTOBER, released=True).statistics == before.statistics
        with pytest.raises(Problem):
            get_statistics(supervisor, OCTOBER, released=True, vintage=2)


def test_an_erasure_changes_no_closed_month(sign: Any, close: Any) -> None:
    data_set = sign(2)
    first = close()
    with clock.frozen(at("2026-11-04T12:00")):
        erase_data_set(data_set, ground="citizenship")
    with pytest.raises(Problem) as caught:
        close(LATER)
    assert caught.value.code == "oversight.statistics.erased_since"
    assert [row.digest for row in ClosedMonth.objects.all()] == [first.digest]


def test_an_erasure_of_what_they_were_linked_to_changes_none_either(sign: Any, link: Any, close: Any) -> None:
    before = sign(1, "2026-09-14T12:00")
    link(sign(1), before)
    close()
    with clock.frozen(at("2026-11-04T12:00")):
        erase_data_set(before, ground="retention")
    with pytest.raises(Problem) as caught:
        close(LATER)
    assert caught.value.code == "oversight.statistics.erased_since"


def test_a_month_before_the_first_registration_is_not_one_of_nought(sign: Any, close: Any, supervisor: Any) -> None:
    sign(2)
    with pytest.raises(Problem) as caught:
        close(month=Month(2026, 9))
    assert caught.value.code == "oversight.statistics.before_first"
    with clock.frozen(at(LATER)), pytest.raises(Problem) as caught:
        get_statistics(supervisor, Month(2026, 9))
    assert caught.value.code == "oversight.statistics.before_first"


def test_a_closed_month_can_be_neither_changed_nor_deleted(sign: Any, close: Any) -> None:
    sign(2)
    row = close()
    row.digest = "0" * 64
    with pytest.raises(TypeError):
        row.save()
    with pytest.raises(TypeError):
        row.delete()


def test_only_a_first_vintage_has_what_is_handed_out(sign: Any, close: Any) -> None:
    sign(2)
    row = close()
    later = ClosedMonth(month=row.month, vintage=2, content={}, released={"a": 1}, digest="", closed_at=row.closed_at)
    with pytest.raises(IntegrityError), transaction.atomic(using=connection.alias):
        later.save(force_insert=True)


def test_the_night_closes_every_month_that_waits_and_nothing_twice(sign: Any) -> None:
    sign(2, "2026-08-20T12:00"), sign(2)
    with clock.frozen(at("2026-11-02T02:10")):
        assert [close_months() for _ in range(3)] == [1, 1, 0]
    with clock.frozen(at(CLOSING)):
        assert [close_months() for _ in range(2)] == [1, 0]
        assert count_closed_months_again() == 0
    assert [str(row) for row in ClosedMonth.objects.all()] == [
        "2026-10 vintage 1", "2026-09 vintage 1", "2026-08 vintage 1",
    ]  # fmt: skip
    assert set(ClosedMonth.objects.values_list("closed_by", flat=True)) == {None}


def test_an_empty_node_has_nothing_to_close() -> None:
    with clock.frozen(at(CLOSING)):
        assert close_months() == count_closed_months_again() == 0


def test_the_night_counts_closed_months_again_but_none_of_which_data_were_erased(sign: Any, registration_officer: Any) -> None:
    september, wrong, gone = sign(2, "2026-09-14T12:00"), sign(2), sign(2)
    with clock.frozen(at(CLOSING)):
        assert [close_months() for _ in range(3)] == [1, 1, 0]
    with clock.frozen(at("2026-11-04T12:00")):
        void_data_set(registration_officer, september, reason="registered_twice")
        void_data_set(registration_officer, wrong, reason="registered_twice")
        erase_data_set(gone, ground="authority")
    with clock.frozen(at(LATER)):
        assert count_closed_months_again() == 1
        assert count_closed_months_again() == 0
    assert {str(row) for row in ClosedMonth.objects.all()} == {
        "2026-10 vintage 1", "2026-09 vintage 1", "2026-09 vintage 2",
    }  # fmt: skip


def test_a_month_so_far_is_counted_anew_each_time(sign: Any, supervisor: Any) -> None:
    with clock.frozen(at("2026-10-20T12:00")):
        sign(2)
        assert get_statistics(supervisor, OCTOBER).statistics.figures["i"].total == 1
        sign(2)
        shown = get_statistics(supervisor, OCTOBER)
    assert (shown.statistics.figures["i"].total, shown.vintage) == (2, 0)


@pytest.mark.parametrize(
    ("month", "wanted", "code"),
    [
        (Month(2026, 12), {}, "oversight.statistics.future"),
        (Month(2026, 11), {"released": True}, "oversight.statistics.not_closed"),
        (OCTOBER, {"vintage": 7}, "oversight.statistics.not_found"),
    ],
)
def test_what_isnt_there_is_said(sign: Any, supervisor: Any, month: Month, wanted: dict[str, Any], code: str) -> None:
    sign(2)
    with clock.frozen(at(LATER)), pytest.raises(Problem) as caught:
        get_statistics(supervisor, month, **wanted)
    assert caught.value.code == code
