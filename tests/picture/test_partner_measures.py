"""A measure that a partner asks for: taken in whatever comes first, seen, answered at its page; never about a person."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from egnatia.audit.models import Event
from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.exchange.actions.drop_message import drop_message
from egnatia.exchange.messages.measures import MeasureRequest
from egnatia.exchange.messages.service import Receipt
from egnatia.exchange.models import OutboxMessage
from egnatia.picture.actions.answer_partner_measure import answer_partner_measure
from egnatia.picture.alarms.measures import get_measure
from egnatia.picture.models import PartnerMeasure
from egnatia.picture.queries.recommendations import count_due
from tests.exchange.conftest import Neighbour, neighbour  # noqa: F401  (a fixture)
from tests.exchange.steps import reply, waiting

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 2, 20, 10, tzinfo=UTC)
DUE = date(2026, 3, 1)
REFERENCE = "c" * 32


@pytest.fixture(autouse=True)
def present() -> Any:
    with clock.frozen(NOW):
        yield


@pytest.fixture
def serbia(neighbour: Callable[..., Neighbour]) -> Neighbour:  # noqa: F811
    return neighbour("RS")


def ask(partner: Neighbour, text: str = "Two patrols at night", *, at: datetime = NOW, **more: Any) -> Any:
    """The partner asks us for a measure; a correspondence of its own each time, so that nothing keeps them in order."""
    values: dict[str, Any] = {
        "reference": REFERENCE, "measure": "joint_patrol", "level": "local", "text": text, "due": DUE,
    }  # fmt: skip
    return partner.begin().say(MeasureRequest.model_validate(values | more), made_at=at)


def page_of(client: Any, measure: PartnerMeasure) -> str:
    response = client.get(reverse("picture_partner_measure", args=(measure.pk,)))
    assert response.status_code == 200
    return " ".join(response.content.decode().split("<main")[1].split())


class TestAsked:
    def test_it_is_taken_in_and_counted_as_due(
        self, serbia: Neighbour, analyst: Any, analyst_client: Any, examiner: Any
    ) -> None:
        about = {
            "source": "RS",
            "indicator": "irregular_crossings",
            "every": "day",
            "direction": "rise",
            "period": "2026-02-16",
        }
        assert ask(serbia, about=about | {"cut": "section", "key": "RS-MK"}).content.kind == "receipt"
        measure = PartnerMeasure.objects.get()
        assert (measure.partner, measure.state, measure.due) == ("RS", "open", DUE)
        assert (count_due(analyst), count_due(examiner)) == (1, 0)
        listed = analyst_client.get(reverse("picture_partner_measures")).content.decode()
        assert get_measure("joint_patrol").name in listed and "Serbia" in listed
        page = page_of(analyst_client, measure)
        assert "Rise: " in page and "since 16 February 2026" in page and "Two patrols at night" in page
        for question in get_measure("joint_patrol").rights:
            assert question.source.split(";")[0] in page
        assert get_measure("joint_patrol").name in analyst_client.get(reverse("picture_my_measures")).content.decode()

    def test_a_later_message_takes_the_place_of_an_earlier_one_whatever_comes_first(self, serbia: Neighbour) -> None:
        ask(serbia, "Three patrols", at=NOW)
        ask(serbia, "Two patrols", at=NOW - timedelta(minutes=5))
        assert PartnerMeasure.objects.get().text == "Three patrols"
        ask(serbia, "Four patrols", at=NOW + timedelta(minutes=5), due="2026-03-09")
        measure = PartnerMeasure.objects.get()
        assert (measure.text, measure.due, measure.state) == ("Four patrols", date(2026, 3, 9), "open")

    @pytest.mark.parametrize("order", [(0, 1, 2), (1, 0, 2), (2, 1, 0), (1, 2, 0)])
    def test_what_is_withdrawn_stays_so(self, serbia: Neighbour, order: tuple[int, ...], analyst: Any) -> None:
        messages = [(NOW - timedelta(minutes=9), False), (NOW - timedelta(minutes=5), True), (NOW, False)]
        for number in order:
            at, withdrawn = messages[number]
            assert ask(serbia, at=at, withdrawn=withdrawn).content.kind == "receipt"
        measure = PartnerMeasure.objects.get()
        assert measure.state == "withdrawn" and count_due(analyst) == 0
        with pytest.raises(Problem, match=r"^picture\.partner_measure\.over:"):
            answer_partner_measure(analyst, measure, state="declined", text="No")

    def test_the_same_letter_twice_is_one(self, serbia: Neighbour) -> None:
        letter = serbia.letter(
            serbia.message(MeasureRequest(reference=REFERENCE, measure="joint_patrol", level="local", text="Patrol", due=DUE))
        )
        assert {serbia.post(letter).content.kind for _ in range(2)} == {"receipt"}
        assert PartnerMeasure.objects.count() == 1
        assert Event.objects.filter(action="picture.partner_measure.received").count() == 1

    def test_a_measure_that_our_catalogue_lacks_is_shown_by_its_text(self, serbia: Neighbour, analyst_client: Any) -> None:
        about = {"source": "RS", "indicator": "wishes", "every": "day", "direction": "rise", "period": "2026-02-16"}
        assert ask(serbia, "Fly a balloon over the valley", measure="balloon", about=about).content.kind == "receipt"
        page = page_of(analyst_client, PartnerMeasure.objects.get())
        assert (
            "Fly a balloon" in page
            and "catalogue doesn't have this measure" in page.replace("&#x27;", "'")
            and "wishes" in page
        )
        assert "Fly a balloon" in analyst_client.get(reverse("picture_partner_measures")).content.decode()

    def test_a_measure_about_a_person_is_refused(self, serbia: Neighbour) -> None:
        assert ask(serbia, "Look for the holder of MK10000000018").code == "picture.measure.about_a_person"
        assert not PartnerMeasure.objects.exists()

    @pytest.mark.parametrize(
        "wrong",
        [
            {"text": "x" * 2001}, {"level": "regional"}, {"person": "1"}, {"reference": "1"}, {"due": "soon"},
            {"about": {"source": "RS", "indicator": "incidents", "every": "day", "direction": "rise", "period": "2026-02-16",
                       "cut": "section"}},
            {"about": {"source": "RS", "indicator": "incidents", "every": "day", "direction": "rise", "period": "2026-02-16",
                       "observed": 160}},
        ],
    )  # fmt: skip
    def test_fields_are_a_closed_list(self, serbia: Neighbour, wrong: dict[str, Any]) -> None:
        from egnatia.exchange import envelope

        good = MeasureRequest(reference=REFERENCE, measure="joint_patrol", level="local", text="Patrol", due=DUE)
        body = serbia.message(good).to_body()
        body["content"] |= wrong
        assert serbia.post(envelope.write_letter(body, serbia.own)).code == "exchange.message_invalid"


class TestAnswering:
    @pytest.fixture
    def measure(self, serbia: Neighbour) -> PartnerMeasure:
        ask(serbia)
        return PartnerMeasure.objects.get()

    def test_done_at_the_page_goes_out_in_the_same_correspondence(
        self, serbia: Neighbour, measure: PartnerMeasure, analyst_client: Any
    ) -> None:
        address = reverse("picture_partner_measure", args=(measure.pk,))
        day = {"done_on_day": "19", "done_on_month": "2", "done_on_year": "2026"}
        assert "Fill this in" in analyst_client.post(address, {"what": "done", "text": "", **day}).content.decode()
        assert analyst_client.post(address, {"what": "done", "text": "Six patrols", **day}).status_code == 302
        letter = waiting("measure.answer")
        answer = serbia.read(letter).content
        assert (answer.reference, answer.state, answer.done_on) == (REFERENCE, "done", date(2026, 2, 19))
        assert letter.correspondence == measure.correspondence
        assert "Under way" in page_of(analyst_client, measure)
        reply(serbia, letter, Receipt())
        page = page_of(analyst_client, measure)
        assert "Arrived" in page and "Six patrols" in page and "<form" not in page

    def test_declined_at_the_page(self, serbia: Neighbour, measure: PartnerMeasure, analyst_client: Any) -> None:
        address = reverse("picture_partner_measure", args=(measure.pk,))
        page = analyst_client.post(address, {"what": "declined", "text": "Ask about N7788123"}).content.decode()
        assert "number of a person" in page and 'id="declined_text"' in page
        analyst_client.post(address, {"what": "declined", "text": "No patrol is free"})
        assert serbia.read(waiting("measure.answer")).content.state == "declined"

    @pytest.mark.parametrize(
        ("answer", "code"),
        [
            ({"state": "done", "text": "Six"}, "date"),
            ({"state": "done", "text": "Six", "done_on": date(2026, 2, 21)}, "date"),
            ({"state": "declined", "text": " "}, "text"),
            ({"state": "declined", "text": "x" * 2001}, "text"),
            ({"state": "open", "text": "Six"}, "state"),
        ],
    )
    def test_what_is_refused(self, measure: PartnerMeasure, analyst: Any, answer: dict[str, Any], code: str) -> None:
        with pytest.raises(Problem, match=rf"^picture\.partner_measure\.{code}:"):
            answer_partner_measure(analyst, measure, **answer)
        assert not OutboxMessage.objects.exists()

    def test_only_who_may_write_alarms_answers_and_once(self, measure: PartnerMeasure, analyst: Any, examiner: Any) -> None:
        with pytest.raises(Problem, match=r"^accounts\.not_allowed:"):
            answer_partner_measure(examiner, measure, state="declined", text="No")
        answer_partner_measure(analyst, measure, state="declined", text="No")
        with pytest.raises(Problem, match=r"^picture\.partner_measure\.over:"):
            answer_partner_measure(analyst, measure, state="declined", text="No")

    def test_answer_that_was_given_up_on_its_way_is_to_be_given_again(self, measure: PartnerMeasure, analyst: Any) -> None:
        answer_partner_measure(analyst, measure, state="declined", text="No")
        drop_message(None, waiting("measure.answer"), "Answered by telephone")
        measure.refresh_from_db()
        assert (measure.state, measure.answer, measure.answer_text) == ("open", None, "") and count_due(analyst) == 1
        answer_partner_measure(analyst, measure, state="done", text="Six", done_on=date(2026, 2, 19))
        assert waiting("measure.answer").number == 2 and waiting("message.dropped").number == 1

    def test_withdrawn_after_our_answer_it_stays_answered(
        self, serbia: Neighbour, measure: PartnerMeasure, analyst: Any, analyst_client: Any
    ) -> None:
        answer_partner_measure(analyst, measure, state="done", text="Six", done_on=date(2026, 2, 19))
        ask(serbia, withdrawn=True, at=NOW + timedelta(minutes=1))
        measure.refresh_from_db()
        assert measure.state == "done" and measure.withdrawn_at is not None
        assert "Withdrawn" in page_of(analyst_client, measure)

    def test_who_may_see_it(self, measure: PartnerMeasure, client: Any, examiner: Any) -> None:
        addresses = [reverse("picture_partner_measures"), reverse("picture_partner_measure", args=(measure.pk,))]
        assert {client.get(address).status_code for address in addresses} == {302}
        client.force_login(examiner)
        assert {client.get(address).status_code for address in addresses} == {403}
