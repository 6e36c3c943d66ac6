"""Commitments: from the law into rows, met with evidence, late in the partner's zone, every change in the audit."""

from datetime import UTC, date, datetime

import pytest

from egnatia import law
from egnatia.audit.models import Event
from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.cooperation.actions.add_commitment import Terms, Wording, change_commitment
from egnatia.cooperation.actions.record_progress import record_progress
from egnatia.cooperation.actions.seed_commitments import seed_commitments
from egnatia.cooperation.models import Commitment
from egnatia.cooperation.queries import late_commitments
from egnatia.cooperation.queries.commitments import Wanted, commitments, get_commitment, ours


def get_standing(code: str) -> Commitment:
    return Commitment.objects.get(code=code)


def test_every_standing_commitment_has_a_row_once(seeded):
    assert set(Commitment.objects.values_list("code", flat=True)) == set(law.standing_commitments())
    assert seed_commitments() == 0
    assert Event.objects.filter(action="cooperation.commitments.seeded").count() == 1


def test_what_comes_again_starts_with_its_next_day_and_nothing_is_late_on_a_fresh_node(seeded):
    assert get_standing("report_to_minister").due_on == date(2027, 2, 14)
    assert not late_commitments().exists()


def test_seeding_again_leaves_what_people_recorded(seeded, director):
    mine = get_standing("work_programme")
    change_commitment(director, mine, Terms(owner="RS", due_on=date(2027, 1, 31), confirmed=True))
    seed_commitments()
    mine.refresh_from_db()
    assert (mine.owner, mine.due_on, mine.confirmed) == ("RS", date(2027, 1, 31), True)


def test_sentence_and_source_of_a_standing_one_are_the_laws(seeded):
    one = get_standing("drugs")
    assert one.sentence == law.standing_commitments()["drugs"].name
    assert one.source == "EU action plan on drugs 2021–2025, cooperation with the partners"


def test_a_row_that_the_law_has_given_up_still_shows(db, present):
    Commitment.objects.create(code="gone", theme="border", made_at=present)
    assert [(one.sentence, one.source) for one in commitments()] == [("gone", "")]


def test_late_begins_with_the_day_after_where_the_partner_is(make_commitment):
    one = make_commitment(due_on=date(2026, 11, 30))
    with clock.frozen(datetime(2026, 11, 30, 22, 59, tzinfo=UTC)):  # a minute before midnight in Skopje
        assert not late_commitments().exists()
    with clock.frozen(datetime(2026, 11, 30, 23, 1, tzinfo=UTC)):
        assert list(late_commitments()) == [one]


def test_met_needs_evidence_and_ends_what_comes_once(make_commitment, director):
    one = make_commitment(due_on=date(2026, 11, 1))
    with pytest.raises(Problem, match="cooperation.evidence_missing"):
        record_progress(director, one, "met", "Opened")
    record_progress(director, one, "met", "Opened", evidence="File 12/2026")
    one.refresh_from_db()
    assert (one.state, one.ended_on) == ("done", date(2026, 11, 22))
    assert not late_commitments().exists()
    event = Event.objects.get(action="cooperation.commitment.progress")
    assert event.details["changed"]["state"] == ["open", "done"]


def test_met_moves_what_comes_again_by_one_step_so_that_no_time_is_skipped(make_commitment, director):
    one = make_commitment(due_on=date(2026, 5, 31), months=3)
    note = record_progress(director, one, "met", "Sent", evidence="Letter 4")
    one.refresh_from_db()
    assert (note.fulfilled, note.due_on, one.due_on, one.state) == (True, date(2026, 5, 31), date(2026, 8, 31), "open")
    assert list(late_commitments()) == [one]


def test_a_thirty_first_stays_one_through_shorter_months(make_commitment, director):
    one = make_commitment(due_on=date(2027, 1, 31), months=1)
    days = []
    for _time in range(3):
        record_progress(director, one, "met", "Sent", evidence="Letter")
        days.append(one.due_on)
    assert days == [date(2027, 2, 28), date(2027, 3, 31), date(2027, 4, 30)]


def test_two_who_record_the_same_time_as_met_do_not_skip_the_next(make_commitment, director):
    one = make_commitment(due_on=date(2026, 5, 31), months=3)
    same = get_commitment(one.pk)
    record_progress(director, one, "met", "Sent", evidence="Letter 4")
    with pytest.raises(Problem, match="cooperation.changed_meanwhile"):
        record_progress(director, same, "met", "Sent", evidence="Letter 4")
    assert get_commitment(one.pk).due_on == date(2026, 8, 31)
    assert one.notes.count() == 1


def test_given_up_and_opened_again(make_commitment, director):
    one = make_commitment()
    record_progress(director, one, "dropped", "Decided by the ministers")
    with pytest.raises(Problem, match="cooperation.state.unknown"):
        record_progress(director, one, "met", "No", evidence="x")
    record_progress(director, one, "reopened", "Asked for again")
    one.refresh_from_db()
    assert (one.state, one.ended_on) == ("open", None)
    assert {note.text for note in get_commitment(one.pk).notes.all()} == {"Decided by the ministers", "Asked for again"}


@pytest.mark.parametrize(
    ("terms", "code"),
    [
        (Terms(owner="GR"), "law.partner.unknown"),
        (Terms(months=3), "cooperation.recurs_without_day"),
        (Terms(months=-1, due_on=date(2027, 1, 1)), "cooperation.recurs_without_day"),
    ],
)
def test_terms_that_cannot_be_are_refused(make_commitment, director, terms, code):
    with pytest.raises(Problem) as caught:
        change_commitment(director, make_commitment(), terms)
    assert caught.value.code == code
    assert caught.value.field


def test_the_wording_of_a_standing_one_is_not_changed_here(seeded, director):
    with pytest.raises(Problem, match="cooperation.commitment.from_law"):
        change_commitment(director, get_standing("drugs"), Terms(), Wording("Other", "Other", "drugs"))


def test_an_analyst_reads_and_does_not_write(make_commitment, analyst):
    one = make_commitment()
    with pytest.raises(Problem, match="accounts.not_allowed"):
        record_progress(analyst, one, "note", "x")
    with pytest.raises(Problem, match="accounts.not_allowed"):
        change_commitment(analyst, one, Terms())


def test_a_list_is_narrowed(seeded, make_commitment):
    late = make_commitment(due_on=date(2026, 1, 1), owner="RS")
    assert commitments(Wanted(state="late")) == [late]
    assert commitments(Wanted(owner="RS", document="own", theme="border")) == [late]
    assert {one.code for one in commitments(Wanted(document="skopje"))} == {
        "victims_and_rights", "regular_pathways", "returns_as_a_whole",
    }  # fmt: skip
    assert commitments()[0] == late  # without a day last


def test_ours_are_those_of_each_partner_and_the_coordinators_only_where_we_are_it(seeded, monkeypatch):
    assert "work_programme" not in ours().values_list("code", flat=True)
    monkeypatch.setattr("egnatia.cooperation.queries.commitments.value_of", lambda key: "MK")
    assert "work_programme" in ours().values_list("code", flat=True)


def test_a_change_that_changes_nothing_is_not_recorded(make_commitment, director):
    one = make_commitment()
    change_commitment(director, one, Terms())
    assert not Event.objects.filter(action="cooperation.commitment.changed").exists()
