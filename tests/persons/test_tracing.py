"""Tracing requests: with consent, and nothing is told before who was found agrees."""

from datetime import UTC, date, datetime, timedelta

import pytest

from egnatia.audit.models import Event
from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.deadlines.queries import running
from egnatia.persons.actions.close_tracing import close_tracing
from egnatia.persons.actions.confirm_tracing_match import confirm_tracing_match
from egnatia.persons.actions.drop_tracing_match import drop_tracing_match
from egnatia.persons.actions.erase_data_set import erase_data_set
from egnatia.persons.actions.link_data_sets import link_data_sets
from egnatia.persons.actions.note_tracing_match import note_tracing_match
from egnatia.persons.actions.open_tracing import note_tracing_look, open_tracing
from egnatia.persons.jobs import erase_what_is_due
from egnatia.persons.models import ErasureCertificate, TracingMatch, TracingRequest
from egnatia.persons.queries.tracing import get_tracing, matches_of, tracing_to_work_on, tracing_visible_to
from egnatia.persons.said import read_consent

pytestmark = pytest.mark.django_db

CONSENT = {"by": "person", "how": "written", "on": "2026-11-20"}
WANTED = {
    "surnames": ["Haddad"],
    "forenames": ["Rami"],
    "birth_date": {"value": "1988", "precision": "year", "basis": "declared"},
    "relation": "parent",
    "place": "Presevo",
    "on": date(2026, 10, 2),
}


@pytest.fixture
def asker(make_data_set):
    return make_data_set(forenames=["Omar"]).person


@pytest.fixture
def father(make_data_set):
    return make_data_set(surnames=["Hadad"], forenames=["Rami"]).person


@pytest.fixture
def request_(registration_officer, asker):
    return open_tracing(registration_officer, asker, wanted=WANTED, consent=CONSENT, scope=["red_cross"])


def test_from_the_request_to_the_confirmed_relative(case_officer, registration_officer, request_, father):
    match = note_tracing_match(case_officer, request_, father)
    request_.refresh_from_db()
    assert request_.state == "possible"
    assert not matches_of(registration_officer, request_).exists()
    confirm_tracing_match(case_officer, match, consent=CONSENT)
    request_.refresh_from_db()
    assert request_.state == "found"
    assert matches_of(registration_officer, request_).get() == match
    assert not running().filter(rule="tracing_look").exists()


def test_no_event_names_anybody_before_who_was_found_agreed(case_officer, request_, asker, father):
    match = note_tracing_match(case_officer, request_, father)
    drop_tracing_match(case_officer, match, why="does_not_agree")
    told = Event.objects.filter(action__startswith="persons.tracing.match")
    assert {event.person_id for event in told} == {None} and told.count() == 2
    assert str(father.pk) not in str([event.details for event in Event.objects.filter(person_id=asker.pk)])


def test_who_does_not_agree_is_not_asked_again_and_the_request_is_open_again(case_officer, request_, father):
    match = note_tracing_match(case_officer, request_, father)
    drop_tracing_match(case_officer, match, why="does_not_agree")
    request_.refresh_from_db()
    assert request_.state == "open"
    with pytest.raises(Problem) as refusal:
        note_tracing_match(case_officer, request_, father)
    assert refusal.value.code == "persons.tracing.dropped_before"


def test_an_agreement_can_be_taken_back(case_officer, registration_officer, request_, father):
    match = confirm_tracing_match(case_officer, note_tracing_match(case_officer, request_, father), consent=CONSENT)
    drop_tracing_match(case_officer, match, why="agreement_withdrawn")
    request_.refresh_from_db()
    assert request_.state == "open"
    assert not matches_of(registration_officer, request_).exists()
    assert running().filter(rule="tracing_look").exists()


def test_a_withdrawn_consent_empties_even_a_closed_request(case_officer, registration_officer, request_, father):
    note_tracing_match(case_officer, request_, father)
    close_tracing(case_officer, request_, closing="in_contact")
    assert request_.wanted
    close_tracing(registration_officer, request_, closing="withdrawn")
    kept = TracingRequest.objects.get()
    assert (kept.wanted, kept.consent, kept.closing) == (None, None, "withdrawn")
    assert not TracingMatch.objects.exists()
    assert not running().filter(rule="tracing_look").exists()


