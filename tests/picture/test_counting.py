"""From a signature to the figure: events without identity, counted by the day they happened."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from egnatia.base import clock
from egnatia.persons import hooks
from egnatia.persons.actions.add_data_set import add_data_set
from egnatia.persons.actions.correct_data_set import correct_data_set
from egnatia.persons.actions.erase_data_set import erase_data_set
from egnatia.persons.actions.void_data_set import void_data_set
from egnatia.picture.actions.record_events import record_missing_events
from egnatia.picture.actions.recount_days import close_days, recount_all, recount_touched_days
from egnatia.picture.models import Count, Event, Incident
from egnatia.picture.queries.series import get_cells, get_series
from egnatia.registration.actions.register_person import register_person
from egnatia.registration.intake import Intake
from tests.picture.conftest import ELEMENTS
from tests.registration.conftest import records_of

DAY = date(2026, 11, 1)


@pytest.fixture
def sign(registration_officer):
    """`sign(category=2, nationalities=[…])`: a data set is signed, as the last step of a registration does it."""

    def sign_one(*, category=2, **changed):
        data_set = add_data_set(
            registration_officer, category=category, elements={**ELEMENTS, **changed}, captured_at=clock.now()
        )
        hooks.data_set_signed.call(data_set, registration_officer)
        return data_set

    return sign_one


def totals(indicator):
    series = get_series(indicator)
    return dict(zip(series.periods, series.values, strict=True))


def test_event_of_a_registration_says_nothing_of_the_person(sign):
    data_set = sign()
    event = Event.objects.get()
    assert (event.kind, event.group, event.on, event.hour) == ("apprehension", "irregular_crossing", DAY, 14)
    assert (event.place, event.nationality, event.age_band, event.sex) == ("tabanovce", "SYR", "35-64", "male")
    assert event.subject_id == data_set.pk
    assert event.recorded_at == data_set.signed_at


def test_counted_by_day_section_nationality_and_group(sign):
    with clock.frozen(datetime(2026, 11, 1, 20, tzinfo=UTC)):
        for nationality in ("SYR", "SYR", "AFG"):
            sign(nationalities=[nationality])
        sign(category=1, event={"place": "nowhere known", "date": DAY.isoformat()})
    assert recount_touched_days() == 1
    assert totals("irregular_crossings") == {DAY: 3}
    assert totals("applications") == {DAY: 1}
    assert totals("registrations") == {DAY: 4}
    assert totals("irregular_stays") == {DAY: 0}
    assert totals("refused_entries") == {}
    assert get_cells("irregular_crossings", "nationality") == {"SYR": 2, "AFG": 1}
    assert get_cells("registrations", "section") == {"MK-RS": 3, "unknown": 1}
    assert get_cells("applications", "group") == {"35-64.male": 1}
    assert recount_touched_days() == 0


def test_correction_moves_the_count_and_the_earlier_picture_stays(sign, registration_officer):
    data_set = sign()
    with clock.frozen(clock.now() - timedelta(hours=1)):
        recount_all()
    before = get_series("irregular_crossings").vintage
    moved = {**ELEMENTS, "event": {"place": "Gevgelija", "date": "2026-10-31"}}
    version = correct_data_set(registration_officer, data_set, elements=moved, reason="typing_error")
    hooks.data_set_corrected.call(version, data_set, registration_officer)
    assert recount_touched_days() == 2
    assert totals("irregular_crossings") == {date(2026, 10, 31): 1, DAY: 0}
    assert get_series("irregular_crossings", as_of=before).values == [1]
    assert Event.objects.filter(withdrawn_at=None).get().place == "MK-GR"


def test_void_registration_counts_no_more(sign, registration_officer):
    data_set = sign()
    recount_all()
    void_data_set(registration_officer, data_set, reason="wrong_person")
    recount_all()
    assert totals("registrations") == {DAY: 0}


def test_erasure_leaves_the_count_and_no_trace(sign):
    data_set = sign()
    recount_all()
    erase_data_set(data_set)
    event = Event.objects.get()
    assert event.subject_id is None and event.hour is None and event.withdrawn_at is None
    before = Count.objects.count()
    assert recount_all() == 1  # so that the hour goes from the analysts' files
    assert totals("registrations") == {DAY: 1}
    assert Count.objects.count() == before


def test_registrations_from_before_the_picture_count_by_their_event_date(registration_officer):
    for n in range(3):
        elements = {**ELEMENTS, "event": {"place": "Bitola", "date": f"2019-0{n + 1}-15"}}
        add_data_set(registration_officer, category=3, elements=elements, captured_at=clock.now(), origin="import")
    assert record_missing_events() == 3
    assert record_missing_events() == 0
    recount_all()
    assert get_series("irregular_stays", every="month").values == [1, 1, 1]


def test_silent_day_is_nought_only_where_the_node_would_know(sign):
    with clock.frozen(datetime(2026, 11, 2, 9, tzinfo=UTC)):
        sign()
        recount_all()
    with clock.frozen(datetime(2026, 11, 5, 3, tzinfo=UTC)):
        assert close_days() == 3
        assert close_days() == 0
        series = get_series("irregular_crossings", end=date(2026, 11, 5))
    assert series.values == [1, 0, 0, 0, None]
    assert not Count.objects.filter(indicator="refused_entries").exists()


def test_incidents_are_counted_by_section_and_type(db):
    for kind in ("lookalike", "lookalike", "visa_forged"):
        Incident.objects.create(
            kind="forged_document", type=kind, on=DAY, place="skopje-airport", many=3, origin="hand", recorded_at=clock.now()
        )
    recount_all()
    assert totals("incidents") == {DAY: 3}
    assert get_cells("incidents", "type") == {"lookalike": 2, "visa_forged": 1}
    assert get_cells("incidents", "section") == {"MK-AIR": 3}


def test_an_event_for_many_persons_counts_them_where_persons_are_counted(db):
    common = {"on": DAY, "place": "bogorodica", "origin": "import", "recorded_at": clock.now()}
    Event.objects.create(kind="apprehension", group="irregular_crossing", persons=40, nationality="AFG", **common)
    recount_all()
    assert totals("irregular_crossings") == {DAY: 40}
    assert get_cells("irregular_crossings", "section") == {"MK-GR": 40}


def test_recount_leaves_a_published_series_alone(take, sign):
    take([(DAY, "section", "MK", 7000)], source="unhcr", indicator="daily_arrivals")
    sign()
    recount_all()
    assert get_cells("daily_arrivals", "section") == {"MK": 7000}


def test_registration_from_its_call_to_its_event(registration_officer):
    intake = Intake(category=2, elements=ELEMENTS, records=records_of(11), national_number="P-1")
    register_person(registration_officer, intake, origin="api")
    assert Event.objects.get().place == "tabanovce"
    changed = replace(intake, elements={**ELEMENTS, "nationalities": ["AFG"]})
    register_person(registration_officer, changed, origin="api")
    assert Event.objects.filter(withdrawn_at=None).get().nationality == "AFG"
