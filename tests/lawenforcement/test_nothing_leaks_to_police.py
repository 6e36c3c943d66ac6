"""What leaves the node by the gateway of law enforcement: every kind of envelope is opened and looked through.

Whether somebody asked for asylum is in none of them, the release neither; nor is a word of the case or a name before a release.
"""

import json
from typing import Any

import pytest
from pydantic import ValidationError

from egnatia import law
from egnatia.base import clock
from egnatia.exchange.gateways import Gateway
from egnatia.exchange.messages.law_enforcement import LawErased, LawPerson, LawVerification
from egnatia.exchange.messages.message import KINDS
from egnatia.exchange.messages.service import Receipt
from egnatia.exchange.models import LogEntry, OutboxMessage
from egnatia.lawenforcement.actions.close_request import close_request
from egnatia.lawenforcement.actions.record_verdict import record_verdict
from egnatia.lawenforcement.actions.release_to_partner import refuse_to_partner, release_to_partner
from egnatia.lawenforcement.actions.verify_request import refuse_request, verify_request
from egnatia.lawenforcement.models import Hit, ReceivedMatch
from egnatia.persons.actions.erase_data_set import erase_data_set
from tests.exchange.conftest import Neighbour, register  # noqa: F401  (fixture)
from tests.exchange.steps import reply
from tests.exchange.test_nothing_leaks import FORBIDDEN_NAMES, SECRETS, Listener, assert_says_nothing, names_in
from tests.exchange.test_nothing_leaks_beside import assert_bare, assert_entries_are_bare
from tests.lawenforcement.partners import CONFIRM, agreeing, answer_question, ask, confirm, match, question, sent

pytestmark = pytest.mark.django_db
LAW_KINDS = {kind for kind, content in KINDS.items() if content.gateway is Gateway.LAW_ENFORCEMENT}
#: Words of our own case, which stay here.
WORDS = ("KO-417", "Petrovski", "witnesses", "Without a name", "hostage", "petra", "vera", "lena", "Organised crime unit")


class LawListener(Listener):
    """By this gateway alone: what migration tells the same partner is looked through elsewhere."""

    def bodies(self) -> list[dict[str, Any]]:
        kept = OutboxMessage.objects.filter(letter__isnull=False, gateway=Gateway.LAW_ENFORCEMENT)
        return self.heard + [self.partner.read(message).to_body() for message in kept]


def assert_says_no_word_of_a_case(body: dict[str, Any]) -> None:
    text = json.dumps(body, ensure_ascii=False)
    for word in WORDS:
        assert word not in text, (body["kind"], word)


@pytest.mark.parametrize("category", [1, 2, 3])
def test_every_kind_of_envelope(
    serbia: Neighbour,
    register: Any,  # noqa: F811
    searched: Any,
    submit: Any,
    police: Any,
    verifier: Any,
    law_examiner: Any,
    monkeypatch: pytest.MonkeyPatch,
    category: int,
) -> None:
    listener = LawListener(serbia, monkeypatch)
    ours = register(seed=4, category=category, aliases=["Zürcher"], countries_feared=["IRN"])
    heard = list[dict[str, Any]]()

    def listen() -> None:
        """Some letters are emptied as the matter goes on."""
        heard.extend(body for body in listener.bodies() if body not in heard)

    # asked by us: question, verdict, verification, erasure
    request = searched(seed=7)
    answer_question(serbia, match(7))
    record_verdict(law_examiner, Hit.objects.get(), *CONFIRM)
    listen()
    close_request(police, request, "identified")
    for urgent, decide in ((submit(seed=8, urgent=True, urgent_because="A hostage."), verify_request),):
        decide(verifier, urgent)
    refuse_request(verifier, submit(seed=9, urgent=True, urgent_because="A hostage."), "not_urgent", note="No hostage")
    listen()
    # asked of us: answers with a match and without, a refusal, data refused and released, a correction's withdrawal
    assert ask(serbia, 5).result == "no_match"
    serbia.begin().say(question(4, offence="jaywalking"), purpose="LEA")
    confirm(serbia, ask(serbia, 4).matches[0].reference)
    refuse_to_partner(verifier, ReceivedMatch.objects.get(), "need_not_shown")
    listen()
    ask(serbia, 4, urgent=True, verified=None)
    serbia.say(LawVerification(outcome="unjustified", decided_at=clock.now()), purpose="LEA")
    serbia.say(LawErased(erased_at=clock.now()), purpose="LEA")
    listen()
    before = [body for body in heard if body["kind"] in LAW_KINDS]
    for body in heard:
        assert_says_nothing(body, [ours])
        assert_says_no_word_of_a_case(body)
    confirm(serbia, ask(serbia, 4).matches[0].reference)
    release_to_partner(verifier, ReceivedMatch.objects.get(release="asked"))
    listen()
    erase_data_set(ours)
    listen()
    kinds = {body["kind"] for body in heard}
    assert kinds & LAW_KINDS == LAW_KINDS, "a kind of message that this test doesn't know has to be looked at here"
    assert kinds - LAW_KINDS == {"receipt", "refusal"}
    for body in [body for body in heard if body["kind"] != "law.release" or "data" not in body["content"]]:
        assert_says_nothing(body, [ours])
        assert_says_no_word_of_a_case(body)
    [released] = [body for body in heard if body["content"].get("data")]
    assert_release_says_what_the_purpose_allows(released, ours)
    assert before


