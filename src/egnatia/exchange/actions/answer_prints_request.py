"""Send the matching fingers of one possible match to the partner whose examiner will compare them."""

from egnatia import audit
from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.biometrics.queries import ready_fingers
from egnatia.exchange.actions.incoming import Incoming
from egnatia.exchange.messages.content import Content
from egnatia.exchange.messages.fingers import FingerRecord
from egnatia.exchange.messages.prints import PrintsAnswer, PrintsRequest
from egnatia.exchange.queries import get_inbound_match


def answer_prints_request(incoming: Incoming) -> Content:
    """ISO records of the fingers named in the answer, and nothing else.

    Raises Problem `exchange.reference_unknown` and `exchange.prints_gone`.
    """
    content = incoming.message.content
    assert isinstance(content, PrintsRequest)  # noqa: S101  (the table of handlers says so)
    match = get_inbound_match(incoming.partner, incoming.message, content.reference)
    captures = ready_fingers(match.data_set).filter(position__in=match.fingers)
    fingers = tuple(FingerRecord(position=capture.position, record=bytes(capture.minutiae)) for capture in captures)
    if not fingers:
        raise Problem("exchange.prints_gone", "The prints are no longer held.", "Nothing is to be done: they were erased.")
    match.prints_sent_at = match.prints_sent_at or clock.now()
    match.save(update_fields=["prints_sent_at"])
    audit.record(
        "exchange.prints.sent", subject=match, person=match.data_set.person_id, fingers=sorted(one.position for one in fingers)
    )
    return PrintsAnswer(reference=content.reference, fingers=fingers)
