"""A security flag: set on the law's grounds, seen by few, told only by a release; its end is told to those who knew."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from egnatia import law
from egnatia.audit.models import Event
from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.biometrics.actions.record_verdict import record_verdict
from egnatia.biometrics.models import Candidate
from egnatia.deadlines.models import Deadline
from egnatia.exchange.actions.release_follow_up import release_follow_up
from egnatia.exchange.actions.request_follow_up import request_follow_up
from egnatia.exchange.actions.set_standing_rule import set_standing_rule
from egnatia.exchange.messages.follow_up import FollowUpRelease, FollowUpRequest, PersonData
from egnatia.exchange.messages.notices import CorrectionNotice
from egnatia.exchange.messages.prints import PrintsRequest
from egnatia.exchange.messages.search import SearchQuestion
from egnatia.exchange.messages.service import Receipt
from egnatia.exchange.messages.verdict import MatchConfirmed
from egnatia.exchange.models import FollowUp, InboundMatch, OutboxMessage, PossibleMatch
from egnatia.persons.actions.correct_data_set import correct_data_set
from egnatia.persons.actions.erase_data_set import erase_data_set
from egnatia.persons.actions.flag_data_set import remove_security_flag, review_security_flag, set_security_flag
from egnatia.persons.actions.void_data_set import void_data_set
from egnatia.persons.models import DataSet, SecurityFlag
from tests.exchange.conftest import Neighbour, records
from tests.exchange.steps import REFERENCE, now, reply, waiting

pytestmark = pytest.mark.django_db
GROUNDS, AUTHORITY = ("armed", "violent"), "Police directorate, finding 12-118/26"


@pytest.fixture
def releaser(make_officer: Any) -> Any:
    """Releases data to partners, and may see flags."""
    return make_officer("ilinka", "case_officer", "security_officer")


@pytest.fixture
def flag_it(security_officer: Any) -> Callable[[DataSet], SecurityFlag]:
    return lambda data_set: set_security_flag(security_officer, data_set, grounds=GROUNDS, authority=AUTHORITY)


def ask(partner: Neighbour, match: InboundMatch, *fields: str) -> FollowUp:
    assert partner.say(FollowUpRequest(reference=match.reference, need="To know", fields=fields)).content.kind == "receipt"
    return FollowUp.objects.get(direction="incoming", state="requested")


def find(partner: Neighbour, take: int, purpose: str = "MIG") -> InboundMatch:
    reference = partner.say(SearchQuestion(fingers=records(4, take)), purpose=purpose).content.matches[0].reference
    partner.say(PrintsRequest(reference=reference), purpose=purpose)
    partner.say(MatchConfirmed(reference=reference, decided_at=now()), purpose=purpose)
    return InboundMatch.objects.get(reference=reference)


# -- at this node


def test_flag_is_set_on_the_laws_grounds_by_who_may(register: Any, security_officer: Any, case_officer: Any) -> None:
    ours = register()
    for officer, grounds, authority, code in (
        (case_officer, GROUNDS, AUTHORITY, r"accounts\.not_allowed"),
        (security_officer, (), AUTHORITY, r"security_flag\.ground"),
        (security_officer, ("rude",), AUTHORITY, r"security_flag\.ground"),
        (security_officer, GROUNDS, " ", r"security_flag\.authority"),
    ):
        with pytest.raises(Problem, match=code):
            set_security_flag(officer, ours, grounds=grounds, authority=authority)
    flag = set_security_flag(security_officer, ours, grounds=GROUNDS, authority=AUTHORITY)
    assert set_security_flag(security_officer, ours, grounds=("armed",), authority=AUTHORITY).pk == flag.pk
    assert SecurityFlag.objects.get().grounds == ["armed"]
    assert set(law.security_flag_grounds()) == {"armed", "violent", "terrorism", "serious_offence"}


def test_category_without_one_in_the_law(register: Any, security_officer: Any, make_data_set_of: Any) -> None:
    with pytest.raises(Problem, match="not_for_category"):
        set_security_flag(security_officer, make_data_set_of(0), grounds=GROUNDS, authority=AUTHORITY)


@pytest.fixture
def make_data_set_of(register: Any) -> Callable[[int], DataSet]:
    """A data set as it were of another category; it isn't saved."""

    def make(category: int) -> DataSet:
        made: DataSet = register(seed=9)
        made.category = category
        return made

    return make


def test_review_has_a_clock_that_begins_anew(register: Any, security_officer: Any, flag_it: Any) -> None:
    flag = flag_it(register())
    first = Deadline.objects.get(rule="security_flag_review")
    assert first.person_id is None and first.label == "" and first.due_at - clock.now() > timedelta(days=180)
    with clock.frozen(clock.now() + timedelta(days=100)):
        review_security_flag(security_officer, flag)
        assert Deadline.objects.get(rule="security_flag_review", met_at=None).due_at > first.due_at + timedelta(days=90)


