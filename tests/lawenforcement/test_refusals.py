"""What is refused, and what a fault leaves behind: bad input, roles, unreadable gallery."""

from datetime import timedelta

import pytest
from django.db import connection

from egnatia.accounts.actions.create_officer import set_roles
from egnatia.accounts.models import Unit
from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.lawenforcement import jobs
from egnatia.lawenforcement.actions.ask import ask
from egnatia.lawenforcement.actions.close_request import close_request
from egnatia.lawenforcement.actions.draft_request import Check, draft_request
from egnatia.lawenforcement.actions.keep_copies import keep_copies
from egnatia.lawenforcement.actions.record_verdict import record_verdict
from egnatia.lawenforcement.actions.submit_request import submit_request
from egnatia.lawenforcement.actions.verify_request import refuse_request, verify_request
from egnatia.lawenforcement.models import Request
from egnatia.lawenforcement.queries.lists import to_examine
from egnatia.lawenforcement.queries.log import log_events
from egnatia.lawenforcement.queries.standing import standing
from egnatia.lawenforcement.reading import read_prints
from tests.lawenforcement.conftest import SEARCHED_BEFORE, facts, prints_of
from tests.lawenforcement.test_requests import code_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"involvement": "witness"}, "lawenforcement.value.unknown"),
        ({"age": "about ten"}, "lawenforcement.value.unknown"),
        ({"checks": {"interpol": Check()}}, "lawenforcement.value.unknown"),
        ({"file_number": "  "}, "lawenforcement.text.missing"),
        ({"grounds": "\n \n"}, "lawenforcement.text.missing"),
        ({"grounds": "a" * 2001}, "law.text.too_long"),
        ({"file_number": "KO-1\x07"}, "law.text.control_characters"),
    ],
)
def test_bad_input_leaves_no_draft(police, changed, code):
    assert code_of(draft_request, police, facts(**changed)) == code
    assert not Request.objects.exists()


def test_a_check_on_a_day_to_come_is_none(police):
    tomorrow = Check(clock.today() + timedelta(days=2))
    wrong = facts(checks=SEARCHED_BEFORE | {"prum": tomorrow})
    assert code_of(draft_request, police, wrong) == "lawenforcement.checks.in_future"


def test_searched_and_not_searched_is_contradictory(police):
    both = Check(clock.today() - timedelta(days=2), "would_not_identify", "?")
    assert code_of(draft_request, police, facts(checks={"prum": both})) == "lawenforcement.checks.contradictory"


def test_who_asked_never_verifies_not_even_from_another_post(submit, police):
    request = submit()
    police.unit = Unit.objects.create(name="Verifying authority, later")
    police.save()
    set_roles(police, ["verifying_officer"], given_by=None)
    assert code_of(verify_request, police, request) == "lawenforcement.verify.own_request"
    assert code_of(refuse_request, police, request, "no_suspicion") == "lawenforcement.verify.own_request"


@pytest.mark.parametrize("role", ["law_enforcement_officer", "verifying_officer", "law_enforcement_examiner"])
@pytest.mark.parametrize("other", ["registration_officer", "examiner", "case_officer", "supervisor", "administrator"])
def test_roles_of_the_two_gateways_are_never_one_persons(make_officer, role, other):
    with pytest.raises(Problem, match="gateways_mixed"):
        make_officer("mina", role, other)


def test_only_a_verdict_of_the_list_with_its_reason(sign, searched, law_examiner):
    sign(seed=1, take=0)
    searched(seed=1)
    hit = to_examine(law_examiner).get()
    for decision, reason in (("maybe", "details_disagree"), ("same", "details_disagree"), ("same", "")):
        assert code_of(record_verdict, law_examiner, hit, decision, reason) == "lawenforcement.verdict.unknown"
    record_verdict(law_examiner, hit, "different", "details_disagree")
    assert code_of(record_verdict, law_examiner, hit, "different", "details_disagree") == "lawenforcement.verdict.own_second"


def test_refusing_needs_a_reason_of_the_list(submit, verifier):
    assert code_of(refuse_request, verifier, submit(), "i_dont_like_it") == "lawenforcement.refusal.unknown"


