"""Reminders: once before the day and once after it; the next report and its coordinator."""

from datetime import UTC, date, datetime

import pytest
from typer.testing import CliRunner

from egnatia import law
from egnatia.audit.models import Event
from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.cooperation import queries
from egnatia.cooperation.actions.add_commitment import Terms, change_commitment
from egnatia.cooperation.actions.record_progress import record_progress
from egnatia.cooperation.actions.remind import note_reminder, remind
from egnatia.cooperation.commands import app
from egnatia.cooperation.jobs import make_reminders, seed_standing_commitments
from egnatia.cooperation.models import Commitment, Reminder
from egnatia.cooperation.queries.reminders import count_open_reminders, open_reminders


def at(month: int, day: int, year: int = 2027):
    return clock.frozen(datetime(year, month, day, 11, tzinfo=UTC))


def test_the_next_report_is_due_on_the_fourteenth_and_albania_coordinates(present):
    assert queries.next_report_date() == date(2027, 2, 14)
    report = queries.next_report()
    assert (report.days_left, report.before, str(report.coordinator)) == (
        84,
        date(2026, 11, 14),
        "Albania, Ministry of Interior",
    )


def test_the_report_is_reminded_of_within_its_days_and_only_once(db):
    with at(1, 30):
        assert remind() == 0
    with at(1, 31):
        assert (remind(), remind()) == (1, 0)
        assert [(one.reminder.due_on, one.subject) for one in open_reminders()] == [(date(2027, 2, 14), None)]
    with at(2, 15):
        assert remind() == 0
        assert open_reminders() == []


def test_a_commitment_reminds_before_its_day_and_again_when_it_is_late(make_commitment, director):
    one = make_commitment(due_on=date(2026, 12, 1))
    assert remind() == 1
    with at(12, 5, 2026):
        assert remind() == 1
        assert [(one.reminder.stage, one.subject.sentence) for one in open_reminders()] == [("late", one.sentence)]
        record_progress(director, one, "met", "Done", evidence="File 1")
        assert open_reminders() == []


def test_a_day_that_was_moved_silences_the_old_reminder(make_commitment, director):
    one = make_commitment(due_on=date(2026, 11, 1))
    remind()
    change_commitment(director, one, Terms(due_on=date(2027, 11, 1)))
    assert (count_open_reminders(), remind()) == (0, 0)


def test_items_of_the_programme_remind_too_and_whoever_can_act_takes_note(make_item, analyst, director):
    make_item(due_on=date(2026, 11, 1))
    remind()
    reminder = Reminder.objects.get()
    with pytest.raises(Problem, match="accounts.not_allowed"):
        note_reminder(analyst, reminder)
    note_reminder(director, reminder)
    assert (count_open_reminders(), reminder.seen_by) == (0, director)
    assert Event.objects.filter(action="cooperation.reminder.noted").count() == 1


def test_the_night_brings_commitments_and_reminders(db, present):
    assert seed_standing_commitments() == len(law.standing_commitments())
    assert make_reminders() == 0
    assert Commitment.objects.exists()


def run(*arguments):
    return CliRunner().invoke(app, ["working-group", *arguments])


def test_the_commands_say_what_is_late_and_write_the_register(make_commitment, tmp_path):
    assert run("commitments", "--late").output == "Nothing is late.\n"
    make_commitment(due_on=date(2026, 11, 1), owner="RS")
    result = run("commitments", "--late")
    assert (result.exit_code, "2026-11-01  open     Serbia" in result.output) == (1, True)
    assert '"dates": ["2027-02-14", "2027-05-14", "2027-08-14"' in run("report-dates", "--json").output
    assert run("register", str(tmp_path / "r.csv")).exit_code == 0
    assert (tmp_path / "r.csv").read_bytes().startswith(b"\xef\xbb\xbfSaved from")
    assert run("register", str(tmp_path / "r.pdf")).exception.code == "cooperation.file_kind"