def test_removal_takes_a_reason_and_the_partners_that_hold_a_data_set(
    serbia: Neighbour, candidate: Candidate, examiner: Any, security_officer: Any, flag_it: Any
) -> None:
    record_verdict(examiner, candidate, "same", "details_agree_on_several_fingers")
    data_set = candidate.data_set
    flag = flag_it(data_set)
    with pytest.raises(Problem, match=r"security_flag\.removal"):
        remove_security_flag(security_officer, data_set, flag, reason="tired")
    with pytest.raises(Problem, match=r"security_flag\.not_consulted"):
        remove_security_flag(security_officer, data_set, flag, reason="threat_gone")
    remove_security_flag(security_officer, data_set, flag, reason="threat_gone", consulted=["RS"])
    flag.refresh_from_db()
    assert (flag.grounds, flag.authority, flag.consulted) == (None, None, ["RS"])
    assert Deadline.objects.get(rule="security_flag_review").dropped_at is not None
    with pytest.raises(Problem, match=r"security_flag\.none"):
        review_security_flag(security_officer, flag)


@pytest.mark.parametrize("end", [erase_data_set, lambda one: void_data_set(one.signed_by, one, reason="wrong_person")])
def test_flag_goes_with_the_data_set(register: Any, flag_it: Any, end: Callable[[DataSet], Any]) -> None:
    ours = register()
    flag_it(ours)
    end(ours)
    assert not SecurityFlag.objects.exists()
    assert not Deadline.objects.filter(rule="security_flag_review", dropped_at=None).exists()


def test_record_shows_it_to_those_alone_who_may_see_it(
    client: Client,
    register: Any,
    flag_it: Any,
    security_officer: Any,
    supervisor: Any,
    case_officer: Any,
    registration_officer: Any,
) -> None:
    ours = register()
    flag_it(ours)
    pages = [
        reverse(name, args=(ours.person_id,)) for name in ("person", "person_data_sets", "person_timeline", "person_access_log")
    ]
    flag_page = reverse("security_flag", args=(ours.person_id, ours.pk))
    for officer in (case_officer, registration_officer):
        client.force_login(officer)
        for page in pages:
            assert "security" not in client.get(page).content.decode().lower(), page
        assert client.get(flag_page).status_code == client.post(flag_page, {"decision": "review"}).status_code == 403
    for officer, buttons in ((supervisor, False), (security_officer, True)):
        client.force_login(officer)
        assert "Security flag" in client.get(pages[1]).content.decode()
        shown = client.get(flag_page).content.decode()
        assert "The person is armed" in shown and AUTHORITY in shown and ("Keep the flag" in shown) == buttons
    assert Event.objects.filter(action="persons.security_flag.read").count() == 4
    assert not Event.objects.filter(action__contains="security_flag").exclude(person_id=None).exists()


def test_page_sets_reviews_and_removes(client: Client, register: Any, security_officer: Any) -> None:
    ours = register()
    page = reverse("security_flag", args=(ours.person_id, ours.pk))
    client.force_login(security_officer)
    assert page in client.get(reverse("person_data_sets", args=(ours.person_id,))).content.decode()
    assert "Choose at least one" in client.post(page, {"decision": "set", "authority": "X 1"}).content.decode()
    assert client.post(page, {"decision": "set", "grounds": ["terrorism"], "authority": "X 1"}).status_code == 302
    flag = SecurityFlag.objects.get()
    with clock.frozen(clock.now() + timedelta(days=200)):
        assert (
            reverse("flag_under_review", args=(flag.pk,))
            in client.get(reverse("my_work_list", args=("clocks",))).content.decode()
        )
        assert client.get(reverse("flag_under_review", args=(flag.pk,)))["Location"] == page
        assert client.post(page, {"decision": "review"}).status_code == 302
    assert client.post(page, {"decision": "remove", "reason": "set_in_error"}).status_code == 302
    flag.refresh_from_db()
    assert flag.ended_because == "set_in_error" and "carries none" in client.get(page).content.decode()


# -- to partners


def test_partner_is_told_by_a_person_who_may_see_it_and_hears_of_the_end(
    serbia: Neighbour, neighbour: Any, told: InboundMatch, flag_it: Any, case_officer: Any, security_officer: Any, releaser: Any
) -> None:
    flag = flag_it(told.data_set)
    asked = ask(serbia, told, "surnames", "security_flag")
    with pytest.raises(Problem, match=r"accounts\.not_allowed"):
        release_follow_up(case_officer, asked, ["security_flag"])
    release_follow_up(releaser, asked, ["surnames", "security_flag"])
    assert serbia.read(waiting("follow_up.release")).content.data.security_flag is True
    montenegro = neighbour("ME")
    release_follow_up(case_officer, ask(montenegro, find(montenegro, 2), "surnames"), ["surnames"])
    remove_security_flag(security_officer, told.data_set, flag, reason="threat_gone")
    notice = waiting("notice.corrected")
    assert notice.partner == serbia.partner, "who was told names only hears nothing"
    assert serbia.read(notice).content == CorrectionNotice(references=(told.reference,))
    deadline = Deadline.objects.get(rule="correction_notice")
    assert deadline.person_id is None and deadline.due_at - deadline.started_at == timedelta(hours=72)
    reply(serbia, waiting_release(serbia), Receipt())
    reply(serbia, notice, Receipt())
    deadline.refresh_from_db()
    assert deadline.met_at is not None
    named = Event.objects.exclude(person_id=None).filter(action__in=("exchange.notice.sent", "exchange.follow_up.released"))
    assert all("security_flag" not in str(event.details) for event in named)
    assert not named.filter(action="exchange.notice.sent").exists()


