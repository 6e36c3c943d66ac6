"""A partner that misbehaves: counted, slowed down, reported, suspended by the others; and it can take nothing from us."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from egnatia.audit.models import Event
from egnatia.base import clock, node
from egnatia.base.ids import new_id
from egnatia.biometrics.models import Capture, Enrolment
from egnatia.exchange import conduct, envelope
from egnatia.exchange.actions import note_fault
from egnatia.exchange.delivery.posting import PATH
from egnatia.exchange.messages.follow_up import FollowUpRequest
from egnatia.exchange.messages.notices import CorrectionNotice, ErasureNotice
from egnatia.exchange.messages.prints import PrintsRequest
from egnatia.exchange.messages.search import SearchAnswer, SearchQuestion
from egnatia.exchange.messages.service import MessageDropped, Ping
from egnatia.exchange.messages.verdict import MatchConfirmed, WrongHit
from egnatia.exchange.models import Fault, InboxMessage, OutboxMessage, Partner, SeenNonce
from egnatia.persons.models import DataSet, Person, SearchKey
from egnatia.site.doctor import examine
from tests.exchange.conftest import Neighbour, private_keys, records
from tests.exchange.steps import now, possible_match, reply, waiting

pytestmark = pytest.mark.django_db
FINGERS = records(7, positions=(1,))


@pytest.fixture(autouse=True)
def _a_tally_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(note_fault, "_tally", note_fault._Tally())


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Five faults an hour are too many."""
    monkeypatch.setitem(node.current().settings, "exchange_faults_an_hour", 5)


def faults() -> dict[str, int]:
    return {code.removeprefix("exchange."): count for code, count in Fault.objects.values_list("code", "count")}


def misbehave(partner: Neighbour, times: int) -> None:
    for _ in range(times):
        assert partner.begin().say(PrintsRequest(reference="0" * 32)).code == "exchange.reference_unknown"


def send_raw(headers: dict[str, str], body: bytes) -> Any:
    return Client().post(PATH, body, content_type="application/jose", headers=headers)


