"""My work: each role sees what waits for it, what is seen goes, and the lists stay quick."""

from datetime import timedelta

import pytest
from django.urls import reverse

from egnatia import law
from egnatia.audit.models import Event
from egnatia.base import clock
from egnatia.base.ids import new_id
from egnatia.biometrics.models import Candidate
from egnatia.deadlines.actions.start_deadline import start_deadline
from egnatia.exchange.models import FollowUp, InboundMatch, InboundSearch
from egnatia.exchange.models.follow_ups import Direction
from egnatia.registration.actions.start_draft import start_draft
from egnatia.registration.waiting.heaps import HEAPS, heaps_of
from tests.registration import people

pytestmark = pytest.mark.django_db

MOST_QUERIES = 35


@pytest.fixture
def data_set(registration_officer):
    return people.sign(registration_officer)


@pytest.fixture
def work_of(client):
    """`work_of(officer)`: their page as text; `code` for one whole list."""

    def open_page(officer, code="", status=200):
        client.force_login(officer)
        answer = client.get(reverse("my_work_list", args=(code,)) if code else reverse("my_work"))
        assert answer.status_code == status
        return answer.content.decode()

    return open_page


def waiting(officer):
    """How much is in each heap of an officer."""
    return {shown.heap.code: shown.count for shown in heaps_of(officer)}


def ask_us(officer, data_set, partner):
    """A partner asks for data about one of ours."""
    now = clock.now()
    search = InboundSearch.objects.create(
        partner=partner, correspondence=new_id(), case=new_id(), purpose="MIG", received_at=now, state="possible_match"
    )
    match = InboundMatch.objects.create(
        search=search, reference=new_id().hex, data_set=data_set, fingers=[2], score=0.9, verdict="same"
    )
    follow_up = FollowUp.objects.create(
        direction=Direction.INCOMING,
        partner=partner,
        inbound_match=match,
        message_id=new_id(),
        need="",
        fields=[],
        asked_at=now,
    )
    start_deadline("follow_up", follow_up, started_at=now, label=f"{partner.code} →")
    return follow_up


def test_signing_in_leads_here(client, registration_officer):
    answer = client.post(reverse("account_login"), {"login": "rada", "password": "Long-enough-1234"})
    assert answer.url == reverse("my_work")


@pytest.mark.parametrize(
    ("role", "codes"),
    [
        ("registration_officer", {"clocks", "answers", "registrations"}),
        ("examiner", {"candidates"}),
        ("case_officer", {"clocks", "requests", "answers", "matches", "follow-ups"}),
        ("supervisor", {"clocks"}),
        ("administrator", {"clocks"}),
    ],
)
def test_each_role_sees_its_own_heaps_and_is_told_what_they_are_for(make_officer, work_of, role, codes):
    officer = make_officer("somebody", role)
    assert set(waiting(officer)) == codes
    page = work_of(officer)
    for heap in HEAPS:
        assert (str(heap.empty).replace("'", "&#x27;") in page) is (heap.code in codes)
        work_of(officer, heap.code, status=200 if heap.is_for(officer) else 404)


def test_unknown_list_is_not_there(work_of, case_officer):
    work_of(case_officer, "nonsense", status=404)


def test_administrators_and_supervisors_are_led_to_their_places(work_of, administrator, supervisor):
    assert reverse("officers") in work_of(administrator) and reverse("partners") in work_of(administrator)
    page = work_of(supervisor)
    assert reverse("access_log") in page and reverse("officers") not in page


def test_drafts_of_an_officer_wait_for_that_officer_by_initials(make_draft, make_officer, work_of, registration_officer):
    draft = make_draft(upto="identity")
    page = work_of(registration_officer)
    assert reverse("registration_tasks", args=(draft.pk,)) in page and "S. H." in page and "Haddad" not in page
    assert waiting(make_officer("other", "registration_officer"))["registrations"] == 0


def test_candidates_wait_with_their_limit_for_examiners(work_of, examiner, data_set, registration_officer):
    candidate = people.possible_match(data_set, people.sign(registration_officer))
    start_deadline("verdict", candidate, started_at=clock.now() - timedelta(hours=25), person=data_set.person_id)
    page = work_of(examiner)
    assert reverse("examine_candidate", args=(candidate.pk,)) in page and "1 hour late" in page.replace("\xa0", " ")
    assert waiting(examiner) == {"candidates": 1}
    assert waiting(registration_officer)["clocks"] == 0


def test_answers_wait_until_the_person_was_opened(client, work_of, data_set, registration_officer):
    partner = people.make_partner(registration_officer)
    target = people.search_region(registration_officer, data_set, partner, state="waiting")
    assert waiting(registration_officer)["answers"] == 0
    target.state, target.answered_at = "no_match", clock.now()
    target.save()
    assert data_set.reference_number in work_of(registration_officer, "answers")
    client.get(reverse("person", args=(data_set.person_id,)))
    assert waiting(registration_officer)["answers"] == 0
    target.answered_at = clock.now() + timedelta(seconds=1)
    target.save()
    assert waiting(registration_officer)["answers"] == 1


def test_answers_are_for_who_asked_and_for_case_officers_of_the_unit(
    make_officer, data_set, registration_officer, case_officer
):
    people.search_region(registration_officer, data_set, people.make_partner(registration_officer))
    assert waiting(make_officer("other", "registration_officer"))["answers"] == 0
    assert waiting(case_officer)["answers"] == 1


