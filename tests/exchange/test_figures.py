"""Counts for the region's first screen: told when they change, never small ones exactly."""

from typing import Any

import pytest

from egnatia.base import node
from egnatia.exchange.actions.tell_figures import tell_figures
from egnatia.exchange.messages.figures import Figures, as_told
from egnatia.exchange.messages.service import Receipt
from egnatia.exchange.models import OutboxMessage
from egnatia.exchange.today import our_counts, received_counts, registered_as_told
from tests.exchange.conftest import Neighbour
from tests.exchange.steps import reply, waiting

pytestmark = pytest.mark.django_db


def test_small_counts_are_not_told_exactly() -> None:
    assert [as_told(count) for count in (0, 1, 4, 5, 17)] == [0, 1, 1, 5, 17]


def test_told_when_they_change_and_not_while_the_last_ones_wait(
    serbia: Neighbour, register: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(node.current().settings, "exchange_figures_seconds", 0)
    assert tell_figures() == 1 and tell_figures() == 0
    first = waiting("figures")
    assert serbia.read(first).purpose == "STA" and serbia.read(first).case is None
    reply(serbia, first, Receipt())
    assert tell_figures() == 0, "nothing has changed"
    register(seed=3)
    assert our_counts().registered == 1
    assert tell_figures() == 1
    assert serbia.read(waiting("figures")).content.registered == 1


def test_applicants_are_told_in_fives(serbia: Neighbour, register: Any) -> None:
    """Registered less crossings and stays, which partners get exactly, must not be the number of applicants."""
    for seed in (3, 4):
        register(seed=seed, category=1)
    register(seed=5, category=2)
    assert our_counts().registered == 3
    tell_figures()
    assert serbia.read(waiting("figures")).content.registered == 1
    for seed in range(6, 10):
        register(seed=seed, category=2)
    assert registered_as_told() == 5, "as without the two"


def test_pause_between_two(serbia: Neighbour, register: Any) -> None:
    tell_figures()
    reply(serbia, waiting("figures"), Receipt())
    register(seed=3)
    assert tell_figures() == 0
    assert OutboxMessage.objects.filter(kind="figures").count() == 1


def test_received_figures(serbia: Neighbour) -> None:
    assert received_counts() == {}
    figures = Figures(registered=12, waiting=1, channels={"MK": "open", "AL": "late"})
    assert serbia.say(figures, purpose="STA").content.kind == "receipt"
    counts = received_counts()["RS"]
    assert (counts.registered, counts.waiting, counts.channels["AL"]) == (12, 1, "late")