def test_closing_waits_for_answer_and_verification(submit, searched, police):
    assert code_of(close_request, police, submit(), "helped") == "lawenforcement.close.not_answered"
    urgent = submit(seed=2, urgent=True, urgent_because="A hostage.")
    assert urgent.state == Request.State.ANSWERED
    assert code_of(close_request, police, urgent, "helped") == "lawenforcement.close.not_answered"
    assert code_of(close_request, police, searched(seed=2), "very_much") == "lawenforcement.close.outcome_unknown"


def test_nothing_is_kept_for_longer_before_it_is_verified(submit, police, verifier):
    urgent = submit(urgent=True, urgent_because="A hostage.")
    assert code_of(keep_copies, police, urgent, "Still needed.") == "lawenforcement.keep.not_verified"
    verify_request(verifier, urgent)
    assert keep_copies(police, urgent, "Still needed.").kept_at


def test_a_gallery_that_cannot_be_read_loses_no_request(sign, police, law_examiner, monkeypatch):
    sign(seed=1, take=0)

    def broken(*_args, **_more):
        raise Problem("biometrics.gallery.unreadable", "It can't be read.", "Wait.")

    with monkeypatch.context() as patch:
        patch.setattr("egnatia.biometrics.gallery.search", broken)
        asked = ask(police, facts(urgent=True, urgent_because="A hostage."), prints_of(1), origin="api")
        assert asked.state == Request.State.SUBMITTED, "it stands, and isn't asked once more"
        assert jobs.search_what_may_be_searched() == 0
    assert jobs.search_what_may_be_searched() == 1
    assert to_examine(law_examiner).count() == 1
    assert jobs.search_what_may_be_searched() == 0


@pytest.mark.parametrize(
    "files",
    [[b""], [b"FMR\x00"], [b"FMR\x00" + bytes(200)], [b"1.001:garbage"], [bytes(1000)]],
    ids=["empty", "only a beginning", "an empty record", "no NIST file", "noughts"],
)
def test_files_that_are_none_are_refused_politely(files):
    with pytest.raises(Problem):
        read_prints(files)


def test_no_print_at_all_is_refused():
    assert code_of(read_prints) == "lawenforcement.prints.none_usable"
    assert code_of(read_prints, [], {1: b"not a picture"}) == "lawenforcement.prints.none_usable"
    assert code_of(read_prints, [], {11: b"two thumbs"}) == "lawenforcement.prints.none_usable"


def test_words_of_the_case_stand_sealed(submit, police, verifier, supervisor):
    """The log's column of reasons is readable in the database; it holds codes only."""
    submitted = submit(urgent=True, urgent_because="Marija is held in a cellar.")
    verify_request(verifier, submitted)
    keep_copies(police, submitted, "Marija must be found.")
    with connection.cursor() as cursor:
        for table in ("audit_event", "lawenforcement_request"):
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608
            assert "Marija" not in "".join(repr(row) for row in cursor.fetchall()), table
    said = [event.details.get("said") for event in log_events(supervisor, number=submitted.number)]
    assert {"Marija is held in a cellar.", "Marija must be found."} <= set(said)


def test_how_the_gateway_stands_is_told_in_counts(sign, submit, searched, draft, verifier):
    sign(seed=1, take=0)
    draft()
    late = submit(seed=2, urgent=True, urgent_because="A hostage.")
    searched(seed=1)
    refuse_request(verifier, submit(seed=2), "no_suspicion")
    refuse_request(verifier, submit(seed=2, urgent=True, urgent_because="A bomb."), "not_urgent")
    with clock.frozen(late.verify_by + timedelta(minutes=1)):
        counts = standing()
    assert counts == {
        "drafted": 1,
        "submitted": 0,
        "verified": 0,
        "searched": 1,
        "answered": 1,
        "closed": 0,
        "refused": 2,
        "verification_late": 1,
        "prints_to_compare": 1,
        "copies_held": 2,
        "copies_erased_within_a_week": 0,
        "erasure_not_confirmed": 1,
        "answers_of_partners_awaited": 0,
        "erasures_of_partners_awaited": 0,
        "data_for_partners_to_decide": 0,
        "withdrawals_not_acknowledged": 0,
    }


def test_submitting_is_the_units_alone(draft, make_officer):
    other = make_officer("oto", "law_enforcement_officer", unit=Unit.objects.create(name="Another unit"))
    assert code_of(submit_request, other, draft()) == "lawenforcement.request.submitted"
