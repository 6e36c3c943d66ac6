"""A partner erased or corrected what it told us of, or what it asked us about."""

from uuid import UUID

from egnatia import audit
from egnatia.base import clock
from egnatia.biometrics.actions.forget_data_set import forget_partner_candidates
from egnatia.deadlines.actions.meet_deadline import drop_deadlines
from egnatia.exchange.actions.incoming import Incoming
from egnatia.exchange.actions.tell_change import forget_letters, forget_received, forget_told, withdraw_waiting
from egnatia.exchange.messages.content import Content
from egnatia.exchange.messages.notices import CorrectionNotice, ErasureNotice
from egnatia.exchange.messages.service import Receipt
from egnatia.exchange.models import FollowUp, InboundSearch, PossibleMatch, SearchTarget
from egnatia.exchange.security_flags import FLAG
from egnatia.persons.actions.dissolve_link import dissolve_link_of_partner
from egnatia.persons.actions.flag_data_set import note_change_at_partner
from egnatia.persons.models import Link


def take_erasure(incoming: Incoming) -> Content:
    """Forget what belongs to it. A notice about something that never arrived here is received all the same.

    The partner's own letters go in any case, as fingers that it asked with in vain. Not what was said in a search of ours: a
    partner that could empty that by naming nothing would take from us the proof of what it said.
    """
    content = incoming.message.content
    assert isinstance(content, ErasureNotice)  # noqa: S101  (the table of handlers says so)
    if content.references:
        known = [_forget_answer(incoming, reference) for reference in content.references]
    else:
        known = [_forget_question(incoming)]
    if any(known):
        forget_letters(incoming.partner, incoming.correspondence)
    elif not SearchTarget.objects.filter(partner=incoming.partner, correspondence=incoming.correspondence).exists():
        forget_received(incoming.partner, incoming.correspondence)
    return Receipt()


def take_correction(incoming: Incoming) -> Content:
    """What was released before is out of date; whoever needs it asks again."""
    content = incoming.message.content
    assert isinstance(content, CorrectionNotice)  # noqa: S101  (the table of handlers says so)
    given = FollowUp.objects.filter(
        possible_match__target__correspondence=incoming.correspondence,
        possible_match__target__partner=incoming.partner,
        possible_match__reference__in=content.references,
        state=FollowUp.State.RELEASED,
    )
    for follow_up in given.select_related("possible_match__target__search__data_set"):
        follow_up.state = FollowUp.State.OUTDATED
        follow_up.save(update_fields=["state"])
        audit.record("exchange.correction.received", subject=follow_up, person=_person(follow_up.possible_match))
        if FLAG in follow_up.released and follow_up.possible_match is not None:
            note_change_at_partner(follow_up.possible_match.target.search.data_set)
    return Receipt()


def _forget_question(incoming: Incoming) -> bool:
    """The partner's search: what it was about is gone, so what we answered leads nowhere. Whether there is one."""
    search = InboundSearch.objects.filter(
        partner=incoming.partner, correspondence=incoming.correspondence, withdrawn_at=None
    ).first()
    if search is None:
        return False
    search.withdrawn_at = clock.now()
    search.save(update_fields=["withdrawn_at"])
    drop_deadlines(search, at=search.withdrawn_at)
    withdraw_waiting(incoming.partner, incoming.correspondence)
    forget_told(inbound_match__search=search)
    audit.record("exchange.erasure.received", subject=search)
    return True


def _forget_answer(incoming: Incoming, reference: str) -> bool:
    """The partner's data set: the link to it holds no more, and what it released goes. Whether we know of it."""
    match = (
        PossibleMatch.objects.select_related("target__search__data_set")
        .filter(target__correspondence=incoming.correspondence, target__partner=incoming.partner, reference=reference)
        .first()
    )
    if match is None:
        return False
    match.state = PossibleMatch.State.WITHDRAWN
    match.save(update_fields=["state"])
    drop_deadlines(match, at=clock.now())
    forget_told(possible_match=match)
    for link in Link.objects.filter(partner=incoming.partner.code, partner_reference=reference, state=Link.State.CONFIRMED):
        dissolve_link_of_partner(link)
    forget_partner_candidates(incoming.partner.code, reference)
    audit.record("exchange.erasure.received", subject=match, person=_person(match))
    return True


def _person(match: PossibleMatch | None) -> UUID | None:
    return None if match is None else match.target.search.data_set.person_id
