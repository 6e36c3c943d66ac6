"""Steps of the ceremony at a live node, as its operator takes them (in_node.py)."""

from pathlib import Path
from typing import Any


def now() -> str:
    """The node's clock, as lists write it."""
    from egnatia.base import clock
    from egnatia.exchange.federation.listing import write_moment

    return write_moment(clock.now())


def new_keys(gateway: str = "migration") -> Any:
    """The next key of each use."""
    from egnatia.exchange.actions.make_key import make_key
    from egnatia.exchange.gateways import Gateway

    return [make_key(None, "sign", Gateway(gateway)), make_key(None, "seal", Gateway(gateway))]


def propose_agreement(file: str, purpose: str, a_day: int) -> None:
    """The next list, by which everybody may ask everybody so often a day for that purpose."""
    from egnatia.exchange.actions.propose_list import Agreed, Changes, propose_list

    wanted = Changes(agreements=(Agreed("*", "*", purpose, a_day),))
    Path(file).write_text(propose_list(None, wanted).to_text())


def propose_own_keys(file: str, seconds: float) -> str:
    """All keys that the node holds, in force after some seconds; says when."""
    from datetime import timedelta

    from egnatia.base import clock
    from egnatia.exchange import member_file
    from egnatia.exchange.actions.propose_list import Changes, propose_list
    from egnatia.exchange.federation.listing import write_moment

    wanted = Changes(renew=(member_file.write_own().encode(),), in_force_from=clock.now() + timedelta(seconds=seconds))
    proposed = propose_list(None, wanted)
    Path(file).write_text(proposed.to_text())
    return write_moment(proposed.listing.in_force_from)


def propose_revocation(file: str, key: str) -> None:
    from egnatia.exchange.actions.propose_list import Changes, Revocation, propose_list

    Path(file).write_text(propose_list(None, Changes(revoke=(Revocation(key, "disclosed"),))).to_text())


def sign_list(file: str) -> None:
    from egnatia.exchange.actions import sign_list as action

    Path(file).write_text(action.sign_list(None, _read(file)).to_text())


def apply_list(file: str) -> Any:
    from egnatia.exchange.actions.apply_list import apply_lists

    return [row.number for row in apply_lists(None, [_read(file)])]


def list_in_force() -> Any:
    """The last list that the partners' rows follow."""
    from egnatia.exchange.models import FederationList

    return FederationList.objects.exclude(put_in_force_at=None).values_list("number", flat=True).last()


def keys_used() -> Any:
    """The keys in use now, and the numbers of those that signed what this node sent."""
    from egnatia.exchange import envelope, keys
    from egnatia.exchange.models import OutboxMessage

    own = keys.own()
    letters = {envelope.key_number(message.letter) for message in OutboxMessage.objects.filter(kind="search.question")}
    return {"in_use": [own.signing_id, f"{own.partner}:seal:{own.sealing.number}"], "letters": sorted(letters)}


def troubled_messages() -> Any:
    """Messages of this node whose delivery met anything but an answer."""
    from egnatia.exchange.models import OutboxMessage

    return [[one.kind, one.last_problem] for one in OutboxMessage.objects.exclude(attempts=0, last_problem="")]


def speak_by_key(partner: str, number: int) -> str:
    """Greet a partner in a letter signed by one key, in a request signed by it as well: the answer's kind or the refusal."""
    from dataclasses import replace

    from egnatia.base import clock, node
    from egnatia.base.errors import Problem
    from egnatia.base.ids import new_id
    from egnatia.exchange import envelope, keys
    from egnatia.exchange.delivery.posting import open_client, post_letters
    from egnatia.exchange.messages import Message
    from egnatia.exchange.messages.service import Ping
    from egnatia.exchange.queries import get_partner

    held, other = keys.held(), get_partner(partner)
    own = replace(held, signing=keys.NumberedKeys({number: held.signing.by_number[number]}))
    message = Message(new_id(), node.current().partner, partner, clock.now(), new_id(), 1, Ping())
    with open_client() as client:
        try:
            letter = envelope.write_letter(message.to_body(), own)
            [answer] = post_letters(client, other.url, [letter], own, other.keys)
        except Problem as problem:
            return str(problem.details.get("partner_code", problem.code))
    return answer.message.kind


def log_status() -> Any:
    """As `egnatia log status` tells a machine."""
    import json

    from egnatia.exchange.log import commands, status

    return json.loads(json.dumps(commands._facts(status.log_status()), default=str))


def received(partner: str, kind: str) -> int:
    """How many messages of a kind a partner's node has sent here."""
    from egnatia.exchange.models import InboxMessage

    return InboxMessage.objects.filter(partner__code=partner, kind=kind).count()


def verify_kept_letters(partner: str) -> Any:
    """Every letter that came from a partner, verified as of when it came; how many by which key."""
    from collections import Counter

    from egnatia.exchange import envelope
    from egnatia.exchange.models import InboxMessage
    from egnatia.exchange.queries import get_partner

    keys, counted = get_partner(partner).keys, Counter[int]()
    for kept in InboxMessage.objects.filter(partner__code=partner, letter__isnull=False):
        envelope.read_letter(kept.letter or "", keys, arrived_at=kept.received_at)
        counted[envelope.key_number(kept.letter or "")] += 1
    return counted


def _read(file: str) -> Any:
    from egnatia.exchange.federation.listing import read_file

    return read_file(Path(file).read_bytes())


STEPS = (
    now, new_keys, propose_agreement, propose_own_keys, propose_revocation, sign_list, apply_list, list_in_force, keys_used,
    troubled_messages, speak_by_key, log_status, received, verify_kept_letters,
)  # fmt: skip
