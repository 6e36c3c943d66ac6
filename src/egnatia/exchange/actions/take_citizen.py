"""A partner tells that a person of ours became a citizen: an officer finds out whether it is so, and erases our data set."""

from egnatia import audit
from egnatia.deadlines.actions.start_deadline import start_deadline
from egnatia.deadlines.queries import for_subject
from egnatia.exchange.actions.incoming import Incoming
from egnatia.exchange.citizens_to_check import LIMIT, find_check
from egnatia.exchange.messages.content import Content
from egnatia.exchange.messages.notices import CitizenNotice
from egnatia.exchange.messages.service import Receipt
from egnatia.exchange.models import InboundMatch, PossibleMatch
from egnatia.exchange.queries import newest_version
from egnatia.persons.models import DataSet


def take_citizen(incoming: Incoming) -> Content:
    """Nothing is erased on a partner's word alone. A notice about somebody who isn't known here is received all the same."""
    content = incoming.message.content
    assert isinstance(content, CitizenNotice)  # noqa: S101  (the table of handlers says so)
    found = _find_found(incoming, content.reference) if content.reference else _find_probe(incoming)
    data_set = newest_version(found) if found is not None else None
    if data_set is not None:
        audit.record("exchange.citizen.received", subject=data_set, person=data_set.person_id, partner=incoming.partner.code)
        _put_before_officers(incoming, data_set)
    return Receipt()


def _put_before_officers(incoming: Incoming, data_set: DataSet) -> None:
    """Two partners that tell the same are one thing to find out; told again after it was found not to be so, once more."""
    if find_check(data_set) is not None:
        return
    for_subject(data_set).filter(rule=LIMIT).delete()
    label = f"{incoming.partner.code} →"
    start_deadline(LIMIT, data_set, started_at=incoming.received_at, person=data_set.person_id, label=label)


def _find_found(incoming: Incoming, reference: str) -> DataSet | None:
    """Ours, that the partner found and confirmed."""
    match = InboundMatch.objects.select_related("data_set").filter(
        reference=reference,
        search__partner=incoming.partner,
        search__correspondence=incoming.correspondence,
        verdict=InboundMatch.Verdict.SAME,
        withdrawn_at=None,
    )
    return next((one.data_set for one in match), None)


def _find_probe(incoming: Incoming) -> DataSet | None:
    """Ours, with which we found the partner's."""
    match = PossibleMatch.objects.select_related("target__search__data_set").filter(
        target__partner=incoming.partner,
        target__correspondence=incoming.correspondence,
        state=PossibleMatch.State.SAME,
    )
    return next((one.target.search.data_set for one in match), None)