def assert_release_says_what_the_purpose_allows(body: dict[str, Any], ours: Any) -> None:
    data = body["content"]["data"]
    assert data["surnames"] == ["Haddad"] and set(data) <= set(law.purpose("LEA").after_verdict)
    for name in names_in(body):
        assert not FORBIDDEN_NAMES.search(name), name
    text = json.dumps(body, ensure_ascii=False)
    for secret in (ours.reference_number, str(ours.pk), str(ours.person_id), str(ours.unit_id), "IRN", "Homs"):
        assert secret not in text, secret


def test_a_release_has_no_field_that_could_say_it() -> None:
    assert set(LawPerson.model_fields) == set(law.purpose("LEA").after_verdict)
    for field, value in (("category", 1), ("reference_number", "MK1ABC"), ("event", {}), ("countries_feared", ["IRN"])):
        with pytest.raises(ValidationError):
            LawPerson.model_validate({"surnames": ["Haddad"], field: value})


def test_all_categories_look_alike(serbia: Neighbour, register: Any, verifier: Any) -> None:  # noqa: F811
    """Of an applicant and of others: the same members, and values as long."""
    shapes, entries = [], []
    for seed, category in ((11, 1), (12, 2), (13, 3)):
        register(seed=seed, category=category)
        known = LogEntry.objects.count()
        answer = ask(serbia, seed)
        [told] = answer.matches
        assert [finger.position for finger in told.fingers] == agreeing(seed, ours=0)
        confirm(serbia, told.reference)
        release_to_partner(verifier, ReceivedMatch.objects.get(release="asked"))
        body = serbia.read(sent("law.release")).to_body()
        shapes.append(sorted((name, len(str(value))) for name, value in body["content"]["data"].items()))
        reply(serbia, sent("law.release"), Receipt())
        entries.append(assert_entries_are_bare(one.entry for one in LogEntry.objects.order_by("id")[known:]))
    assert shapes[0] == shapes[1] == shapes[2]
    assert entries[0] == entries[1] == entries[2] and "released" in entries[0]


def test_refusals_are_the_same_for_an_applicant(serbia: Neighbour, register: Any) -> None:  # noqa: F811
    told = []
    for seed, category in ((4, 1), (5, 2)):
        ours = register(seed=seed, category=category)
        reference = ask(serbia, seed).matches[0].reference
        confirm(serbia, reference)
        replies = [confirm(serbia, reference), confirm(serbia, "0" * 32), serbia.say(question(seed), purpose="LEA").content]
        told.append([(one.code, one.message) for one in replies])
        for _, text in told[-1]:
            assert_bare(text, [ours])
    assert told[0] == told[1]
    assert not any(secret in str(told) for secret in SECRETS)