@pytest.mark.parametrize("why", ["agreement_withdrawn", "no_reason"])
def test_a_reason_has_to_fit(case_officer, request_, father, why):
    match = note_tracing_match(case_officer, request_, father)
    with pytest.raises(Problem) as refusal:
        drop_tracing_match(case_officer, match, why=why)
    assert refusal.value.code == "persons.tracing.dropping"


def test_nothing_goes_on_after_closing(case_officer, request_, father):
    close_tracing(case_officer, request_, closing="no_use")
    with pytest.raises(Problem) as refusal:
        note_tracing_match(case_officer, request_, father)
    assert refusal.value.code == "persons.tracing.closed"


def test_a_child_needs_the_representative():
    child = {"birth_date": {"value": "2010", "precision": "year", "basis": "declared"}}
    with pytest.raises(Problem) as refusal:
        read_consent(child, by="person", on=date(2026, 11, 1), how="spoken")
    assert refusal.value.code == "persons.consent.representative"
    with pytest.raises(Problem):
        read_consent(child, by="representative", on=date(2026, 11, 1), how="spoken")
    given = read_consent(child, by="representative", name="Guardian 12", on=date(2026, 11, 1), how="spoken")
    assert given == {"by": "representative", "how": "spoken", "name": "Guardian 12", "on": "2026-11-01"}


def test_the_person_who_asks_cannot_be_the_one_found_nor_a_record_linked_as_theirs(
    case_officer, examiner, make_data_set, request_, asker
):
    later = make_data_set(forenames=["Omar"])
    link_data_sets(examiner, later, other=asker.data_sets.get())
    for person in (asker, later.person):
        with pytest.raises(Problem) as refusal:
            note_tracing_match(case_officer, request_, person)
        assert refusal.value.code == "persons.tracing.same_person"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"surnames": [], "forenames": []}, "persons.tracing.name"),
        ({"relation": "friend"}, "law.relation.unknown"),
        ({"on": date(2999, 1, 1)}, "persons.said.future"),
        ({"surnames": ["\u202eevil"]}, "law.text.control_characters"),
    ],
)
def test_slips_are_refused(registration_officer, asker, changed, code):
    with pytest.raises(Problem) as refusal:
        open_tracing(registration_officer, asker, wanted={**WANTED, **changed}, consent=CONSENT)
    assert refusal.value.code == code


def test_other_units_see_a_request_only_where_they_work_on_it(make_officer, case_officer, request_):
    from egnatia.accounts.models import Unit

    elsewhere = make_officer("away", "registration_officer", unit=Unit.objects.create(name="Elsewhere"))
    assert not tracing_visible_to(elsewhere).exists()
    with pytest.raises(Problem):
        get_tracing(elsewhere, request_.pk)
    assert get_tracing(case_officer, request_.pk) == request_
    assert not tracing_to_work_on(elsewhere).exists()
    assert tracing_to_work_on(case_officer).get() == request_


def test_a_look_counts_the_next_one_anew(case_officer, request_):
    before = running().get(rule="tracing_look").due_at
    with clock.frozen(clock.now() + timedelta(days=20)):
        note_tracing_look(case_officer, request_)
        assert running().get(rule="tracing_look").due_at > before


def test_a_request_goes_on_its_day_and_leaves_a_certificate(request_):
    day = datetime.combine(request_.erase_on, datetime.min.time(), tzinfo=UTC)
    with clock.frozen(day + timedelta(hours=1)):
        erase_what_is_due()
    assert not TracingRequest.objects.exists()
    assert ErasureCertificate.objects.get(ground="tracing_request").counts == {"matches": 0}


def test_the_request_goes_with_who_asked(request_, asker):
    certificate = erase_data_set(asker.data_sets.get())
    assert certificate.counts["tracing_requests"] == 1
    assert not TracingRequest.objects.exists() and not running().filter(rule="tracing_look").exists()


def test_the_request_is_open_again_when_who_was_found_is_erased(case_officer, request_, father):
    confirm_tracing_match(case_officer, note_tracing_match(case_officer, request_, father), consent=CONSENT)
    erase_data_set(father.data_sets.get())
    request_.refresh_from_db()
    assert (request_.state, request_.matches.count()) == ("open", 0)
