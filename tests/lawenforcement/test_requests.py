"""The life of a request: who may do what, in which order, and what the log says of it."""

from datetime import date, timedelta

import pytest

from egnatia.accounts.models import Unit
from egnatia.audit.models import Event
from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.deadlines.models import Deadline
from egnatia.lawenforcement.actions.close_request import close_request, confirm_erasure
from egnatia.lawenforcement.actions.draft_request import Check, change_draft, draft_request
from egnatia.lawenforcement.actions.read_request import read_answer, read_request
from egnatia.lawenforcement.actions.record_verdict import record_verdict
from egnatia.lawenforcement.actions.search_request import search_request
from egnatia.lawenforcement.actions.submit_request import submit_request
from egnatia.lawenforcement.actions.verify_request import refuse_request, verify_request
from egnatia.lawenforcement.models import Hit, ProbePrint, Request
from egnatia.lawenforcement.queries.lists import to_examine, to_verify
from egnatia.lawenforcement.rules import obstacles
from tests.lawenforcement.conftest import SEARCHED_BEFORE, facts, prints_of

pytestmark = pytest.mark.django_db
CONFIRM = ("same", "details_agree_on_several_fingers")


def code_of(call, *args, **kwargs) -> str:
    with pytest.raises(Problem) as raised:
        call(*args, **kwargs)
    return raised.value.code


def test_from_draft_to_close(sign, draft, police, verifier, law_examiner):
    data_set = sign(seed=1, take=0)
    request = draft(seed=1)
    assert request.number.startswith(f"{request.number[:2]}4") and request.state == Request.State.DRAFTED
    request = submit_request(police, request)
    assert request.verification == Request.Verification.WAITING
    assert code_of(search_request, request) == "lawenforcement.search.not_allowed"
    request = search_request(verify_request(verifier, request))
    assert request.state == Request.State.SEARCHED and request.searched_data_sets == 1
    assert read_answer(police, request.pk) == [], "nothing before an examiner has spoken"
    hit = to_examine(law_examiner).get()
    assert hit.data_set == data_set
    record_verdict(law_examiner, hit, *CONFIRM)
    (answered,) = read_answer(police, request.pk)
    assert answered.released["surnames"] == ["Haidari"]
    assert not {"category", "reference_number"} & set(answered.released), "whether asylum was asked for is never said"
    request.refresh_from_db()
    assert (request.state, request.hits) == (Request.State.ANSWERED, 1)
    request = close_request(police, request, "identified")
    assert not Hit.objects.exists() and not ProbePrint.objects.exists()
    assert (request.state, request.hits) == (Request.State.CLOSED, 1)


def test_a_verdict_of_different_releases_nothing(sign, searched, police, law_examiner):
    sign(seed=1, take=0)
    request = searched(seed=1)
    record_verdict(law_examiner, to_examine(law_examiner).get(), "different", "details_disagree")
    request.refresh_from_db()
    assert request.state == Request.State.ANSWERED
    assert read_answer(police, request.pk) == []


def test_nothing_found_is_answered_at_once(sign, searched):
    sign(seed=1, take=0)
    request = searched(seed=2)
    assert (request.state, request.hits) == (Request.State.ANSWERED, 0)


def test_the_same_unit_never_verifies(submit, make_officer, police):
    request = submit()
    colleague = make_officer("kole", "verifying_officer", unit=police.unit)
    assert list(to_verify(colleague)) == []
    assert code_of(verify_request, colleague, request) == "lawenforcement.verify.own_unit"


def test_who_may_ask_never_verifies(submit, make_officer):
    request = submit()
    both = make_officer("beti", "verifying_officer", "law_enforcement_officer", unit=Unit.objects.create(name="Another unit"))
    assert code_of(verify_request, both, request) == "lawenforcement.verify.not_independent"


def test_roles_of_migration_open_nothing(submit, supervisor, case_officer, examiner, administrator):
    request = submit()
    for officer in (case_officer, examiner, administrator):
        assert code_of(read_request, officer, request.pk) == "lawenforcement.request.not_found"
        assert code_of(draft_request, officer, facts()) == "accounts.not_allowed"
    assert read_request(supervisor, request.pk) == request, "who oversees reads the sheet"
    assert code_of(read_answer, supervisor, request.pk) == "accounts.not_allowed", "and not the answer"


def test_another_unit_sees_nothing(submit, make_officer):
    other = make_officer("oto", "law_enforcement_officer", unit=Unit.objects.create(name="Another unit"))
    assert code_of(read_request, other, submit().pk) == "lawenforcement.request.not_found"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"penalty_years": 2}, "lawenforcement.offence.not_serious"),
        ({"checks": {}}, "lawenforcement.checks.missing"),
        ({"checks": SEARCHED_BEFORE | {"prum": Check(reason="no_party")}}, "lawenforcement.checks.reason_bare"),
        ({"urgent": True}, "lawenforcement.urgent.reason_missing"),
        ({"age": "child"}, "lawenforcement.child.ground_missing"),
        ({"age": "child", "child_ground": "Seen by a camera.", "involvement": "victim"}, "lawenforcement.child.not_suspected"),
    ],
)
def test_what_the_law_asks_for_stands_before_submitting(draft, police, changed, code):
    request = draft(**changed)
    assert code in [problem.code for problem in obstacles(request)]
    assert code_of(submit_request, police, request) == code