def test_what_is_counted(serbia: Neighbour, neighbour: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(node.current().settings, "exchange_daily_quota", {"MIG": 1})
    for _ in range(3):
        serbia.begin().say(SearchQuestion(fingers=FINGERS))
    serbia.begin().say(SearchQuestion(fingers=FINGERS), purpose="QA")
    body = serbia.seal(serbia.begin().letter(serbia.message(Ping())))
    request = serbia.sign(body)
    assert [serbia.send(request, body).status for _ in range(2)] == [200, 409]
    Neighbour(private_keys("RS"), serbia.partner).say(Ping())  # a stranger
    albania = neighbour("AL")
    serbia.post(albania.letter(albania.message(Ping())))  # under Serbia's request, a letter of Albania's
    counted = {"quota_used": 2, "purpose_not_allowed": 1, "replayed": 1, "signature_invalid": 1, "letter_invalid": 1}
    assert faults() == counted
    seen = conduct.conduct_of(serbia.partner)
    assert (seen.proven, seen.quota, seen.in_its_name, seen.is_throttled) == (2, 2, 2, False)


def test_nothing_is_counted_of_what_networks_do(serbia: Neighbour) -> None:
    """Repeated delivery, an early number, a clock that is off, a message for nothing that was dropped."""
    letter = serbia.letter(serbia.message(Ping()))
    serbia.post(letter)
    serbia.post(letter)
    serbia.say(Ping(), number=9)
    body = serbia.seal(letter)
    serbia.send(serbia.sign(body, at=clock.now() + timedelta(hours=1)), body)
    assert not Fault.objects.exists()


def test_questions_of_whoever_makes_too_many_faults_wait(serbia: Neighbour, few: None, monkeypatch: pytest.MonkeyPatch) -> None:
    misbehave(serbia, 4)
    assert serbia.begin().say(SearchQuestion(fingers=FINGERS)).status == 200
    misbehave(serbia, 1)
    letter = serbia.begin().letter(serbia.message(SearchQuestion(fingers=FINGERS)))
    put_off = serbia.post(letter)
    assert (put_off.status, put_off.code, put_off.content.final) == (429, "exchange.throttled", False)
    assert 1 <= put_off.content.retry_after_seconds <= 3600
    assert Event.objects.filter(action="exchange.partner.throttled").count() == 1
    assert serbia.begin().say(Ping()).status == 200
    later = clock.now() + timedelta(hours=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert serbia.post(letter).status == 200, "the same letter, an hour later"


def test_what_a_slowed_partner_says_is_taken_in(serbia: Neighbour, register: Any, few: None) -> None:
    """Rights hang on it."""
    register(seed=4)
    reference = serbia.say(SearchQuestion(fingers=records(4, 1))).content.matches[0].reference
    serbia.say(PrintsRequest(reference=reference))
    wrong = serbia.message(WrongHit(reference=reference, decided_at=now(), reason="details_disagree"))
    gone = serbia.message(ErasureNotice())
    misbehave(serbia, 5)
    assert serbia.post(serbia.letter(wrong)).content.kind == "receipt"
    assert serbia.post(serbia.letter(gone)).content.kind == "receipt"


def test_a_stranger_can_t_have_a_partner_slowed_down(serbia: Neighbour, few: None) -> None:
    """Neither by forging its name nor by repeating what it once did wrong."""
    stranger = Neighbour(private_keys("RS"), serbia.partner)
    for _ in range(8):
        stranger.say(Ping())
    bad = serbia.seal(envelope.write_letter({"no": "body"}, serbia.own))
    recorded = serbia.sign(bad)
    codes = [serbia.send(recorded, bad).code for _ in range(8)]
    assert set(codes) == {"exchange.message_invalid"}
    assert faults()["message_invalid"] == 1 and not conduct.is_throttled(serbia.partner)
    assert serbia.begin().say(SearchQuestion(fingers=FINGERS)).status == 200


def test_a_flood_in_a_partners_name_is_no_flood_of_writes(serbia: Neighbour, django_assert_max_num_queries: Any) -> None:
    stranger = Neighbour(private_keys("RS"), serbia.partner)
    stranger.say(Ping())
    body = stranger.seal(stranger.letter(stranger.message(Ping())))
    request = stranger.sign(body)
    with django_assert_max_num_queries(6):
        stranger.send(request, body)
    assert faults() == {"signature_invalid": 1}
    assert note_fault._tally.waiting == {("RS", "exchange.signature_invalid", "migration"): 1}


@pytest.mark.parametrize(
    "header", ["", "egnatia=();keyid=x", 'egnatia=();keyid="ZZ:sign:1";nonce="' + "n" * 20 + '"', "\x7f" * 99]
)
def test_headers_of_all_sorts_are_refused_and_counted_for_nobody(serbia: Neighbour, header: str) -> None:
    assert send_raw({"Signature-Input": header, "Signature": "x"}, b"x").status_code in (400, 401, 403)
    assert not Fault.objects.exists() and not SeenNonce.objects.exists()


def test_pages_and_doctor_say_so(serbia: Neighbour, few: None, client: Client, administrator: Any) -> None:
    misbehave(serbia, 5)
    client.force_login(administrator)
    assert "Slowed down" in client.get(reverse("partners")).content.decode()
    page = client.get(reverse("partner", args=("RS",))).content.decode()
    assert "References that it was never given" in page and "put off until the next hour" in page
    finding = next(one for one in examine(node.current()) if one.what == "conduct of partners")
    assert not finding.ok and "exchange.reference_unknown 5" in finding.cure and "propose --suspend" in finding.cure


def test_the_operator_is_told_of_strangers_without_being_alarmed(serbia: Neighbour) -> None:
    Neighbour(private_keys("RS"), serbia.partner).say(Ping())
    finding = next(one for one in examine(node.current()) if one.what == "conduct of partners")
    assert finding.ok and "in the name of RS" in finding.note


def everything_of_ours() -> dict[str, Any]:
    """What no partner may take from us: registrations, fingers, places in the gallery, letters, the audit."""
    return {
        "persons": set(Person.objects.values_list("pk", flat=True)),
        "data sets": set(DataSet.objects.values_list("pk", "status", "reference_number")),
        "search keys": set(SearchKey.objects.values_list("pk", flat=True)),
        "captures": set(Capture.objects.values_list("pk", "state")),
        "gallery": set(Enrolment.objects.values_list("pk", "erased")),
        "letters": {message.pk: message.letter for message in OutboxMessage.objects.filter(kind="search.question")},
        "answers": {message.pk: message.answer for message in OutboxMessage.objects.filter(kind="search.question")},
    }


def test_nothing_a_partner_sends_makes_us_lose_our_own(serbia: Neighbour, register: Any) -> None:
    """All that says it is over, in every correspondence that the partner knows, about everything it has heard of."""
    register(seed=4)
    register(seed=3)
    for question in OutboxMessage.objects.filter(kind="search.question").order_by("made_at"):
        reply(serbia, question, possible_match() if not OutboxMessage.objects.filter(kind="prints.request") else no_match())
    theirs = serbia.say(SearchQuestion(fingers=records(4, 1))).content.matches[0].reference
    asked = serbia.correspondence, serbia.case, serbia.number
    before, events = everything_of_ours(), Event.objects.count()
    attempts = [
        ErasureNotice(references=("f" * 32,)),
        ErasureNotice(),
        ErasureNotice(references=(theirs,)),
        CorrectionNotice(references=(theirs, "e" * 32)),
        WrongHit(reference=theirs, decided_at=now(), reason="details_disagree"),
        MatchConfirmed(reference=theirs, decided_at=now()),
        FollowUpRequest(reference=theirs, need="x", fields=("surnames",)),
        SearchAnswer(result="no_match"),
        MessageDropped(),
    ]
    correspondences = {message.correspondence for message in OutboxMessage.objects.all()} | {asked[0], new_id()}
    for correspondence in correspondences:
        last = asked[2] if correspondence == asked[0] else 0
        for place, content in enumerate(attempts):
            more = {"case": asked[1]} if content.purposed else {}
            serbia.say(content, correspondence=correspondence, number=last + place + 1, **more)
    assert everything_of_ours() == before
    assert Event.objects.count() > events
    assert InboxMessage.objects.filter(kind="search.question", partner=serbia.partner).exists()


def test_one_match_gone_leaves_what_is_under_way_about_another(serbia: Neighbour, register: Any) -> None:
    from egnatia.exchange.messages.search import Match

    register(seed=3)
    two = tuple(Match(reference=letter * 32, fingers=(1, 2), score=0.9) for letter in "ab")
    reply(serbia, waiting("search.question"), SearchAnswer(result="possible_match", matches=two))
    correspondence = OutboxMessage.objects.filter(kind="prints.request")[0].correspondence
    serbia.say(ErasureNotice(references=("a" * 32,)), correspondence=correspondence, number=1)
    requests = OutboxMessage.objects.filter(kind="prints.request")
    assert [(one.state, bool(one.letter)) for one in requests] == [("waiting", True)] * 2
    assert OutboxMessage.objects.get(kind="search.question").letter is None, "what was said about the match that is gone"


def no_match() -> SearchAnswer:
    return SearchAnswer(result="no_match")


def test_suspended_by_the_others_it_is_neither_asked_nor_answered(serbia: Neighbour, few: None) -> None:
    """The ceremony itself: tests/exchange/federation/test_ceremony.py."""
    misbehave(serbia, 5)
    Partner.objects.filter(code="RS").update(state=Partner.State.SUSPENDED)
    assert serbia.begin().say(Ping()).code == "exchange.partner_suspended"
