"""Witness a partner's log: cosign a head that grew from what we saw before, keep one that didn't as evidence."""

from base64 import b64decode

from egnatia import audit
from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.base.locks import Lock, hold_until_commit
from egnatia.engines.errors import EngineError
from egnatia.engines.proofs import heads
from egnatia.engines.proofs.heads import SignedHead
from egnatia.engines.proofs.witnessing import witness_head
from egnatia.exchange import keys
from egnatia.exchange.actions.incoming import Incoming
from egnatia.exchange.gateways import Gateway
from egnatia.exchange.log.verifier_keys import keys_of
from egnatia.exchange.messages.content import Content
from egnatia.exchange.messages.heads import HeadCosigned, HeadShown
from egnatia.exchange.messages.service import Refusal
from egnatia.exchange.models import Partner, SeenHead


def witness_partner(incoming: Incoming) -> Content:
    """Our cosignature, once the head is kept; or from where to prove; or a refusal that says what is wrong with it.

    Raises Problem `exchange.head_unreadable`, `exchange.head_of_another`.
    """
    content, partner, gateway = incoming.message.content, incoming.partner, incoming.gateway
    assert isinstance(content, HeadShown)  # noqa: S101  (the table of handlers says so)
    signed = _read(content.head, gateway.log_of(partner.code, partner.log))
    hold_until_commit(Lock.WITNESS)
    last = latest_seen(partner, gateway)
    if last is not None and content.since != last.size <= signed.head.size:
        return HeadCosigned(since=last.size)
    own = keys.own(gateway)
    try:
        cosigned = witness_head(
            signed,
            heads.read_head(last.text).head if last else None,
            [b64decode(one) for one in content.proof],
            log_keys=keys_of(partner, gateway),
            name=gateway.name_of(own.partner),
            private=own.signing.current,
            time=int(clock.now().timestamp()),
        )
    except EngineError as error:
        return _refuse(partner, gateway, signed, error)
    _keep(partner, gateway, cosigned, "")
    return HeadCosigned(since=signed.head.size, signature=cosigned.signatures[-1].to_text())


def latest_seen(partner: Partner, gateway: Gateway = Gateway.MIGRATION) -> SeenHead | None:
    """The head of this partner's log of a gateway that we cosigned last: of the one that it has now."""
    return SeenHead.objects.filter(partner=partner, gateway=gateway, log=partner.log, problem="").last()


def _read(text: str, origin: str) -> SignedHead:
    try:
        signed = heads.read_head(text)
    except EngineError as error:
        raise Problem(
            "exchange.head_unreadable", "The head of the log can't be read.", error.cure, field="content.head"
        ) from error
    if signed.head.origin != origin:
        raise Problem(
            "exchange.head_of_another",
            "The head is of another log.",
            "Show the head of your own log, of the number that the federation list gives it.",
            field="content.head",
        )
    return signed


def _refuse(partner: Partner, gateway: Gateway, signed: SignedHead, error: EngineError) -> Refusal:
    """What the log's own signature stands under is kept: two such heads prove that a past was rewritten."""
    if error.code != "witness.not_signed":
        _keep(partner, gateway, signed, error.code)
    audit.record(
        "exchange.log.partner_diverges", subject=partner, partner=partner.code, gateway=gateway.value, reason=error.code
    )
    return Refusal(code=error.code, message=error.message[:500])


def _keep(partner: Partner, gateway: Gateway, signed: SignedHead, problem: str) -> None:
    SeenHead.objects.create(
        partner=partner,
        gateway=gateway,
        log=partner.log,
        size=signed.head.size,
        text=signed.to_text(),
        seen_at=clock.now(),
        problem=problem,
    )
