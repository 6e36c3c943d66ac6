"""Eurodac art. 14(3), for the person asked about and for the person found."""

from datetime import UTC, date, datetime, timedelta

import pytest

from egnatia.audit.models import Event
from egnatia.base import clock
from egnatia.lawenforcement.actions.record_verdict import record_verdict
from egnatia.lawenforcement.models import Hit, Request
from egnatia.lawenforcement.queries.lists import to_examine
from egnatia.lawenforcement.rules import is_child
from egnatia.persons.actions.link_data_sets import link_data_sets
from egnatia.persons.models import DataSet

pytestmark = pytest.mark.django_db
CHILD = {"age": "child", "child_ground": "Filmed while setting the fire.", "offence": "arson"}


def born(years_ago: int, precision: str = "day") -> dict[str, str]:
    year = (clock.today() + timedelta(days=1)).year - years_ago  # on 31 December nobody has a birthday left in the year
    value = {"day": date(year, 1, 1).isoformat(), "year": str(year), "estimated_age": str(year)}[precision]
    return {"value": value, "precision": precision, "basis": "declared"}


@pytest.mark.parametrize(
    ("birth_date", "is_found"),
    [(born(12), False), (born(15), True), (born(14, "year"), False), (born(15, "estimated_age"), False)],
    ids=["twelve", "fifteen", "fourteen this year", "about fifteen, so perhaps thirteen"],
)
@pytest.mark.parametrize("age", ["grown", "unknown"])
def test_a_child_is_found_by_nobody_who_does_not_suspect_that_child(sign, searched, birth_date, is_found, age):
    sign(seed=1, take=0, birth_date=birth_date)
    request = searched(seed=1, age=age)
    assert Hit.objects.exists() == is_found
    if not is_found:
        assert request.state == Request.State.ANSWERED, "it looks as if nobody was found"
        event = Event.objects.get(action="lawenforcement.request.searched")
        assert event.details["left_out_as_children"] == 1, "only the log says that there was somebody"


@pytest.mark.parametrize(
    ("birth_date", "expected"),
    [
        ({"value": "2012-11-29", "precision": "day"}, False),  # fourteen today
        ({"value": "2012-11-30", "precision": "day"}, True),
        ({"value": "2012-11", "precision": "month"}, True),
        ({"value": "2012-10", "precision": "month"}, False),
        ({"value": "2012", "precision": "year"}, True),
        ({"value": "2011", "precision": "year"}, False),
        ({"calendar": "solar_hijri", "stated": "1391-09-09"}, False),  # 29 November 2012
        ({"calendar": "solar_hijri", "stated": "1391-09-10"}, True),
        ({"calendar": "solar_hijri", "stated": "1391"}, True),  # to 20 March 2013
        ({"calendar": "solar_hijri", "stated": "1390"}, False),
        ({"precision": "estimated_age", "stated": "16", "stated_on": "2026-11-29", "margin": "2"}, False),
        ({"precision": "estimated_age", "stated": "16", "stated_on": "2026-11-29", "margin": "3"}, True),
        ({"precision": "estimated_age", "stated": "15", "stated_on": "2025-11-29", "margin": "2"}, False),
        ({"precision": "estimated_age", "stated": "15", "stated_on": "2025-11-30", "margin": "2"}, True),
    ],
)
def test_who_may_be_under_fourteen_is_a_child(birth_date, expected):
    with clock.frozen(datetime(2026, 11, 29, 12, tzinfo=UTC)):
        assert is_child(DataSet(elements={"birth_date": birth_date})) is expected


def test_with_the_additional_ground_the_child_is_found_and_two_examiners_decide(
    sign, searched, law_examiner, second_law_examiner
):
    sign(seed=1, take=0, birth_date=born(12))
    searched(seed=1, **CHILD)
    hit = to_examine(law_examiner).get()
    assert hit.needs_two
    record_verdict(law_examiner, hit, "same", "details_agree_on_several_fingers")
    hit.refresh_from_db()
    assert hit.state == Hit.State.SECOND and hit.released is None
    record_verdict(second_law_examiner, hit, "same", "details_agree_on_several_fingers")
    hit.refresh_from_db()
    assert hit.state == Hit.State.SAME and hit.released


def test_one_data_set_that_says_child_is_enough_in_a_sequence(sign, searched, examiner):
    grown, child = sign(seed=1, take=0, birth_date=born(19)), sign(seed=1, take=1, birth_date=born(12))
    link_data_sets(examiner, grown, other=child)
    searched(seed=1)
    assert not Hit.objects.exists()