def test_old_answers_are_no_news(data_set, registration_officer):
    target = people.search_region(registration_officer, data_set, people.make_partner(registration_officer))
    target.answered_at = clock.now() - timedelta(days=15)
    target.save()
    assert waiting(registration_officer)["answers"] == 0


def test_confirmed_match_waits_until_data_were_asked_for(work_of, data_set, case_officer):
    target = people.search_region(case_officer, data_set, people.make_partner(case_officer), state="possible_match")
    match, _link = people.confirm_match(target, case_officer)
    assert "Serbia" in work_of(case_officer, "matches")
    follow_up = people.release(match, case_officer)
    assert waiting(case_officer)["matches"] == 0 and waiting(case_officer)["follow-ups"] == 1
    assert reverse("follow_up_data", args=(follow_up.pk,)) in work_of(case_officer, "follow-ups")


def test_requests_wait_for_those_who_may_release(work_of, data_set, case_officer, registration_officer):
    follow_up = ask_us(case_officer, data_set, people.make_partner(case_officer))
    page = work_of(case_officer)
    assert reverse("partner_request", args=(follow_up.pk,)) in page and data_set.reference_number not in page
    assert "requests" not in waiting(registration_officer)


def test_limits_show_six_hours_before_by_their_name_and_go_when_met(work_of, data_set, registration_officer, supervisor):
    began = clock.now() - timedelta(hours=70)
    clock_of_it = start_deadline(
        "transmission_after_retake", data_set, started_at=began, person=data_set.person_id, label=data_set.reference_number
    )
    clock_of_it.due_at = clock.now() + timedelta(hours=2, minutes=1)
    clock_of_it.save()
    page = work_of(registration_officer).replace("\xa0", " ")
    assert law.limit("transmission_after_retake").name in page and "due in 2 hours" in page
    assert waiting(supervisor)["clocks"] == 1
    clock_of_it.met_at = clock.now()
    clock_of_it.save()
    assert waiting(supervisor)["clocks"] == waiting(registration_officer)["clocks"] == 0


def test_partner_that_owes_answers_is_one_line(work_of, data_set, case_officer):
    partner = people.make_partner(case_officer)
    for _ in range(3):
        target = people.search_region(case_officer, data_set, partner, state="waiting")
        target.asked_at = clock.now() - timedelta(hours=30)
        target.save()
    assert waiting(case_officer)["late-partners"] == 1 and waiting(case_officer)["clocks"] == 0
    assert "3 answers overdue" in work_of(case_officer)


def test_registration_that_came_in_and_can_not_be_signed_is_shown(work_of, registration_officer):
    assert "held" not in waiting(registration_officer)
    draft = start_draft(registration_officer, origin="api", key="k")
    draft.problem = {"code": "x", "message": "Some fingers have no print yet.", "cure": ""}
    draft.save()
    assert "Some fingers have no print yet." in work_of(registration_officer)


def test_number_of_queries_does_not_grow_with_what_waits(
    client, make_draft, data_set, registration_officer, make_officer, django_assert_max_num_queries
):
    everything = make_officer("all", "registration_officer", "examiner", "case_officer", "supervisor")
    partner = people.make_partner(everything)
    for _ in range(12):
        other = people.sign(registration_officer)
        candidate = people.possible_match(other, data_set)
        start_deadline("verdict", candidate, started_at=clock.now() - timedelta(hours=25))
        match, _link = people.confirm_match(
            people.search_region(everything, other, partner), everything, reference=new_id().hex
        )
        ask_us(everything, other, partner)
        start_draft(everything)
        if Candidate.objects.count() % 2:
            people.release(match, everything)
    client.force_login(everything)
    for url in [reverse("my_work"), *(heap.href for heap in HEAPS), reverse("searches")]:
        with django_assert_max_num_queries(MOST_QUERIES):
            page = client.get(url).content.decode()
    assert "12" in page or page


def test_reading_ones_list_is_no_look_at_a_person(work_of, data_set, registration_officer, case_officer):
    people.search_region(registration_officer, data_set, people.make_partner(registration_officer))
    assert "Haddad" not in work_of(case_officer)
    assert not Event.objects.filter(kind="read").exists()


def test_searches_are_listed_with_what_came_back(client, data_set, case_officer, examiner):
    partner = people.make_partner(case_officer)
    people.search_region(case_officer, data_set, partner, state="possible_match")
    client.force_login(case_officer)
    page = client.get(reverse("searches")).content.decode()
    assert "1 of 1" in page and "Possible match" in page and reverse("regional_search", args=(data_set.pk,)) in page
    client.force_login(examiner)
    assert client.get(reverse("searches")).status_code == 403


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        ("registration_officer", ["my_work", "register", "find_person", "searches"]),
        ("examiner", ["my_work", "examine"]),
        ("case_officer", ["my_work", "find_person", "searches", "partner_requests"]),
        ("supervisor", ["my_work", "find_person", "partner_requests", "statistics", "law_log", "access_log"]),
        ("administrator", ["my_work", "partner_requests", "administration"]),
    ],
)
def test_bar_leads_to_the_places_of_the_role(make_officer, work_of, role, seen):
    bar = work_of(make_officer("somebody", role)).split('id="navigation"')[1].split("</ul>")[0]
    places = [reverse(name) for name in seen]
    assert [part.split('"')[0] for part in bar.split('href="')[1:]] == places
