"""Candidates and verdicts: no link without a human's word, and without two where two are needed."""

from datetime import UTC, datetime, timedelta

import pytest

from egnatia.audit.models import Event
from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.biometrics import hooks
from egnatia.biometrics.actions.record_candidates import add_partner_candidate, set_reference_prints, youngest_age
from egnatia.biometrics.actions.record_verdict import record_verdict
from egnatia.biometrics.models import Candidate, Verdict
from egnatia.biometrics.outcomes import outcome_of
from egnatia.biometrics.queries import needing_new_capture, to_examine
from egnatia.deadlines.queries import for_subject
from egnatia.engines.fingerprint.synthetic import synthetic_fingers
from egnatia.persons.models import DataSet, Link
from tests.biometrics.conftest import records_of

SAME, DIFFERENT, CANNOT_TELL = Verdict.Decision.values
REASON = {SAME: "details_agree_on_several_fingers", DIFFERENT: "details_disagree", CANNOT_TELL: "quality_of_new_prints"}
State = Candidate.State
pytestmark = pytest.mark.django_db


def say(examiner, candidate, decision):
    return record_verdict(examiner, candidate, decision, REASON[decision])


@pytest.mark.parametrize(
    ("decisions", "needs_two", "state"),
    [
        ([], False, State.OPEN),
        ([SAME], False, State.SAME),
        ([DIFFERENT], False, State.DIFFERENT),
        ([CANNOT_TELL], False, State.SECOND),
        ([CANNOT_TELL, SAME], False, State.SAME),
        ([CANNOT_TELL, DIFFERENT], False, State.DIFFERENT),
        ([CANNOT_TELL, CANNOT_TELL], False, State.UNDECIDED),
        ([SAME], True, State.SECOND),
        ([DIFFERENT], True, State.SECOND),
        ([SAME, SAME], True, State.SAME),
        ([DIFFERENT, DIFFERENT], True, State.DIFFERENT),
        ([SAME, DIFFERENT], True, State.UNDECIDED),
        ([SAME, CANNOT_TELL], True, State.SECOND),
        ([SAME, CANNOT_TELL, SAME], True, State.SAME),
        ([CANNOT_TELL, SAME, CANNOT_TELL], True, State.UNDECIDED),
    ],
)
def test_what_verdicts_come_to(decisions, needs_two, state):
    assert outcome_of(decisions, needs_two=needs_two) == state


def test_a_person_registered_twice_becomes_a_candidate_and_a_stranger_does_not(sign, find_candidates):
    first = sign(seed=1)
    assert find_candidates(sign(seed=2)) == []
    (candidate,) = find_candidates(sign(seed=1, take=1))
    assert candidate.other == first
    assert not candidate.needs_two
    assert not Link.objects.exists(), "a possible match is no link"


def test_of_one_sequence_the_best_candidate_is_enough(sign, find_candidates, examiner):
    sign(seed=1, take=0)
    (candidate,) = find_candidates(sign(seed=1, take=1))
    say(examiner, candidate, SAME)
    assert len(find_candidates(sign(seed=1, take=2))) == 1


def test_the_same_search_twice_makes_no_second_candidate(candidate, find_candidates):
    assert find_candidates(candidate.data_set) == [candidate]
    assert Candidate.objects.count() == 1


def test_same_links_the_two_data_sets_and_ends_the_clock(candidate, examiner):
    clock_of_it = for_subject(candidate).get()
    assert clock_of_it.due_at - clock_of_it.started_at == timedelta(hours=24)
    decided = say(examiner, candidate, SAME)
    link = Link.objects.get()
    assert {link.data_set, link.other} == {candidate.data_set, candidate.other}
    assert link.verdict_id == decided.verdicts.get().pk
    assert for_subject(candidate).get().met_at is not None
    assert Event.objects.filter(action="biometrics.verdict.given", person_id=candidate.data_set.person_id).exists()


def test_different_links_nothing(candidate, examiner):
    assert say(examiner, candidate, DIFFERENT).state == State.DIFFERENT
    assert not Link.objects.exists()


def test_cannot_tell_goes_to_another_examiner_and_twice_asks_for_a_new_capture(candidate, examiner, second_examiner):
    asked = []
    hooks.new_capture_asked.connect(asked.append)
    try:
        assert say(examiner, candidate, CANNOT_TELL).state == State.SECOND
        assert list(to_examine(examiner)) == []
        assert list(to_examine(second_examiner)) == [candidate]
        assert for_subject(candidate).get().met_at is None
        assert say(second_examiner, candidate, CANNOT_TELL).state == State.UNDECIDED
    finally:
        hooks.new_capture_asked._functions.remove(asked.append)
    assert asked == [candidate]
    assert list(needing_new_capture()) == [candidate]
    assert not Link.objects.exists()


def test_a_child_needs_two_examiners(sign, find_candidates, examiner, second_examiner):
    year = clock.today().year
    child = {"birth_date": {"value": f"{year - 9}-01-01", "precision": "day", "basis": "documented"}}
    sign(seed=1, take=0, **child)
    (candidate,) = find_candidates(sign(seed=1, take=1, **child))
    assert candidate.needs_two
    say(examiner, candidate, SAME)
    assert not Link.objects.exists()
    say(second_examiner, candidate, SAME)
    assert Link.objects.count() == 1


