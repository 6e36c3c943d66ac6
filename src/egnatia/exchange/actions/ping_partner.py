"""Test the connection to a partner: address, keys, clocks."""

import time
from dataclasses import dataclass

from egnatia import audit
from egnatia.accounts import policy
from egnatia.accounts.models import Officer
from egnatia.base import clock, node
from egnatia.base.ids import new_id
from egnatia.exchange import envelope, keys
from egnatia.exchange.actions.note_attempt import note_success
from egnatia.exchange.delivery.posting import open_client, post_letters
from egnatia.exchange.gateways import Gateway
from egnatia.exchange.log.entries import received, sent, write_entries
from egnatia.exchange.messages import Message
from egnatia.exchange.messages.service import Ping
from egnatia.exchange.models import Partner
from egnatia.exchange.opening import require_open


@dataclass(frozen=True, slots=True)
class Tested:
    """How long the partner took, in milliseconds."""

    partner: str
    milliseconds: float


def ping_partner(officer: Officer | None, partner: Partner, gateway: Gateway = Gateway.MIGRATION) -> Tested:
    """Say hello through a gateway and wait for the signed answer.

    Raises Problem `accounts.not_allowed`, `exchange.gateway_closed` and whatever keeps the partner from answering:
    `exchange.unreachable`, `exchange.partner_failed` with the partner's own code, `exchange.signature_invalid` …
    """
    if officer is not None:
        policy.require(officer, "partners.manage")
    message = Message(
        id=new_id(),
        sender=node.current().partner,
        receiver=partner.code,
        made_at=clock.now(),
        correspondence=new_id(),
        number=1,
        content=Ping(),
    )
    require_open(partner, gateway)
    own = keys.own(gateway)
    letter = envelope.write_letter(message.to_body(), own)
    write_entries(sent(letter, message.content), gateway=gateway)
    began = time.perf_counter()
    with open_client() as client:
        [answer] = post_letters(client, partner.url, [letter], own, partner.keys_for(gateway))
    milliseconds = (time.perf_counter() - began) * 1000
    write_entries(received(answer.letter), gateway=gateway)
    note_success(partner, gateway)
    audit.record(
        "exchange.partner.tested",
        subject=partner,
        officer=officer,
        partner=partner.code,
        gateway=gateway.value,
        ms=round(milliseconds),
    )
    return Tested(partner.code, milliseconds)
