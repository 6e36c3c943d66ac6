"""Take a partner's letters in and answer them: each is acted on once, however often it comes.

Letters that come together are looked up, kept and entered in the log together, and each is acted on for itself: a partner with
a long queue waits for one transaction where it would wait for a hundred.
"""

import time
from collections import deque
from datetime import datetime

from django.db import IntegrityError, transaction

from egnatia.audit import Actor
from egnatia.audit.context import acting
from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.base.wake import wake_on_commit
from egnatia.exchange import envelope, keys
from egnatia.exchange.actions.arrival import Answered, Arrival, Inbox, already_answered
from egnatia.exchange.actions.incoming import Plan
from egnatia.exchange.answer_time import wait_for_step
from egnatia.exchange.gateways import Gateway
from egnatia.exchange.http_signing import HttpRequest, HttpResponse, Signed, sign_response, verify_request
from egnatia.exchange.keys import PartnerKeys
from egnatia.exchange.log.entries import write_entries
from egnatia.exchange.messages import read_frame
from egnatia.exchange.models import Partner, SeenNonce
from egnatia.exchange.models.partners import update_lane
from egnatia.exchange.opening import require_open
from egnatia.exchange.queries import get_confirmed
from egnatia.exchange.transport.shown import Shown

#: After which a transaction ends and another goes on with the letters that are left: others want to write too.
_LONGEST_SECONDS = 0.25


def receive_letters(
    request: HttpRequest, body: bytes, shown: Shown | None = None, *, gateway: Gateway = Gateway.MIGRATION
) -> tuple[HttpResponse, bytes]:
    """The signed response to a signed request, and its sealed body: an answer to each letter, in their order.

    shown     the certificate that the caller showed; None between nodes on one machine, which have none
    gateway   by whose address it came: only its keys count
    Raises a Problem where nobody can be answered under seal (unknown partner, closed gateway, broken signature or seal, a clock
    that is off), and where the node can't act now (status 500 and above): the partner then tries again, one letter at a time.
    """
    began = time.monotonic()
    own = keys.usable(gateway)
    partner, partner_keys, signed = _verify(request, body, gateway)
    if shown is not None:
        shown.check(partner)
    letters = envelope.split_letters(envelope.open_letter(_text(body), own))
    with acting(Actor("partner", partner.code, partner.name), where="exchange"):
        now = clock.now()
        arrivals = [
            Arrival(
                partner,
                read_frame(envelope.read_letter(letter, partner_keys)),
                letter,
                envelope.digest(letter),
                now,
                own,
                alone=len(letters) == 1,
            )
            for letter in letters
        ]
        answers = _answer(partner, signed, arrivals, now)
    sealed = envelope.seal_letter(envelope.join_letters(answer.letter for answer in answers), partner_keys).encode()
    response = HttpResponse(answers[0].status if len(answers) == 1 else 200, request)
    sign_response(response, sealed, own)
    if any(arrival.searches for arrival in arrivals):
        wait_for_step(began)
    return response, sealed


def _verify(request: HttpRequest, body: bytes, gateway: Gateway) -> tuple[Partner, PartnerKeys, Signed]:
    """Who signed the request; the partner is read once, though the signature asks for its keys."""
    found: dict[str, tuple[Partner, PartnerKeys]] = {}

    def find_keys(code: str) -> PartnerKeys:
        if code not in found:
            partner = get_confirmed(code)
            require_open(partner, gateway)
            found[code] = partner, partner.keys_for(gateway)
        return found[code][1]

    signed = verify_request(request, body, find_keys, gateway)
    return *found[signed.partner], signed


def _answer(partner: Partner, signed: Signed, arrivals: list[Arrival], now: datetime) -> list[Answered]:
    """In the order of the letters. The nonce is used up with the first of them."""
    left = deque((arrival, already_answered if _is_known(arrival) else arrival.prepare()) for arrival in arrivals)
    answered: list[Answered] = []
    try:
        while left:
            with transaction.atomic():
                if not answered:
                    SeenNonce.objects.create(key_id=signed.key_id, nonce=signed.nonce, seen_at=now)
                    _note_seen(partner, arrivals[0].gateway, now)
                answered += _settle(partner, left)
    except IntegrityError:
        raise _seen_before(signed) from None
    return answered


def _is_known(arrival: Arrival) -> bool:
    """Whether a question was answered before: the gallery isn't searched again. What asks nothing has little to prepare."""
    return arrival.asks and Inbox(arrival.partner, [arrival.frame], arrival.gateway).find(arrival.frame.id) is not None


def _settle(partner: Partner, left: deque[tuple[Arrival, Plan]]) -> list[Answered]:
    """Act on as many as fit into one transaction, at least one; they leave the queue."""
    until = time.monotonic() + _LONGEST_SECONDS
    gateway = left[0][0].gateway
    inbox = Inbox(partner, [arrival.frame for arrival, _ in left], gateway)
    answered: list[Answered] = []
    while left and (not answered or time.monotonic() < until):
        arrival, plan = left.popleft()
        answered.append(arrival.settle(plan, inbox))
    inbox.save()
    write_entries(*(answer.entries for answer in answered), gateway=gateway)
    return answered


def _note_seen(partner: Partner, gateway: Gateway, now: datetime) -> None:
    """A partner that speaks through a gateway is there: what waits for it goes at once."""
    lane = partner.lane(gateway)
    if lane.failures:
        wake_on_commit()
    update_lane(lane, last_seen_at=now, failures=0, next_attempt_at=None)


def _seen_before(signed: Signed) -> Problem:
    if SeenNonce.objects.filter(key_id=signed.key_id, nonce=signed.nonce).exists():
        return Problem(
            "exchange.replayed",
            "This very request was seen before.",
            "Sign each attempt anew, with a nonce of its own.",
            status=409,
        )
    # The same message came twice at one moment, and the other was faster.
    return Problem("exchange.at_work", "This message is being dealt with.", "Send it again.", status=503)


def _text(body: bytes) -> str:
    try:
        return body.decode("ascii")
    except UnicodeDecodeError as error:
        raise Problem("exchange.seal_broken", "The sealed message was damaged on its way.", "Send it again.") from error
