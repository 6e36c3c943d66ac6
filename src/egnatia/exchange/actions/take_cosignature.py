"""Keep a partner's signature under a head of ours, or what it had against it."""

from datetime import UTC, datetime

from egnatia import audit
from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.engines.errors import EngineError
from egnatia.engines.proofs import heads
from egnatia.engines.proofs.heads import check_signatures
from egnatia.exchange.actions.show_head import show_head
from egnatia.exchange.gateways import Gateway
from egnatia.exchange.log.verifier_keys import keys_of
from egnatia.exchange.messages.heads import HeadCosigned
from egnatia.exchange.messages.service import Refusal
from egnatia.exchange.models import Cosignature, LogHead, OutboxMessage, Partner, Witness

_BAD = "exchange.cosignature_invalid"
#: A partner that asks for a proof from elsewhere is given it once for each head.
_MOST_SHOWN = 2


def take_cosignature(question: OutboxMessage, content: object) -> None:
    """What a partner answered to a head that it was shown. In the transaction that ends the message."""
    head = LogHead.objects.get(pk=question.correspondence)
    witness, _ = Witness.objects.get_or_create(partner=question.partner, gateway=head.gateway, log=head.log)
    if isinstance(content, Refusal):
        _note_problem(witness, content.code)
    elif isinstance(content, HeadCosigned):
        _keep(head, witness, content, question.number)


def _keep(head: LogHead, witness: Witness, content: HeadCosigned, shown: int) -> None:
    if content.signature is None:
        if shown < _MOST_SHOWN and content.since <= head.size:
            show_head(witness.partner, head, since=content.since)
        else:
            _note_problem(witness, "witness.shortened")
        return
    try:
        at = _check(head, witness.partner, content.signature)
    except Problem as problem:
        _note_problem(witness, problem.code)
        return
    Cosignature.objects.get_or_create(head=head, partner=witness.partner, defaults={"line": content.signature, "at": at})
    witness.size, witness.at = head.size, max(at, witness.at or at)
    witness.problem, witness.problem_at = "", None
    witness.save()


def _check(head: LogHead, partner: Partner, line: str) -> datetime:
    """When the partner signed, as far as it isn't in our future. Raises Problem `exchange.cosignature_invalid`."""
    try:
        signed = heads.read_head(head.text + line)
        checked = [one for one in check_signatures(signed, keys_of(partner, Gateway(head.gateway))) if one.counts]
    except EngineError:
        checked = []
    if len(checked) != 1 or not line.endswith("\n"):
        raise Problem(_BAD, "The partner's signature under our head isn't genuine.", "Call the partner's operator.")
    return min(datetime.fromtimestamp(checked[0].time, UTC), clock.now())


def _note_problem(witness: Witness, code: str) -> None:
    witness.problem, witness.problem_at = code[:80], clock.now()
    witness.save()
    audit.record(
        "exchange.log.not_witnessed", subject=witness, partner=witness.partner.code, gateway=witness.gateway, reason=code[:80]
    )
