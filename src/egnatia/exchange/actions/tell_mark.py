"""A data set was marked, or its mark was taken off: tell those with whom an examiner, theirs or ours, said *same*.

Before such a verdict a partner knows of no data set; one of the country of origin is told nothing that hints at protection.
"""

from egnatia.exchange.actions.answer_mark import answer_marks_of_partners
from egnatia.exchange.actions.send_message import send_message
from egnatia.exchange.actions.tell_change import run_clock
from egnatia.exchange.messages.notices import MarkNotice
from egnatia.exchange.models import InboundMatch, SearchTarget
from egnatia.exchange.who_knows import confirmed_by_partners, confirmed_by_us, is_left_out
from egnatia.persons.models import DataSet
from egnatia.persons.queries import find_mark


def tell_mark(data_set: DataSet, *, marked: bool) -> None:
    """Called in the transaction that sets the mark or takes it off."""
    if marked:
        answer_marks_of_partners(data_set)
    for match in confirmed_by_partners(data_set):
        _tell_finder(match, data_set, marked=marked)
    for target in confirmed_by_us(data_set):
        _tell_asked(target, data_set, marked=marked)


def tell_mark_to_finder(match: InboundMatch) -> None:
    """A partner's examiner has just said *same*: a mark that was set before is told now."""
    if find_mark(match.data_set.reference_number) is not None:
        _tell_finder(match, match.data_set, marked=True)


def tell_mark_to_asked(target: SearchTarget) -> None:
    """Our examiner has just said *same*: the partner now knows of our probe, and hears of its mark."""
    data_set = target.search.data_set
    if find_mark(data_set.reference_number) is not None:
        _tell_asked(target, data_set, marked=True)


def _tell_finder(match: InboundMatch, data_set: DataSet, *, marked: bool) -> None:
    search = match.search
    if is_left_out(search.partner.code, data_set):
        return
    content = MarkNotice(references=(match.reference,), marked=marked)
    notice = send_message(
        search.partner, content, correspondence=search.correspondence, purpose=search.purpose, case=search.case
    )
    run_clock("marking_notice", notice, data_set.person_id)


def _tell_asked(target: SearchTarget, data_set: DataSet, *, marked: bool) -> None:
    if target.partner is None or is_left_out(target.partner_code, data_set):
        return
    content = MarkNotice(marked=marked)
    notice = send_message(
        target.partner, content, correspondence=target.correspondence, purpose=target.search.purpose, case=target.id
    )
    run_clock("marking_notice", notice, data_set.person_id)
