"""The test node with two neighbours, and the ceremony as their operators would hold it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from egnatia.base import clock
from egnatia.exchange import keys
from egnatia.exchange.actions.apply_list import apply_lists
from egnatia.exchange.actions.propose_list import Changes, propose_list
from egnatia.exchange.actions.sign_list import sign_list
from egnatia.exchange.federation import own_terms
from egnatia.exchange.federation.listing import SignedListing
from egnatia.exchange.federation.signing import add_signature, sign_listing
from egnatia.exchange.keys import NumberedKeys, OwnKeys
from egnatia.exchange.models import Partner
from tests.exchange.conftest import Neighbour, write_member_file
from tests.exchange.federation.parties import make_keys


@pytest.fixture
def albania(neighbour: Callable[..., Neighbour]) -> Neighbour:
    return neighbour("AL")


class Ceremony:
    """`hold(Changes(…))`: proposed and signed by the test node, signed by the neighbours, applied."""

    def __init__(self, *others: Neighbour, monkeypatch: pytest.MonkeyPatch) -> None:
        self.others, self._monkeypatch = others, monkeypatch

    def propose(self, **wanted: Any) -> SignedListing:
        return propose_list(None, Changes(**wanted))

    def sign(self, proposed: SignedListing, *, instead: bool = False) -> SignedListing:
        signed = sign_list(None, proposed, instead=instead)
        for other in self.others:
            signed = add_signature(signed, sign_listing(signed.listing, other.own, clock.now()))
        return signed

    def hold(self, **wanted: Any) -> SignedListing:
        signed = self.sign(self.propose(**wanted))
        apply_lists(None, [signed])
        own_terms.forget()
        for other in self.others:
            other.partner.refresh_from_db()
        return signed

    def member_file(self, own: OwnKeys, url: str = "http://localhost:8401") -> bytes:
        return write_member_file(own, url=url, monkeypatch=self._monkeypatch)


@pytest.fixture
def ceremony(serbia: Neighbour, albania: Neighbour, monkeypatch: pytest.MonkeyPatch) -> Ceremony:
    return Ceremony(serbia, albania, monkeypatch=monkeypatch)


def with_second_keys(own: OwnKeys) -> OwnKeys:
    """The neighbour has made another key of each use."""
    more = make_keys(own.partner, 2)
    return OwnKeys(
        own.partner,
        NumberedKeys({**own.signing.by_number, **more.signing.by_number}),
        NumberedKeys({**own.sealing.by_number, **more.sealing.by_number}),
    )


def only(own: OwnKeys, number: int) -> OwnKeys:
    """The neighbour uses this signing key, and can open what is sealed for any."""
    return replace(own, signing=NumberedKeys({number: own.signing.by_number[number]}))


def later(moment: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock goes on."""
    monkeypatch.setattr(clock, "now", lambda: moment)
    own_terms.forget()


def row(code: str) -> Partner:
    return Partner.objects.get(code=code)


def held_numbers() -> list[int]:
    return sorted(keys.held().signing.by_number)