def test_prints_of_somebody_who_was_a_child_then_need_two_examiners(sign, find_candidates):
    """Whatever the birth date of the later registration says."""
    year = clock.today().year
    sign(seed=1, take=0, birth_date={"value": f"{year - 9}-01-01", "precision": "day", "basis": "documented"})
    (candidate,) = find_candidates(sign(seed=1, take=1))
    assert candidate.needs_two


@pytest.mark.parametrize(
    ("birth_date", "captured_at", "age"),
    [
        ({"value": "2012-11-29", "precision": "day"}, "2026-11-28T12:00", 13),
        ({"value": "2012-11-29", "precision": "day"}, "2026-11-28T23:30", 14),  # half past midnight at the partner's place
        ({"value": "2012-02-29", "precision": "day"}, "2026-02-28T12:00", 13),
        ({"value": "2012-02-29", "precision": "day"}, "2026-03-01T12:00", 14),
        ({"calendar": "solar_hijri", "stated": "1391"}, "2027-03-19T12:00", 13),  # to 20 March 2013
        ({"calendar": "solar_hijri", "stated": "1391"}, "2027-03-20T12:00", 14),
        ({"precision": "estimated_age", "stated": "16", "stated_on": "2026-11-29", "margin": "2"}, "2026-11-29T12:00", 14),
        ({"precision": "estimated_age", "stated": "16", "stated_on": "2026-11-29", "margin": "2"}, "2026-11-28T12:00", 13),
        (None, "2026-11-28T12:00", None),
    ],
)
def test_the_least_age_on_the_day_of_the_capture_counts(birth_date, captured_at, age):
    moment = datetime.fromisoformat(captured_at).replace(tzinfo=UTC)
    elements = {"birth_date": birth_date} if birth_date else {}
    assert youngest_age(DataSet(elements=elements, captured_at=moment)) == age


def test_fewer_than_four_fingers_need_two_examiners(sign, find_candidates):
    sign(seed=1, take=0)
    (candidate,) = find_candidates(sign(seed=1, take=1, positions=(2, 7, 8)))
    assert candidate.needs_two


def test_an_examiner_is_not_their_own_second(candidate, examiner):
    say(examiner, candidate, CANNOT_TELL)
    with pytest.raises(Problem) as caught:
        say(examiner, candidate, SAME)
    assert caught.value.code == "biometrics.verdict.own_second"


def test_nobody_but_an_examiner_gives_a_verdict(candidate, registration_officer, case_officer, supervisor, administrator):
    for officer in (registration_officer, case_officer, supervisor, administrator):
        with pytest.raises(Problem) as caught:
            say(officer, candidate, SAME)
        assert caught.value.status == 403
        assert not to_examine(officer).exists()
    assert not Verdict.objects.exists()


def test_what_is_decided_is_decided(candidate, examiner, second_examiner):
    say(examiner, candidate, DIFFERENT)
    with pytest.raises(Problem) as caught:
        say(second_examiner, candidate, SAME)
    assert caught.value.code == "biometrics.verdict.decided_already"


@pytest.mark.parametrize(("decision", "reason"), [("perhaps", "details_disagree"), (SAME, "details_disagree"), (SAME, "")])
def test_a_verdict_has_one_of_three_answers_and_a_reason_that_belongs_to_it(candidate, examiner, decision, reason):
    with pytest.raises(Problem):
        record_verdict(examiner, candidate, decision, reason)
    assert not Verdict.objects.exists()


def test_a_hook_that_fails_takes_the_verdict_back(candidate, examiner):
    def refuse(*_):
        raise RuntimeError("the outbox is gone")

    hooks.verdict_given.connect(refuse)
    try:
        with pytest.raises(RuntimeError):
            say(examiner, candidate, SAME)
    finally:
        hooks.verdict_given._functions.remove(refuse)
    assert not Verdict.objects.exists()
    assert not Link.objects.exists()


class TestPartnersCandidate:
    @pytest.fixture
    def candidate(self, sign):
        return add_partner_candidate(sign(seed=1), "RS", "opaque-1", 0.8, {1: 0.3, 2: 0.3, 7: 0.2, 8: 0.3})

    @pytest.fixture
    def with_prints(self, candidate):
        return set_reference_prints(candidate, records_of(synthetic_fingers(1, 3, positions=(1, 2, 7, 8))))

    def test_it_waits_for_the_reference_prints(self, candidate, examiner):
        assert not to_examine(examiner).exists()
        with pytest.raises(Problem) as caught:
            say(examiner, candidate, SAME)
        assert caught.value.code == "biometrics.verdict.no_prints"

    def test_asked_again_it_is_the_same(self, candidate):
        assert add_partner_candidate(candidate.data_set, "RS", "opaque-1", 0.9, {1: 0.3}) == candidate

    def test_same_links_to_the_opaque_reference_and_keeps_the_prints(self, with_prints, examiner):
        assert list(to_examine(examiner)) == [with_prints]
        say(examiner, with_prints, SAME)
        link = Link.objects.get()
        assert (link.partner, link.partner_reference, link.other) == ("RS", "opaque-1", None)
        with_prints.refresh_from_db()
        assert with_prints.reference_prints

    def test_different_erases_the_prints_at_once(self, with_prints, examiner):
        say(examiner, with_prints, DIFFERENT)
        with_prints.refresh_from_db()
        assert with_prints.reference_prints is None

    def test_what_is_no_record_is_refused(self, candidate):
        with pytest.raises(Problem) as caught:
            set_reference_prints(candidate, [b"not a record"])
        assert caught.value.code == "biometrics.record.not_minutiae"
        candidate.refresh_from_db()
        assert candidate.reference_prints is None
