"""All records held against one another: found in whatever script, suggested once, linked and told-apart pairs left alone."""

import json
from datetime import timedelta
from functools import partial

import pytest

from egnatia.audit.models import Event
from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.biographics import jobs
from egnatia.biographics.actions.compare_everybody import compare_everybody
from egnatia.biographics.actions.follow_links import settle_as_different
from egnatia.biographics.actions.judge_suggestion import judge_suggestion
from egnatia.biographics.models import Suggestion
from egnatia.persons.actions.link_data_sets import link_data_sets
from egnatia.persons.actions.write_child_note import write_child_note
from tests.registration import people

pytestmark = pytest.mark.django_db

ARABIC = {"surnames": ["حداد"], "forenames": ["سمير"], "documents": None}


@pytest.fixture
def pair(registration_officer):
    people.sign(registration_officer, surnames=["Petrović"], forenames=["Jovan"], nationalities=["SRB"], documents=None)
    return people.sign(registration_officer), people.sign(registration_officer, **ARABIC)


@pytest.fixture
def run(egnatia):
    """`run("--json")`: exit code and what was printed."""
    return partial(egnatia, "duplicates")


def test_found_suggested_and_the_second_time_left_alone(pair, case_officer):
    done = compare_everybody(case_officer)
    assert (done.persons, done.new) == (3, 1)
    assert set(done.pairs[0].references) == {one.reference_number for one in pair}
    suggestion = Suggestion.objects.get()
    assert (suggestion.found_by, suggestion.state) == ("batch", "open")
    assert compare_everybody(case_officer).pairs == ()
    compared = Event.objects.filter(action="biographics.all_compared")
    assert compared.count() == 2 and all(one.person_id is None for one in compared)


def test_dry_run_suggests_nobody(pair):
    done = compare_everybody(dry_run=True)
    assert (len(done.pairs), done.new) == (1, 0) and not Suggestion.objects.exists()


def test_linked_and_told_apart_pairs_are_left_alone(pair, registration_officer, examiner):
    third = people.sign(registration_officer, forenames=["Sameer"], documents=None)
    link_data_sets(examiner, pair[0], other=pair[1])
    settle_as_different(examiner, third.person_id, pair[0].person_id)
    compare_everybody()
    assert Suggestion.objects.get(state="open").second_id in {third.person_id, pair[1].person_id}


@pytest.mark.parametrize("decision", ["same", "different", "unclear"])
def test_decided_pair_is_not_suggested_again(pair, case_officer, decision):
    compare_everybody()
    judge_suggestion(case_officer, Suggestion.objects.get(), decision, why="Seen together.")
    assert compare_everybody().new == 0
    assert Suggestion.objects.get().state == decision


def test_childs_note_is_found(pair, registration_officer):
    birth = {"value": "1991-04-12", "precision": "day", "basis": "declared"}
    child = {"surnames": ["Haddad"], "forenames": ["Samir"], "birth_date": birth, "nationalities": ["SYR"]}
    write_child_note(registration_officer, elements=child, reason="age_unknown")
    assert "" in {reference for one in compare_everybody().pairs for reference in one.references}


def test_since_year_and_limit_narrow_it(pair, registration_officer):
    today = clock.now().date()
    people.sign(registration_officer, forenames=["Sameer"], documents=None)
    assert len(compare_everybody(limit=2, dry_run=True).pairs) == 2
    assert len(compare_everybody(since=today, dry_run=True).pairs) == 3
    assert compare_everybody(since=today + timedelta(days=1), dry_run=True).pairs == ()
    assert len(compare_everybody(year=today.year, dry_run=True).pairs) == 3
    assert compare_everybody(year=today.year - 1, dry_run=True).persons == 0


def test_refused(case_officer, analyst):
    with pytest.raises(Problem, match="duplicates.limit"):
        compare_everybody(case_officer, limit=0)
    with pytest.raises(Problem, match="not_allowed"):
        compare_everybody(analyst)


def test_command(run, pair):
    code, printed = run("--dry-run", "--json")
    told = json.loads(printed)
    assert (code, told["persons"], told["new"]) == (0, 3, 0)
    assert set(told["pairs"][0]["reference_numbers"]) == {one.reference_number for one in pair}
    assert "Haddad" not in printed
    code, printed = run()
    assert code == 0 and "Likely: The same name, written otherwise" in printed
    assert run() == (1, "")


def test_week_ends_with_a_comparison_of_all(pair, monkeypatch):
    monkeypatch.setattr(jobs, "SUNDAY", clock.local_today().weekday())
    assert jobs.find_duplicates() == 1
    monkeypatch.setattr(jobs, "SUNDAY", (clock.local_today().weekday() + 1) % 7)
    judged = Suggestion.objects.get()
    judged.delete()
    assert jobs.find_duplicates() == 0
