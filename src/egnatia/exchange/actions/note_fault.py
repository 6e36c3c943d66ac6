"""Count what a partner did that partners don't do, or what somebody did in its name: `conduct` says which is which."""

import logging
import re
import threading
import time
from dataclasses import dataclass, field

from django.db import DatabaseError, transaction
from django.db.models import F

from egnatia import audit
from egnatia.base import clock
from egnatia.base.node_settings import value_of
from egnatia.exchange.conduct import COUNTED, PROVEN, REPLAYED, hour_of, weigh
from egnatia.exchange.gateways import Gateway
from egnatia.exchange.models import Fault, Partner, SeenNonce

logger = logging.getLogger(__name__)

_KEY_ID = re.compile(r'keyid="(([A-Z]{2}):(?:law-)?sign:\d{1,6})"')
_NONCE = re.compile(r'nonce="([^"]{16,64})"')
#: What comes in a partner's name is written down so often at most: a flood of it must not become a flood of writes.
_SECONDS_BETWEEN_WRITES = 1.0


def note_fault(partner: Partner, code: str, gateway: Gateway) -> None:
    """Count a refusal that the partner gets under seal, in the transaction that answers it."""
    if code in COUNTED:
        _write(partner, code, 1, gateway)


def note_unsealed(signature_input: str, code: str, gateway: Gateway) -> None:
    """Count a request that got no sealed answer, under the name that it came in. Never stands in the way of saying no."""
    named, nonce = _KEY_ID.search(signature_input), _NONCE.search(signature_input)
    if named is None or code not in COUNTED:
        return
    try:
        partner = Partner.objects.filter(code=named[2]).first()
        if partner is None:
            return
        with transaction.atomic():
            if code in PROVEN and not (nonce and _is_new(named[1], nonce[1])):
                code = REPLAYED  # somebody repeats what the partner did once
            if (count := 1 if code in PROVEN else _tally.add(partner.code, code, gateway)) > 0:
                _write(partner, code, count, gateway)
    except DatabaseError as error:
        logger.warning("a fault in the name of %s wasn't counted: %s", named[2], error)


def _is_new(key_id: str, nonce: str) -> bool:
    return SeenNonce.objects.get_or_create(key_id=key_id, nonce=nonce, defaults={"seen_at": clock.now()})[1]


def _write(partner: Partner, code: str, count: int, gateway: Gateway) -> None:
    before = weigh(partner, gateway) if code in PROVEN else 0
    fault, _ = Fault.objects.get_or_create(partner=partner, gateway=gateway, hour=hour_of(clock.now()), code=code)
    Fault.objects.filter(pk=fault.pk).update(count=F("count") + count)
    limit = value_of("exchange_faults_an_hour")
    if code in PROVEN and before < limit <= before + count:
        audit.record("exchange.partner.throttled", subject=partner, partner=partner.code, faults=before + count)


@dataclass
class _Tally:
    """What this process hasn't written down yet, by partner, code and gateway."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    waiting: dict[tuple[str, str, Gateway], int] = field(default_factory=dict)
    written: dict[tuple[str, str, Gateway], float] = field(default_factory=dict)

    def add(self, partner: str, code: str, gateway: Gateway) -> int:
        """How many are to be written down now; 0: not yet."""
        place, now = (partner, code, gateway), time.monotonic()
        with self.lock:
            self.waiting[place] = self.waiting.get(place, 0) + 1
            if now - self.written.get(place, -_SECONDS_BETWEEN_WRITES) < _SECONDS_BETWEEN_WRITES:
                return 0
            self.written[place] = now
            return self.waiting.pop(place)


_tally = _Tally()
