"""Tell partners what became of a request that they were asked in: verdicts, verification afterwards, erasure."""

from django.db.models import QuerySet

from egnatia.base import clock
from egnatia.exchange.actions.tell_change import forget_letters, forget_received, withdraw_waiting
from egnatia.exchange.messages.law_enforcement import LawErased, LawVerdict, LawVerification
from egnatia.lawenforcement import log
from egnatia.lawenforcement.models import AskedPartner, Hit, Request
from egnatia.lawenforcement.saying import say_to_asked

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
    late = AskedPartner.objects.filter(request__erased_at__isnull=False, partner__inbox__letter__isnull=False)
    found = [one for one in late.select_related("partner").distinct() if _is_left(one)]
    for asked in found:
        if asked.partner is not None:
            forget_received(asked.partner, asked.correspondence)
    return len(found)


def _is_left(asked: AskedPartner) -> bool:
    inbox = asked.partner.inbox if asked.partner is not None else None
    return inbox is not None and inbox.filter(correspondence=asked.correspondence, letter__isnull=False).exists()


def _asked(request: Request) -> QuerySet[AskedPartner]:
    """Those who may have the question, whatever they answered."""
    return request.asked.exclude(state=AskedPartner.State.NOT_ASKED).select_related("partner")


def _take_back(asked: AskedPartner) -> None:
    """What waits isn't sent, and the letters of both sides are emptied here; their digests stay."""
    assert asked.partner is not None  # noqa: S101  (it was asked)
    withdraw_waiting(asked.partner, asked.correspondence)
    forget_letters(asked.partner, asked.correspondence)
    if asked.state == AskedPartner.State.WAITING:
        asked.state = AskedPartner.State.GIVEN_UP
        asked.save(update_fields=["state"])
