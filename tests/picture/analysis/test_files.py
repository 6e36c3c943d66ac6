"""The analysts' files follow the events, hold nothing of a person, and come again when they are lost."""

from datetime import date

import pytest

from egnatia.base.errors import Problem
from egnatia.base.ids import new_id
from egnatia.persons import hooks
from egnatia.persons.models import DataSet
from egnatia.picture.actions.query_raw_events import query_raw_events
from egnatia.picture.analysis.files import files_of, path_of
from egnatia.picture.analysis.store import opened
from egnatia.picture.models import Event, RawMonth

MARCH = date(2026, 3, 1)


def rows_of(sql):
    return query_raw_events(sql)[1]


def test_a_month_is_written_once_and_anew_only_when_a_day_of_it_changed(happen, up_to_date):
    happen()
    happen(on=date(2026, 4, 30), persons=7)
    assert up_to_date() == 2
    assert up_to_date() == 0
    happen(on=date(2026, 4, 1))
    assert up_to_date() == 1
    assert rows_of('SELECT "on", persons FROM events ORDER BY ALL') == [
        (date(2026, 3, 2), 1),
        (date(2026, 4, 1), 1),
        (date(2026, 4, 30), 7),
    ]


def test_what_is_withdrawn_goes_and_so_does_an_empty_month(happen, up_to_date):
    event = happen()
    up_to_date()
    assert path_of("events", MARCH).stat().st_mode & 0o777 == 0o600
    Event.objects.filter(pk=event.pk).update(withdrawn_at=event.recorded_at, is_counted=False)
    up_to_date()
    assert files_of("events") == []
    assert rows_of("SELECT count(*) FROM events") == [(0,)]


def test_lost_files_are_written_again(happen, up_to_date):
    happen()
    up_to_date()
    path_of("events", MARCH).unlink()
    assert up_to_date() == 1
    assert rows_of("SELECT count(*) FROM events") == [(1,)]


def test_a_change_while_a_file_is_written_is_found_the_next_time(happen, up_to_date, monkeypatch):
    from egnatia.picture.actions import keep_raw_files
    from egnatia.picture.actions.touch_months import touch_months

    happen()
    write = keep_raw_files.files.write_month

    def write_and_be_overtaken(month):
        rows = write(month)
        monkeypatch.setattr(keep_raw_files.files, "write_month", write)
        touch_months([month])
        return rows

    monkeypatch.setattr(keep_raw_files.files, "write_month", write_and_be_overtaken)
    assert up_to_date() == 2  # the same month twice
    assert RawMonth.objects.get().written == RawMonth.objects.get().touched


def test_referrals_are_in_no_file(happen, up_to_date):
    happen(kind="referral", group="")
    happen()
    up_to_date()
    assert rows_of("SELECT DISTINCT kind FROM events") == [("apprehension",)]


def test_nothing_in_them_leads_to_anybody(happen, up_to_date):
    happen(subject_id=new_id())
    up_to_date()
    names, _rows = query_raw_events("SELECT * FROM events")
    assert names == [
        "on",
        "hour",
        "kind",
        "group",
        "origin",
        "place",
        "nationality",
        "age_band",
        "sex",
        "group_size",
        "persons",
    ]


def test_the_hour_goes_with_the_erased_data_set(happen, up_to_date):
    event = happen(subject_id=new_id(), hour=14)
    up_to_date()
    assert rows_of("SELECT hour FROM events") == [(14,)]
    hooks.data_set_erased.call(DataSet(pk=event.subject_id))
    up_to_date()
    assert rows_of("SELECT hour FROM events") == [(None,)]


def test_only_the_months_of_a_span_are_read(happen, up_to_date):
    for month in (1, 2, 3, 4):
        happen(on=date(2026, month, 15))
    up_to_date()
    with opened(start=date(2026, 2, 28), end=date(2026, 3, 1)) as store:
        assert store.execute('SELECT count(*), min("on") FROM events').fetchall() == [(2, date(2026, 2, 15))]


@pytest.mark.parametrize(
    "sql",
    [
        "COPY (SELECT 1) TO '{file}'",
        "SELECT 1; SELECT 2",
        "DROP VIEW events",
        "SELECT * FROM read_csv('/etc/hostname')",
        "SELECT * FROM '{elsewhere}'",
        "SET enable_external_access = true",
        "SELEC",
        "",
    ],
)
def test_nothing_else_is_read_or_written(happen, up_to_date, tmp_path, sql):
    happen()
    up_to_date()
    file = path_of("events", MARCH)
    before = file.read_bytes()
    elsewhere = tmp_path / "other.parquet"
    elsewhere.write_bytes(before)
    with pytest.raises(Problem, match=r"picture\.query\.invalid"):
        query_raw_events(sql.format(file=file, elsewhere=elsewhere))
    assert file.read_bytes() == before