def test_reasons_for_a_check_left_out_belong_to_that_check(draft, police):
    good = {"checks": SEARCHED_BEFORE | {"prum": Check(reason="no_party", note="Not in the list of parties.")}}
    assert not obstacles(draft(**good))
    wrong = {"checks": SEARCHED_BEFORE | {"national_databases": Check(reason="no_party", note="?")}}
    assert code_of(draft_request, police, facts(**wrong)) == "lawenforcement.value.unknown"
    assert code_of(draft_request, police, facts(offence="jaywalking")) == "lawenforcement.value.unknown"


def test_one_person_only(police):
    records = prints_of(1)
    assert len(records) == 10
    from egnatia.lawenforcement.reading import read_prints

    assert code_of(read_prints, [records[0].record, records[0].record]) == "lawenforcement.prints.given_twice"
    assert code_of(read_prints, [b"a picture of a cat"]) == "lawenforcement.prints.unknown_format"
    assert code_of(submit_request, police, draft_request(police, facts())) == "lawenforcement.prints.missing"


def test_a_submitted_request_is_not_changed(submit, police):
    request = submit()
    assert code_of(change_draft, police, request, facts()) == "lawenforcement.request.submitted"
    assert code_of(submit_request, police, request) == "lawenforcement.request.submitted"


def test_urgent_is_searched_first_and_closed_past_its_limit(sign, submit, police, verifier, law_examiner):
    sign(seed=1, take=0)
    request = submit(urgent=True, urgent_because="A hostage.")
    assert request.state == Request.State.SEARCHED and request.verification == Request.Verification.WAITING
    record_verdict(law_examiner, to_examine(law_examiner).get(), *CONFIRM)
    assert len(read_answer(police, request.pk)) == 1
    with clock.frozen(request.verify_by + timedelta(minutes=1)):
        assert code_of(read_answer, police, request.pk) == "lawenforcement.answer.not_verified"
        verify_request(verifier, request)
        assert len(read_answer(police, request.pk)) == 1


def test_unjustified_urgency_erases_what_was_obtained(sign, submit, police, verifier, law_examiner):
    sign(seed=1, take=0)
    request = submit(urgent=True, urgent_because="A hostage.")
    record_verdict(law_examiner, to_examine(law_examiner).get(), *CONFIRM)
    refused = refuse_request(verifier, request, "not_urgent")
    assert refused.is_unjustified and refused.told_to_erase_at is not None
    assert not Hit.objects.exists() and not ProbePrint.objects.exists()
    assert read_answer(police, request.pk) == []
    confirmed = confirm_erasure(police, refused)
    assert confirmed.erasure_confirmed_by == police
    assert code_of(confirm_erasure, police, refused) == "lawenforcement.erasure.not_asked"


def test_refused_before_the_search_is_never_searched(submit, verifier):
    request = refuse_request(verifier, submit(), "no_suspicion", note="A rumour.")
    assert request.state == Request.State.REFUSED and not request.is_unjustified
    assert code_of(search_request, request) == "lawenforcement.search.not_allowed"
    assert code_of(verify_request, verifier, request) == "lawenforcement.verify.decided_already"


def test_every_step_and_look_is_in_the_log_with_the_elements_of_the_law(sign, searched, police, law_examiner):
    sign(seed=1, take=0)
    why_not = {"prum": Check(reason="would_not_identify", note="A latent print of a child of this node.")}
    request = searched(seed=1, checks={"national_databases": Check(date(2026, 11, 2))} | why_not)
    read_request(police, request.pk)
    record_verdict(law_examiner, to_examine(law_examiner).get(), *CONFIRM)
    read_answer(police, request.pk)
    events = Event.objects.filter(action__startswith="lawenforcement.").order_by("number")
    actions = [event.action.removeprefix("lawenforcement.") for event in events]
    assert actions == [
        "request.drafted",
        "request.submitted",
        "request.verified",
        "request.searched",
        "hit.found",
        "request.read",
        "hit.judged",
        "hit.released",
        "request.answered",
        "answer.read",
        "hit.read",
    ]
    details = events.filter(action="lawenforcement.request.searched").get().details
    assert details["offence"] == "trafficking_in_human_beings"
    assert details["file_number"] == "KO-417/26"
    assert details["not_searched_before"] == {"prum": "would_not_identify"}
    assert (details["asked_by"], details["ordered_by"], details["verified_by"]) == (
        "petra",
        "P. Petrovski, prosecutor",
        "vera",
    )
    assert details["fingers"] == list(range(1, 11))


def test_pages_of_migration_have_nothing_to_show(sign, searched, law_examiner):
    """No clock among the others', no event under the person, no search beside those of registrations."""
    data_set = sign(seed=1, take=0)
    clocks, local = Deadline.objects.count(), data_set.local_searches.count()
    searched(seed=1)
    record_verdict(law_examiner, to_examine(law_examiner).get(), *CONFIRM)
    assert Deadline.objects.count() == clocks
    assert not Event.objects.filter(action__startswith="lawenforcement.", person_id__isnull=False).exists()
    from egnatia.biometrics.models import Candidate, LocalSearch

    assert data_set.local_searches.count() == local and not LocalSearch.objects.exists() and not Candidate.objects.exists()


def test_who_asked_does_not_examine(sign, make_officer, verifier):
    sign(seed=1, take=0)
    unit = Unit.objects.create(name="Small unit")
    both = make_officer("zoe", "law_enforcement_officer", "law_enforcement_examiner", unit=unit)
    request = submit_request(both, draft_request(both, facts(), prints_of(1)))
    search_request(verify_request(verifier, request))
    assert list(to_examine(both)) == []
    assert code_of(record_verdict, both, Hit.objects.get(), *CONFIRM) == "lawenforcement.verdict.own_request"
