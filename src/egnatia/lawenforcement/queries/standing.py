"""How the gateway stands, for its operator: counts alone."""

from collections import Counter
from datetime import timedelta

from django.db.models import QuerySet

from egnatia.base import clock
from egnatia.lawenforcement.models import AskedPartner, Hit, ReceivedMatch, Request

_SOON = timedelta(days=7)


def standing() -> dict[str, int]:
    """Requests by state, then what is late or due."""
    now = clock.now()
    states = Counter(Request.objects.order_by().values_list("state", flat=True))
    waiting = Request.objects.filter(verification=Request.Verification.WAITING)
    held = Request.objects.filter(erased_at=None, searched_at__isnull=False)
    return {state: states[state] for state in Request.State.values} | {
        "verification_late": waiting.filter(verify_by__lt=now).count(),
        "prints_to_compare": Hit.objects.filter(state__in=(Hit.State.OPEN, Hit.State.SECOND)).count(),
        "copies_held": held.count(),
        "copies_erased_within_a_week": held.filter(erase_on__lt=now + _SOON).count(),
        "erasure_not_confirmed": Request.objects.filter(told_to_erase_at__isnull=False, erasure_confirmed_at=None).count(),
        "answers_of_partners_awaited": AskedPartner.objects.filter(state=AskedPartner.State.WAITING).count(),
        "erasures_of_partners_awaited": _told_to_erase().count(),
        "data_for_partners_to_decide": ReceivedMatch.objects.filter(release=ReceivedMatch.Release.ASKED).count(),
        "withdrawals_not_acknowledged": _withdrawn().count(),
    }


def _told_to_erase() -> QuerySet[AskedPartner]:
    return AskedPartner.objects.filter(told_unjustified_at__isnull=False, partner_erased_at=None)


def _withdrawn() -> QuerySet[ReceivedMatch]:
    return ReceivedMatch.objects.exclude(notice=ReceivedMatch.Notice.NONE).filter(notice_answered_at=None)
