"""What the police of a partner answer to a request of ours: possible matches for the examiner, then released data."""

from egnatia import law
from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.biometrics.problems import engine_errors_as_problems
from egnatia.biometrics.records import build_ten_print, fingers_from_records
from egnatia.engines.fingerprint.comparison import compare
from egnatia.engines.fingerprint.fusion import fuse
from egnatia.engines.fingerprint.template import TenPrint
from egnatia.exchange.actions.answer_search import read_fingers
from egnatia.exchange.actions.incoming import Incoming
from egnatia.exchange.messages.content import Content
from egnatia.exchange.messages.law_enforcement import LawAnswer, LawErased, LawMatch, LawRelease, LawWithdrawal
from egnatia.exchange.messages.service import Receipt
from egnatia.lawenforcement import log
from egnatia.lawenforcement.actions.search_request import settle_answer
from egnatia.lawenforcement.models import AskedPartner, Hit, HitPrint, Request
from egnatia.lawenforcement.queries.access import lock_request
from egnatia.lawenforcement.queries.partners import find_asked, find_hit
from egnatia.lawenforcement.saying import forget_letters

ALGORITHM = "partner's, compared here"


def take_answer(asked: AskedPartner, answer: LawAnswer) -> None:
    """Put what the partner found before an examiner, once; nothing is kept where the request is over.

    An answer with prints that can't be read counts as none: asked again, the partner would give the same.
    """
    try:
        hands = [(match, read_fingers(match.fingers)) for match in answer.matches]
    except Problem as problem:
        take_refusal(asked, problem.code)
        return
    request = lock_request(asked.request_id)
    asked.refresh_from_db(fields=["state"])  # it may have been closed while the answer came
    if asked.state != AskedPartner.State.WAITING:
        return
    asked.state, asked.answered_at = AskedPartner.State(answer.result), clock.now()
    asked.save(update_fields=["state", "answered_at"])
    code = asked.partner_code
    log.record("lawenforcement.partner.answered", request, partner=code, result=answer.result, found=len(answer.matches))
    if request.erased_at is None:
        for match, theirs in hands:
            log.record_hit("lawenforcement.hit.found", _keep(request, asked, match, theirs))
    settle_answer(request.pk)


def take_refusal(asked: AskedPartner, code: str) -> None:
    """The partner won't answer, or never was reached."""
    request = lock_request(asked.request_id)
    asked.refresh_from_db(fields=["state"])  # it may have been closed while the answer came
    if asked.state != AskedPartner.State.WAITING:
        return
    asked.state, asked.reason, asked.answered_at = AskedPartner.State.REFUSED, code[:60], clock.now()
    asked.save(update_fields=["state", "reason", "answered_at"])
    log.record("lawenforcement.partner.refused", request, partner=asked.partner_code, code=code)
    settle_answer(request.pk)


def give_up(asked: AskedPartner) -> None:
    """The operator dropped the question."""
    request = lock_request(asked.request_id)
    asked.refresh_from_db(fields=["state"])  # it may have been closed while the answer came
    if asked.state == AskedPartner.State.WAITING:
        asked.state = AskedPartner.State.GIVEN_UP
        asked.save(update_fields=["state"])
        settle_answer(request.pk)


def take_release(incoming: Incoming) -> Content:
    """Data that the owner released, or why it doesn't. What came too late isn't kept."""
    content = incoming.message.content
    assert isinstance(content, LawRelease)  # noqa: S101  (the table of letters says so)
    hit = _lock_hit(incoming, content.reference)
    if hit is None or hit.state != Hit.State.SAME or hit.release != Hit.Release.ASKED:
        return Receipt()
    if content.data is not None:
        hit.release, hit.released_at = Hit.Release.RELEASED, clock.now()
        hit.released = content.data.model_dump(mode="json", exclude_none=True)
        log.record_hit("lawenforcement.partner.data_arrived", hit, fields=sorted(hit.released))
    else:
        refuse_data(hit, content.reason or "")
    hit.save()
    return Receipt()


def refuse_data(hit: Hit, reason: str) -> None:
    """Noted, and not saved yet."""
    hit.release, hit.refusal_reason = Hit.Release.REFUSED, reason[:60]
    log.record_hit("lawenforcement.partner.data_refused", hit, reason=reason)


def take_withdrawal(incoming: Incoming) -> Content:
    """The owner's data may not be used any more, or were put right: what was told of them goes here, and the owner hears it."""
    content = incoming.message.content
    assert isinstance(content, LawWithdrawal)  # noqa: S101  (the table of letters says so)
    for reference in content.gone:
        _withdraw(_lock_hit(incoming, reference))
    for reference in content.corrected:
        _await_anew(_lock_hit(incoming, reference))
    if find_asked(incoming.partner, incoming.correspondence) is not None:
        forget_letters(incoming.partner, incoming.correspondence)
    return LawErased(erased_at=clock.now())


def _withdraw(hit: Hit | None) -> None:
    if hit is None or hit.state == Hit.State.WITHDRAWN:
        return
    log.record_hit("lawenforcement.hit.withdrawn", hit, because="partner")
    hit.prints.all().delete()
    hit.state, hit.released, hit.decided_at = Hit.State.WITHDRAWN, None, hit.decided_at or clock.now()
    hit.release = Hit.Release.NONE
    hit.save()
    settle_answer(hit.request_id)


def _await_anew(hit: Hit | None) -> None:
    """What was released was wrong; the owner releases it anew without being asked again."""
    if hit is None or hit.release not in (Hit.Release.RELEASED, Hit.Release.ASKED):
        return
    hit.release, hit.released, hit.release_asked_at = Hit.Release.ASKED, None, clock.now()
    hit.save()
    log.record_hit("lawenforcement.partner.data_withdrawn", hit)


def _lock_hit(incoming: Incoming, reference: str) -> Hit | None:
    """What the partner found, its request locked before."""
    found = find_hit(incoming.partner, incoming.correspondence, reference)
    if found is None:
        return None
    request = lock_request(found.request_id)
    hit = find_hit(incoming.partner, incoming.correspondence, reference)
    if hit is not None:
        hit.request = request
    return hit


def _keep(request: Request, asked: AskedPartner, match: LawMatch, theirs: TenPrint) -> Hit:
    """Our own score of each finger: the partner's may come from another matcher."""
    with engine_errors_as_problems():
        ours = build_ten_print(fingers_from_records([bytes(one.record) for one in request.prints.all()]))
    scores = {position: compare(ours[position], theirs[position]) for position in sorted(ours.keys() & theirs.keys())}
    hit = Hit.objects.create(
        request=request,
        asked=asked,
        reference=match.reference,
        algorithm=ALGORITHM,
        score=fuse(scores) if scores else 0.0,
        finger_scores={str(position): score for position, score in scores.items()},
        needs_two=law.needs_second_examiner(_age(request), len(scores)),
        found_at=asked.answered_at or clock.now(),
    )
    for finger in match.fingers:
        HitPrint.objects.create(hit=hit, position=finger.position, record=finger.record)
    return hit


def _age(request: Request) -> int | None:
    """As young as whoever is asked about may be; None where nobody knows. Of the person found nothing is known yet."""
    if request.age == Request.Age.UNKNOWN:
        return None
    return law.law_enforcement_rules().child_below if request.age == Request.Age.GROWN else 0
