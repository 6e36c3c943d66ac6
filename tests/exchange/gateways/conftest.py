"""The test node with Serbia and Albania, all three with keys for law enforcement, under a list that says who may ask whom."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, ClassVar

import pytest

from egnatia.base import clock
from egnatia.base.ids import new_id
from egnatia.exchange.actions.apply_list import apply_lists
from egnatia.exchange.actions.handlers import HANDLERS
from egnatia.exchange.actions.incoming import at_once
from egnatia.exchange.actions.make_key import make_key
from egnatia.exchange.actions.propose_list import Agreed, Changes, propose_list
from egnatia.exchange.actions.sign_list import sign_list
from egnatia.exchange.federation import own_terms
from egnatia.exchange.federation.listing import SignedListing
from egnatia.exchange.federation.signing import add_signature, sign_listing
from egnatia.exchange.gateways import Gateway
from egnatia.exchange.keys import OwnKeys
from egnatia.exchange.messages.content import Content
from egnatia.exchange.messages.message import KINDS
from egnatia.exchange.messages.service import Receipt
from tests.exchange.conftest import Neighbour, private_keys, write_member_file

LAW = Gateway.LAW_ENFORCEMENT
#: Each of the three may ask the two others.
EVERYBODY = (Agreed("*", "*", "LEA", 100),)


class Told(Content):
    """Of law enforcement alone, for these tests."""

    kind: ClassVar[str] = "law.told"
    document: ClassVar[str] = "EX-00"
    gateway: ClassVar[Gateway] = LAW


class ToldMigration(Told):
    """The same of migration."""

    kind: ClassVar[str] = "migration.told"
    gateway: ClassVar[Gateway] = Gateway.MIGRATION


@pytest.fixture(autouse=True)
def taken(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Kinds of the messages above that were acted on."""
    seen: list[str] = []
    for content in (Told, ToldMigration):
        monkeypatch.setitem(KINDS, content.kind, content)
        monkeypatch.setitem(
            HANDLERS, content.kind, at_once(lambda incoming: (seen.append(incoming.message.kind), Receipt())[1])
        )
    return seen


class Federation:
    """`hold(…)`: the next list, signed by all and applied. `law["RS"]` speaks for Serbia's police."""

    def __init__(self, *others: Neighbour, monkeypatch: pytest.MonkeyPatch) -> None:
        self.others, self._monkeypatch = {one.code: one for one in others}, monkeypatch
        self.law = {code: replace(one, own=private_keys(code, LAW)) for code, one in self.others.items()}

    def member_file(self, code: str, law: OwnKeys | None) -> bytes:
        return write_member_file(self.others[code].own, law, monkeypatch=self._monkeypatch)

    def sign(self, proposed: SignedListing) -> SignedListing:
        signed = sign_list(None, proposed)
        for other in self.others.values():
            signed = add_signature(signed, sign_listing(signed.listing, other.own, clock.now()))
        return signed

    def hold(self, **wanted: Any) -> SignedListing:
        signed = self.sign(propose_list(None, Changes(**wanted)))
        apply_lists(None, [signed])
        own_terms.forget()
        for one in (*self.others.values(), *self.law.values()):
            one.partner.refresh_from_db()
            one.begin()
        return signed


@pytest.fixture
def federation(neighbour: Callable[..., Neighbour], administrator: Any, monkeypatch: pytest.MonkeyPatch) -> Federation:
    """Before the first list; member files have all keys."""
    from egnatia.exchange.actions.add_partner import add_partner

    make_key(None, "sign", LAW)
    make_key(None, "seal", LAW)
    found = Federation(neighbour("RS"), neighbour("AL"), monkeypatch=monkeypatch)
    for code, law in found.law.items():
        add_partner(administrator, found.member_file(code, law.own))
        law.partner.refresh_from_db()
    return found


@pytest.fixture
def law(federation: Federation) -> dict[str, Neighbour]:
    """The gateway is open among the three."""
    federation.hold(agreements=EVERYBODY)
    return federation.law


def correspondence() -> Any:
    return new_id()
