"""Tell partners what became of a request that they were asked in: verdicts, verification afterwards, erasure."""

from django.db.models import QuerySet

from egnatia.base import clock
from egnatia.exchange.gateways import Gateway
from egnatia.exchange.messages.law_enforcement import LawErased, LawVerdict, LawVerification
from egnatia.exchange.models import InboxMessage
from egnatia.lawenforcement import log
from egnatia.lawenforcement.models import AskedPartner, Hit, Request
from egnatia.lawenforcement.saying import forget_received, say_to_asked, take_back

_DECISIONS = {Hit.State.SAME: "same", Hit.State.DIFFERENT: "different"}


def tell_verdict(hit: Hit) -> None:
    """Our examiner has decided on what a partner found; *same* asks for data. What couldn't be decided isn't told of."""
    decision = _DECISIONS.get(Hit.State(hit.state))
    if decision is None or hit.asked is None:
        return
    now = hit.decided_at or clock.now()
    say_to_asked(hit.asked, LawVerdict.model_validate({"reference": hit.reference, "decision": decision, "decided_at": now}))
    if hit.state == Hit.State.SAME:
        hit.release, hit.release_asked_at = Hit.Release.ASKED, now
        AskedPartner.objects.filter(pk=hit.asked.pk).update(has_hit=True)
        log.record_hit("lawenforcement.partner.data_asked", hit)


def tell_verification(request: Request) -> None:
    """What the verifying authority said of an urgent request after partners were asked (EX-73).

    Where the urgency wasn't justified, what still waits isn't sent any more, and each partner is to erase what it was told.
    """
    unjustified = request.is_unjustified
    outcome = "unjustified" if unjustified else "approved"
    for asked in _asked(request):
        if unjustified:
            _take_back(asked)
            asked.told_unjustified_at = clock.now()
            asked.save(update_fields=["told_unjustified_at"])
        say_to_asked(asked, LawVerification.model_validate({"outcome": outcome, "decided_at": request.verified_at}))
        log.record("lawenforcement.partner.verification_told", request, partner=asked.partner_code, outcome=outcome)


def tell_erased(request: Request) -> None:
    """Everything of the request is erased here (EX-75): partners needn't keep what their references stand for."""
    for asked in _asked(request).filter(told_erased_at=None):
        _take_back(asked)
        asked.told_erased_at = clock.now()
        asked.save(update_fields=["told_erased_at"])
        say_to_asked(asked, LawErased(erased_at=asked.told_erased_at))
        log.record("lawenforcement.partner.erasure_told", request, partner=asked.partner_code)


def forget_late_letters() -> int:
    """Empty what partners sent after their request was erased here: it crossed our notice. How many correspondences."""
    kept = InboxMessage.objects.filter(gateway=Gateway.LAW_ENFORCEMENT, letter__isnull=False)
    late = AskedPartner.objects.filter(request__erased_at__isnull=False, correspondence__in=kept.values("correspondence"))
    found = list(late.select_related("partner"))
    for asked in found:
        if asked.partner is not None:
            forget_received(asked.partner, asked.correspondence)
    return len(found)


def _asked(request: Request) -> QuerySet[AskedPartner]:
    """Those who may have the question, whatever they answered."""
    return request.asked.exclude(state=AskedPartner.State.NOT_ASKED).select_related("partner")


def _take_back(asked: AskedPartner) -> None:
    """What waits isn't sent, and the letters of both sides are emptied here; their digests stay."""
    assert asked.partner is not None  # noqa: S101  (it was asked)
    take_back(asked.partner, asked.correspondence)
    if asked.state == AskedPartner.State.WAITING:
        asked.state = AskedPartner.State.GIVEN_UP
        asked.save(update_fields=["state"])
