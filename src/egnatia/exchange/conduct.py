"""How partners behave: what they do that partners don't do is counted by hour, and whoever does it too often is slowed down.

Two kinds of faults are told apart, for anybody can write a partner's name under a request:

    proven     under a signature of the partner that was seen for the first time: its own doing. They weigh.
    in its name   the signature doesn't hold, or a request that was recorded on its way comes again. They are shown, and never
               held against the partner: otherwise a stranger could have it cut off.

From `exchange_faults_an_hour` on of what weighs, what asks about a person (EX-10, EX-20, EX-40) is put off until the next hour. What
a partner says (verdicts, notices, answers) is taken in as ever: persons' rights hang on it. A quota that is used up is its own
brake: it is counted and doesn't weigh. Suspending a partner is for people: this node's (`partners suspend`) or, for all, the
partners' quorum (`partners propose --suspend`).
"""

import logging
import re
import threading
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import DatabaseError, transaction
from django.db.models import F, Sum

from egnatia import audit
from egnatia.base import clock
from egnatia.base.node_settings import value_of
from egnatia.exchange.models import Fault, Partner

logger = logging.getLogger(__name__)

#: Under the partner's own signature: no cut line, no repeated delivery and no crossing of two messages brings these about.
PROVEN = frozenset(
    f"exchange.{code}"
    for code in (
        "letter_invalid message_invalid version_unknown kind_unknown kind_is_an_answer message_id_reused number_missing "
        "wrong_receiver not_alone too_many_letters purpose_missing purpose_not_wanted purpose_not_allowed fingers_unreadable "
        "correspondence_reused reference_unknown verdict_without_prints match_not_confirmed field_not_allowed"
    ).split()
)
#: Under the partner's signature, and dealt with already.
QUOTA = "exchange.quota_used"
#: In a partner's name, by whomever.
IN_ITS_NAME = frozenset({"exchange.signature_invalid", "exchange.replayed", "exchange.key_revoked", "exchange.seal_broken"})
COUNTED = PROVEN | IN_ITS_NAME | {QUOTA}

THROTTLED = "exchange.throttled"
_KEY_ID = re.compile(r'keyid="([A-Z]{2}):sign:\d{1,6}"')
#: What comes in a partner's name is written down so often at most: a flood of it must not become a flood of writes.
_SECONDS_BETWEEN_WRITES = 1.0


@dataclass(frozen=True, slots=True)
class Conduct:
    """A partner's faults of the last 24 hours.

    proven, quota, in_its_name   how many
    is_throttled                 its questions are put off now
    """

    partner: Partner
    proven: int
    quota: int
    in_its_name: int
    is_throttled: bool
    codes: dict[str, int]


def note_fault(partner: Partner, code: str) -> None:
    """Count a refusal that the partner gets under seal, in the transaction that answers it."""
    if code in COUNTED:
        _count(partner, code, 1)


def note_unsealed(signature_input: str, code: str) -> None:
    """Count a request that got no sealed answer, under the name that it came in. Never stands in the way of saying no."""
    named = _KEY_ID.search(signature_input)
    if named is None or code not in COUNTED:
        return
    if (count := 1 if code in PROVEN else _tally.add(named[1], code)) == 0:
        return
    try:
        partner = Partner.objects.filter(code=named[1]).first()
        if partner is not None:
            with transaction.atomic():
                _count(partner, code, count)
    except DatabaseError as error:
        logger.warning("a fault in the name of %s wasn't counted: %s", named[1], error)


def is_throttled(partner: Partner) -> bool:
    """Whether what the partner asks is put off: too many faults of its own in this hour."""
    return _weigh(partner) >= value_of("exchange_faults_an_hour")


def seconds_to_next_hour(at: datetime) -> int:
    """Until the partner begins anew."""
    return max(1, int((_hour(at) + timedelta(hours=1) - at).total_seconds()))


def conduct_of(partner: Partner) -> Conduct:
    """What is shown of a partner."""
    since = _hour(clock.now()) - timedelta(hours=23)
    counted = Fault.objects.filter(partner=partner, hour__gte=since).values_list("code").annotate(total=Sum("count"))
    codes = dict(counted.order_by("code"))
    return Conduct(
        partner=partner,
        proven=sum(count for code, count in codes.items() if code in PROVEN),
        quota=codes.get(QUOTA, 0),
        in_its_name=sum(count for code, count in codes.items() if code in IN_ITS_NAME),
        is_throttled=is_throttled(partner),
        codes=codes,
    )


def find_misconduct() -> list[str]:
    """One sentence for each partner that an operator should look into."""
    found = []
    for partner in Partner.objects.all():
        conduct = conduct_of(partner)
        if conduct.proven >= value_of("exchange_faults_an_hour"):
            slowed = " Its questions are put off for this hour." if conduct.is_throttled else ""
            found.append(
                f"{partner.code} did {conduct.proven} times in 24 hours what partners don't do ({_words(conduct)}).{slowed} "
                f"Call its operator; if it goes on: partners suspend {partner.code}, or all together propose --suspend."
            )
    return found


def find_strangers() -> str:
    """Who is being impersonated, in a note: nothing can be mended at this node."""
    named = [conduct for partner in Partner.objects.all() if (conduct := conduct_of(partner)).in_its_name]
    return "; ".join(f"{one.in_its_name} requests in the name of {one.partner.code} that weren't fresh and genuine" for one in named)


def _count(partner: Partner, code: str, count: int) -> None:
    before = _weigh(partner) if code in PROVEN else 0
    fault, _ = Fault.objects.get_or_create(partner=partner, hour=_hour(clock.now()), code=code)
    Fault.objects.filter(pk=fault.pk).update(count=F("count") + count)
    limit = value_of("exchange_faults_an_hour")
    if code in PROVEN and before < limit <= before + count:
        audit.record("exchange.partner.throttled", subject=partner, partner=partner.code, faults=before + count)


def _weigh(partner: Partner) -> int:
    faults = Fault.objects.filter(partner=partner, hour=_hour(clock.now()), code__in=PROVEN)
    return faults.aggregate(total=Sum("count"))["total"] or 0


def _hour(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0)


def _words(conduct: Conduct) -> str:
    return ", ".join(f"{code} {count}" for code, count in conduct.codes.items() if code in PROVEN)


@dataclass
class _Tally:
    """What this process hasn't written down yet, by partner and code."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    waiting: dict[tuple[str, str], int] = field(default_factory=dict)
    written: dict[tuple[str, str], float] = field(default_factory=dict)

    def add(self, partner: str, code: str) -> int:
        """How many are to be written down now; 0: not yet."""
        place, now = (partner, code), time.monotonic()
        with self.lock:
            self.waiting[place] = self.waiting.get(place, 0) + 1
            if now - self.written.get(place, -_SECONDS_BETWEEN_WRITES) < _SECONDS_BETWEEN_WRITES:
                return 0
            self.written[place] = now
            return self.waiting.pop(place)


_tally = _Tally()
