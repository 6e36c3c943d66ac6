"""A partner marked what it told us of or asked us about, or took the mark off: ours is to be looked at."""

from egnatia import audit
from egnatia.exchange.actions.answer_mark import start_answer
from egnatia.exchange.actions.incoming import Incoming
from egnatia.exchange.messages.content import Content
from egnatia.exchange.messages.notices import MarkNotice
from egnatia.exchange.messages.service import Receipt
from egnatia.exchange.models import InboundMatch, InboundSearch, PossibleMatch


def take_mark(incoming: Incoming) -> Content:
    """Show it beside the match. A notice about something that isn't known here any more is received all the same."""
    content = incoming.message.content
    assert isinstance(content, MarkNotice)  # noqa: S101  (the table of handlers says so)
    if content.references:
        _note_matches(incoming, content)
    else:
        _note_probe(incoming, content)
    return Receipt()


def _note_matches(incoming: Incoming, content: MarkNotice) -> None:
    found = PossibleMatch.objects.filter(
        target__correspondence=incoming.correspondence,
        target__partner=incoming.partner,
        reference__in=content.references,
        state=PossibleMatch.State.SAME,
    )
    for match in found.select_related("target__search__data_set"):
        match.marked_at = incoming.message.made_at if content.marked else None
        match.save(update_fields=["marked_at"])
        person = match.target.search.data_set.person_id
        audit.record("exchange.mark.received", subject=match, person=person, marked=content.marked)
        start_answer(match, match.target.search.data_set, incoming.partner.code, marked=content.marked)


def _note_probe(incoming: Incoming, content: MarkNotice) -> None:
    search = InboundSearch.objects.filter(
        partner=incoming.partner,
        correspondence=incoming.correspondence,
        withdrawn_at=None,
        matches__verdict=InboundMatch.Verdict.SAME,
    ).first()
    if search is None:
        return
    search.marked_at = incoming.message.made_at if content.marked else None
    search.save(update_fields=["marked_at"])
    audit.record("exchange.mark.received", subject=search, marked=content.marked)
    match = search.matches.filter(verdict=InboundMatch.Verdict.SAME, withdrawn_at=None).select_related("data_set").first()
    if match is not None:
        start_answer(search, match.data_set, incoming.partner.code, marked=content.marked)
