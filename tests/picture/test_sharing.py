"""Counts between nodes: exact, but for what could say something about a person; a later message replaces an earlier one."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from egnatia.base import clock
from egnatia.base.ids import new_id
from egnatia.exchange.actions.drop_message import drop_message
from egnatia.exchange.actions.park_message import park_message
from egnatia.exchange.actions.send_message import send_message
from egnatia.exchange.messages.counts import CountedDay, Counts
from egnatia.exchange.messages.search import SearchQuestion
from egnatia.exchange.messages.service import Receipt
from egnatia.exchange.models import OutboxMessage
from egnatia.exchange.queries import find_next_to_deliver
from egnatia.picture.actions import share_counts as sharing
from egnatia.picture.actions.share_counts import share_counts, tell_again
from egnatia.picture.models import Count, HeardDay, ToldDay
from egnatia.picture.queries.series import get_cells, get_series
from egnatia.picture.queries.sharing import hidden_cells
from egnatia.picture.releases.guarding import guard_day
from egnatia.picture.sharing_rules import partner_rules, release_rules
from tests.exchange.conftest import Neighbour, neighbour, records  # noqa: F401  (a fixture)
from tests.exchange.steps import reply, waiting

DAY = date(2026, 2, 20)
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
def at_noon() -> Any:
    with clock.frozen(NOW):
        yield


@pytest.fixture
def partner(at_noon: Any, neighbour: Callable[..., Neighbour]) -> Callable[[str], Neighbour]:  # noqa: F811
    return neighbour


def told(partner: Neighbour) -> list[Counts]:
    """What waits for the partner, which takes it now."""
    letters = list(OutboxMessage.objects.filter(partner=partner.partner, kind="counts", state="waiting").order_by("made_at"))
    contents = [partner.read(letter).content for letter in letters]
    for letter in letters:
        reply(partner, letter, Receipt())
    return contents


def crossings(take: Any, afghans: int = 30, *, day: date = DAY, **more: Any) -> None:
    take([(day, "", "", afghans + 11), (day, "nationality", "AFG", afghans), (day, "nationality", "SYR", 11)], **more)


@pytest.mark.django_db
class TestTelling:
    def test_detections_are_told_as_they_are(self, partner: Any, take: Any) -> None:
        serbia = partner("RS")
        crossings(take, 2)
        assert share_counts() == 1
        (message,) = told(serbia)
        assert message.indicator == "irregular_crossings"
        assert message.days[0].total == 13 and message.days[0].cells["nationality"] == {"AFG": 2, "SYR": 11}

    def test_only_what_changed_is_told_again(self, partner: Any, take: Any) -> None:
        serbia = partner("RS")
        crossings(take)
        crossings(take, day=DAY - timedelta(days=1))
        share_counts()
        assert len(told(serbia)[0].days) == 2 and share_counts() == 0
        crossings(take, 33, at=NOW)
        share_counts()
        (message,) = told(serbia)
        assert [(one.day, one.total) for one in message.days] == [(DAY, 44)]
        assert share_counts(everything=True) == 0

    def test_a_partner_that_is_away_gets_one_message_when_it_is_back(self, partner: Any, take: Any) -> None:
        serbia = partner("RS")
        crossings(take)
        share_counts()
        crossings(take, 33, at=NOW)
        assert share_counts() == 0
        told(serbia)
        assert share_counts() == 1
        assert told(serbia)[0].days[0].total == 44

    def test_the_transit_matrix_by_month(self, partner: Any, take: Any) -> None:
        serbia = partner("RS")
        take([(date(2026, 2, 1), "section", "RS", 12)], indicator="onward_persons", every="month")
        share_counts()
        (message,) = told(serbia)
        assert (message.every, message.days[0].total) == ("month", None)
        assert message.days[0].cells == {"section": {"RS": 12}}
        assert serbia.say(message).content.kind == "receipt"
        assert get_cells("onward_persons", "section", sources=["RS"]) == {"RS": 12}

    def test_another_partners_counts_are_not_passed_on(self, partner: Any, take: Any) -> None:
        partner("RS")
        crossings(take, source="AL")
        assert share_counts() == 0

    def test_applications_below_five_are_not_told_apart(self, partner: Any, take: Any) -> None:
        serbia = partner("RS")
        cells = [("AFG", 20), ("SYR", 3), ("IRN", 12)]
        take([(DAY, "", "", 35), *((DAY, "nationality", key, n) for key, n in cells)], indicator="applications")
        share_counts()
        (day,) = told(serbia)[0].days
        assert "SYR" in day.hidden["nationality"]
        could_be_computed = day.total is not None and len(day.hidden["nationality"]) == 1
        assert not could_be_computed

    def test_a_country_is_not_told_of_its_own_nationals(self, partner: Any, take: Any) -> None:
        albania, serbia = partner("AL"), partner("RS")
        take([(DAY, "", "", 38), (DAY, "nationality", "ALB", 8), (DAY, "nationality", "AFG", 30)], indicator="applications")
        take(
            [(DAY - timedelta(days=1), "", "", 30), (DAY - timedelta(days=1), "nationality", "AFG", 30)],
            indicator="applications",
        )
        share_counts()
        with_some, without = (day for day in reversed(told(albania)[0].days))
        for day in (with_some, without):
            assert "ALB" in day.hidden["nationality"], "whether there are any isn't told either"
            assert day.total is None or len(day.hidden["nationality"]) > 1
        assert "SRB" in told(serbia)[0].days[1].hidden["nationality"]

    def test_what_was_hidden_stays_hidden(self, partner: Any, take: Any) -> None:
        serbia = partner("RS")
        for at, many in ((NOW - timedelta(days=1), 3), (NOW, 9)):
            cells = [("AFG", 20), ("SYR", many)]
            take(
                [(DAY, "", "", 20 + many), *((DAY, "nationality", key, n) for key, n in cells)], indicator="applications", at=at
            )
            share_counts()
            assert "SYR" in told(serbia)[0].days[0].hidden["nationality"]

    def test_told_again_when_the_partner_lost_it(self, partner: Any, take: Any) -> None:
        serbia = partner("RS")
        crossings(take)
        share_counts()
        told(serbia)
        assert tell_again(serbia.partner) == 1 and share_counts() == 1

    def test_what_was_given_up_on_its_way_is_told_anew(self, partner: Any, take: Any) -> None:
        serbia = partner("RS")
        crossings(take)
        crossings(take, 12, day=DAY - timedelta(days=1))
        share_counts()
        (before,) = told(serbia)
        crossings(take, 31, at=NOW)
        share_counts()
        drop_message(None, waiting("counts"), "The partner's node fails on it")
        assert share_counts() == 1
        (after,) = told(serbia)
        assert len(before.days) == 2 and [day.day for day in after.days] == [DAY]
        assert after.days[0].cells["nationality"]["AFG"] == 31

    def test_nothing_newer_overtakes_what_is_parked(self, partner: Any, take: Any) -> None:
        serbia = partner("RS")
        crossings(take)
        share_counts()
        park_message(None, waiting("counts"), "The partner's node fails on it")
        crossings(take, 31, at=NOW)
        assert share_counts() == 0 and not told(serbia)


@pytest.mark.django_db
class TestLongHistory:
    DAYS = 400

    @pytest.fixture
    def serbia(self, partner: Any, take: Any) -> Neighbour:
        """A partner confirmed today, when 400 days are counted."""
        days = [NOW.date() - timedelta(days=number) for number in range(1, self.DAYS + 1)]
        take([(day, cut, key, 7) for day in days for cut, key in (("", ""), ("nationality", "AFG"))])
        return partner("RS")

    def test_all_of_it_arrives_month_by_month_the_newest_first(self, serbia: Neighbour) -> None:
        arrived: list[date] = []
        while share_counts():
            (message,) = told(serbia)
            assert len(message.days) <= 31
            assert not arrived or message.days[-1].day == arrived[-1] - timedelta(days=1)
            arrived += [one.day for one in reversed(message.days)]
        assert arrived == [NOW.date() - timedelta(days=number) for number in range(1, self.DAYS + 1)]
        assert share_counts(everything=True) == 0

    def test_a_search_goes_before_counts_that_wait(self, serbia: Neighbour) -> None:
        assert share_counts() == 31
        search = send_message(serbia.partner, SearchQuestion(fingers=records(1)), correspondence=new_id(), purpose="MIG")
        assert find_next_to_deliver(serbia.partner, clock.now()) == [search]
        assert ToldDay.objects.exclude(digest="").count() == 31 < ToldDay.objects.count() == self.DAYS

    def test_what_changes_while_the_partner_is_away_comes_in_its_turn(self, serbia: Neighbour, take: Any) -> None:
        share_counts()
        crossings(take, 33, at=NOW)
        old = NOW.date() - timedelta(days=300)
        crossings(take, 34, day=old, at=NOW)
        assert share_counts() == share_counts(everything=True) == 0
        told(serbia)
        arrived = {}
        while share_counts():
            arrived |= {one.day: one.total for message in told(serbia) for one in message.days}
        assert (arrived[DAY], arrived[old]) == (44, 45)
        assert len(arrived) == self.DAYS - 31 + 1, "of what had gone only the day that changed goes again"

    def test_a_node_that_stops_in_between_goes_on_where_it_was(
        self, serbia: Neighbour, monkeypatch: pytest.MonkeyPatch, take: Any
    ) -> None:
        take([(DAY, "", "", 3)], indicator="incidents")
        real = sharing.send_counts

        def dies(partner: Any, counts: Counts) -> Any:
            if counts.indicator == "incidents":
                raise OSError("the disk is gone")
            return real(partner, counts)

        with monkeypatch.context() as patch:
            patch.setattr(sharing, "send_counts", dies)
            with pytest.raises(OSError):
                share_counts()
        assert {message.indicator for message in told(serbia)} == {"irregular_crossings"}
        share_counts()
        assert {message.indicator for message in told(serbia)} == {"irregular_crossings", "incidents"}


@pytest.mark.django_db
class TestHearing:
    def say(self, partner: Neighbour, *days: CountedDay, indicator: str = "irregular_crossings", **more: Any) -> Any:
        return partner.begin().say(Counts(indicator=indicator, cuts=["nationality"], days=list(days)), **more)

    def day(self, total: int | None, day: date = DAY, hidden: Any = None, **cells: int) -> CountedDay:
        return CountedDay(day=day, total=total, cells={"nationality": cells}, hidden=hidden or {})

    def test_a_later_message_takes_the_place_of_an_earlier_one(self, partner: Any) -> None:
        serbia = partner("RS")
        assert self.say(serbia, self.day(41, AFG=30, SYR=11)).content.kind == "receipt"
        with clock.frozen(NOW + timedelta(minutes=1)):
            self.say(serbia, self.day(38, AFG=38))
        assert get_cells("irregular_crossings", "nationality", sources=["RS"]) == {"AFG": 38, "SYR": 0}
        assert get_series("irregular_crossings", sources=["RS"]).values == [38]
        assert get_series("irregular_crossings", sources=["RS"], as_of=NOW + timedelta(seconds=30)).values == [41]

    def test_an_older_message_that_comes_late_changes_nothing(self, partner: Any) -> None:
        serbia = partner("RS")
        self.say(serbia, self.day(38, AFG=38))
        self.say(serbia, self.day(41, AFG=41), made_at=NOW - timedelta(hours=3))
        assert get_series("irregular_crossings", sources=["RS"]).values == [38]

    def test_hidden_is_not_nought(self, partner: Any) -> None:
        serbia = partner("RS")
        self.say(serbia, self.day(None, hidden={"nationality": ["SYR"]}, AFG=20), indicator="applications")
        assert not Count.objects.filter(key="SYR").exists() and not Count.objects.filter(cut="").exists()
        found = hidden_cells("applications", "nationality", start=DAY, end=DAY)
        assert found == {"RS": {"SYR": [DAY]}}
        assert hidden_cells("applications", "", start=DAY, end=DAY) == {"RS": {"": [DAY]}}

    def test_the_page_says_that_something_is_hidden(self, partner: Any, analyst_client: Any) -> None:
        serbia = partner("RS")
        self.say(serbia, self.day(20, hidden={"nationality": ["SYR", "TUR"]}, AFG=12), indicator="applications")
        page = analyst_client.get("/picture/explore/?indicator=applications&cut=nationality").content.decode()
        assert "a sum may be more than it shows" in page and "Serbia: 1 day." in page
        page = analyst_client.get("/picture/explore/?indicator=applications").content.decode()
        assert "a sum may be more than it shows" not in page

    def test_a_partner_tells_only_of_itself(self, partner: Any) -> None:
        serbia = partner("RS")
        of_another = CountedDay(day=DAY, total=9, cells={"section": {"MK-GR": 9}})
        answer = serbia.say(Counts(indicator="irregular_crossings", cuts=["section"], days=[of_another]))
        assert answer.code == "picture.shared.not_expected"
        assert self.say(serbia, self.day(9, day=date(2026, 4, 1))).code == "picture.shared.not_expected"
        assert self.say(serbia, self.day(9), indicator="wishes").code == "picture.indicator.unknown"
        assert self.say(serbia, self.day(9), indicator="route_detections").code == "picture.shared.not_expected"
        assert not Count.objects.exists() and not HeardDay.objects.exists()

    @pytest.mark.parametrize(
        "wrong",
        [
            {"cells": {"nationality": {"AFG": -1}}},
            {"cells": {"nationality": {"Ahmad Karimi, born 1990": 1, "": 2}}},
            {"cells": {"section": {"RS-HU": 1}}},
            {"cells": {"nationality": {"AFG": 1}}, "hidden": {"nationality": ["AFG"]}},
            {"cells": {"nationality": {}}, "person": "1"},
            {"day": "yesterday"},
        ],
    )
    def test_fields_are_a_closed_list(self, partner: Any, wrong: dict[str, Any]) -> None:
        serbia = partner("RS")
        good = serbia.message(
            Counts(indicator="irregular_crossings", cuts=["nationality"], days=[self.day(3, AFG=3)])
        ).to_body()
        good["content"]["days"][0] |= wrong
        from egnatia.exchange import envelope

        assert serbia.post(envelope.write_letter(good, serbia.own)).code == "exchange.message_invalid"


class TestGuarding:
    def test_an_empty_day_says_nothing_of_own_nationals(self) -> None:
        telling = guard_day(0, {"nationality": {}, "section": {}}, minimum=5, withheld={"nationality": ["ALB"]}, hidden={})
        assert telling.total is None and telling.hidden["section"] == ["unknown"]

    def test_cells_that_leave_a_rest(self) -> None:
        telling = guard_day(30, {"nationality": {"AFG": 20, "SYR": 2}}, minimum=5, withheld={}, hidden={})
        assert "SYR" in telling.hidden["nationality"] and "(rest)" not in str(telling)

    def test_a_cut_that_exceeds_its_total_is_not_told(self) -> None:
        telling = guard_day(10, {"nationality": {"AFG": 20}}, minimum=5, withheld={}, hidden={})
        assert telling.hidden == {"nationality": ["AFG"]} and telling.total == 10


def test_rules() -> None:
    """Registrations beside crossings and stays would tell the applications; nothing of a person is crossed with a place."""
    assert "registrations" not in partner_rules().indicators and "registrations" not in release_rules()
    assert partner_rules().guarded["applications"].minimum == 5 and partner_rules().guarded["applications"].no_own_nationals
    assert "section" not in release_rules()["referrals"].cuts and release_rules()["referrals"].minimum == 10
    assert all(rule.minimum >= 5 and rule.round_to == 5 for rule in release_rules().values())
    assert all(rule.of_cells["group"] == 10 for rule in release_rules().values() if "group" in rule.cuts)
