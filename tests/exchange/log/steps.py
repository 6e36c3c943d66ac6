"""Steps around the log: partners that witness it, and entries in numbers."""

import hashlib
from base64 import b64decode

from egnatia.base import clock
from egnatia.engines.proofs import heads
from egnatia.engines.proofs.heads import Head, SignedHead
from egnatia.engines.proofs.keys import VerifierKey
from egnatia.engines.proofs.witnessing import witness_head
from egnatia.exchange.gateways import Gateway
from egnatia.exchange.log.entries import write_entries
from egnatia.exchange.log.verifier_keys import own_keys
from egnatia.exchange.messages.heads import HeadCosigned, HeadShown
from egnatia.exchange.models import LogEntry
from tests.exchange.conftest import Neighbour
from tests.exchange.steps import reply, waiting_for


def write(count: int, *, salt: str = "") -> None:
    """So many entries of letters that don't exist."""
    write_entries([("sent", hashlib.sha256(f"{salt}{index}".encode()).hexdigest()) for index in range(count)])


def kinds() -> list[str]:
    return [entry.entry.split('"kind":"')[1].removesuffix('"}') for entry in LogEntry.objects.order_by("id")]


def cosign(neighbour: Neighbour, *, last: Head | None = None) -> Head:
    """The neighbour witnesses the head that it was shown, as an honest partner would; the head."""
    shown = waiting_for(neighbour, "head.shown")
    content = neighbour.read(shown).content
    assert isinstance(content, HeadShown)
    signed = heads.read_head(content.head)
    cosigned = witness_head(
        signed,
        last,
        [b64decode(one) for one in content.proof],
        log_keys=own_keys(Gateway(shown.gateway)),
        name=Gateway(shown.gateway).name_of(neighbour.code),
        private=neighbour.own.signing.current,
        time=int(clock.now().timestamp()),
    )
    reply(neighbour, shown, HeadCosigned(since=signed.head.size, signature=cosigned.signatures[-1].to_text()))
    return signed.head


def signed_head(neighbour: Neighbour, size: int, root: bytes, *, origin: str = "") -> SignedHead:
    """A head of the neighbour's own log."""
    head = Head(origin or neighbour.code, size, root)
    return heads.sign_head(head, neighbour.own.signing.current, time=int(clock.now().timestamp()))


def verifier_key(neighbour: Neighbour) -> VerifierKey:
    return VerifierKey.of(neighbour.code, neighbour.own.signing.current)