def waiting_release(partner: Neighbour) -> OutboxMessage:
    return OutboxMessage.objects.get(partner=partner.partner, kind="follow_up.release", state="waiting")


def test_who_was_told_that_there_is_none_hears_when_one_is_set(
    serbia: Neighbour, told: InboundMatch, flag_it: Any, releaser: Any
) -> None:
    release_follow_up(releaser, ask(serbia, told, "surnames", "security_flag"), ["surnames", "security_flag"])
    assert serbia.read(waiting("follow_up.release")).content.data == PersonData(surnames=("Haddad",))
    flag_it(told.data_set)
    assert serbia.read(waiting("notice.corrected")).content.references == (told.reference,)


@pytest.mark.parametrize("country", ["nationalities_claimed", "countries_feared"])
def test_country_of_the_person_is_never_told(
    client: Client, neighbour: Any, register: Any, flag_it: Any, releaser: Any, country: str
) -> None:
    serbia = neighbour("RS")
    ours = register(seed=4)
    match = find(serbia, 1)
    flag_it(ours)
    asked = ask(serbia, match, "surnames", "security_flag")
    correct_data_set(releaser, ours, elements=ours.elements | {country: ["SRB"]}, reason="person_asked")
    with pytest.raises(Problem, match=r"exchange\.country_of_origin"):
        release_follow_up(releaser, asked, ["security_flag"])
    client.force_login(releaser)
    assert 'value="security_flag"' not in client.get(reverse("partner_request", args=(asked.pk,))).content.decode()


def test_no_rule_and_no_other_purpose_tells_of_it(
    serbia: Neighbour, told: InboundMatch, flag_it: Any, administrator: Any
) -> None:
    flag_it(told.data_set)
    set_standing_rule(administrator, serbia.partner, "MIG", ["surnames"])
    with pytest.raises(Problem):
        set_standing_rule(administrator, serbia.partner, "MIG", ["security_flag"])
    wish = FollowUpRequest(reference=told.reference, need="To know", fields=("surnames", "security_flag"))
    assert serbia.say(wish).content.data == PersonData(surnames=("Haddad",))
    assert [code for code, one in law.purposes().items() if "security_flag" in one.released_by_person_only] == ["MIG"]
    assert not any("security_flag" in one.after_verdict for one in law.purposes().values())


def test_what_a_partner_told_is_seen_by_those_alone_who_may_see_flags(
    client: Client, serbia: Neighbour, candidate: Candidate, examiner: Any, case_officer: Any, releaser: Any, flag_it: Any
) -> None:
    record_verdict(examiner, candidate, "same", "details_agree_on_several_fingers")
    match = PossibleMatch.objects.get()
    with pytest.raises(Problem, match=r"accounts\.not_allowed"):
        request_follow_up(case_officer, match, "To know", fields=["security_flag"])
    asked = request_follow_up(releaser, match, "To know", fields=["surnames", "security_flag"])
    data = PersonData(surnames=("A",), security_flag=True)
    reply(serbia, waiting("match.confirmed"), Receipt())
    reply(serbia, waiting("follow_up.request"), FollowUpRelease(reference=REFERENCE, data=data))
    person = candidate.data_set.person_id
    pages = [
        reverse("follow_up_data", args=(asked.pk,)),
        reverse("person", args=(person,)),
        reverse("ask_follow_up", args=(match.pk,)),
    ]
    client.force_login(case_officer)
    assert not any("ecurity" in client.get(page).content.decode() for page in pages)
    client.force_login(releaser)
    assert "could pose a threat" in client.get(pages[0]).content.decode()
    flag = flag_it(candidate.data_set)
    serbia.correspondence, serbia.case = match.target.correspondence, match.target_id
    assert serbia.say(CorrectionNotice(references=(REFERENCE,))).content.kind == "receipt"
    flag.refresh_from_db()
    assert flag.changed_at_partner_at is not None, "our own flag is to be looked at"
    assert Deadline.objects.get(rule="security_flag_review").due_at <= clock.now()
    arrived = Event.objects.get(action="exchange.follow_up.arrived")
    assert arrived.details["fields"] == ["surnames"] and arrived.person_id == person
