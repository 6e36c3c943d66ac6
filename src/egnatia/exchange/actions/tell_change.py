"""A data set was erased, declared void or corrected: tell those who were told of it, and forget what they sent about it."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from egnatia import audit
from egnatia.base import clock
from egnatia.deadlines.actions.meet_deadline import drop_deadlines
from egnatia.deadlines.actions.start_deadline import start_deadline
from egnatia.exchange.actions.send_message import send_message
from egnatia.exchange.gateways import Gateway
from egnatia.exchange.log.entries import withdrawn, write_entries
from egnatia.exchange.messages.content import Content
from egnatia.exchange.messages.evidence import EvidenceSent
from egnatia.exchange.messages.follow_up import FollowUpRelease, FollowUpRequest
from egnatia.exchange.messages.notices import CitizenNotice, CorrectionNotice, ErasureNotice
from egnatia.exchange.models import (
    Evidence,
    FollowUp,
    InboundMatch,
    InboundSearch,
    InboxMessage,
    OutboxMessage,
    Partner,
    PossibleMatch,
    SearchTarget,
)
from egnatia.persons.models import DataSet

#: Kinds whose letters, or whose answers, say something of a person; the others name opaque references only, or are prints.
_WITH_DATA = (FollowUpRequest.kind, FollowUpRelease.kind, EvidenceSent.kind)


def tell_erasure(data_set: DataSet) -> None:
    """Called for each version that is erased or declared void, in that transaction; telling twice is prevented."""
    for target in _asked_about(data_set):
        _withdraw_question(target)
    for search, matches in _told_of(data_set).items():
        _withdraw_answers(search, matches)


def tell_correction(previous: DataSet) -> None:
    """Those who were given data of the version before hear that it is out of date; they may ask again.

    A release that was given up under way counts: it may have arrived all the same.
    """
    given = FollowUp.objects.filter(
        inbound_match__data_set__reference_number=previous.reference_number,
        state__in=(FollowUp.State.RELEASED, FollowUp.State.GIVEN_UP),
    )
    matches = InboundMatch.objects.filter(pk__in=given.values("inbound_match"), withdrawn_at=None).select_related("search")
    for match in matches:
        send_notice(
            match.search, CorrectionNotice(references=(match.reference,)), rule="correction_notice", about=match.data_set
        )


def forget_letters(partner: Partner, correspondence: UUID, *, gateway: Gateway = Gateway.MIGRATION) -> None:
    """Empty the kept letters of a correspondence: their digests stay, and what was said about the person goes.

    What is under way stays until it is answered for (`forget_answered`): about another match of the same search, it may be.
    """
    ours = OutboxMessage.objects.filter(partner=partner, gateway=gateway, correspondence=correspondence)
    ours.exclude(state__in=OutboxMessage.UNDER_WAY).update(letter=None, answer=None)
    forget_received(partner, correspondence, gateway=gateway)


def forget_received(partner: Partner, correspondence: UUID, *, gateway: Gateway = Gateway.MIGRATION) -> None:
    """Empty what the partner said of its own accord in a correspondence, and our answers to it."""
    kept = InboxMessage.objects.filter(partner=partner, gateway=gateway, correspondence=correspondence)
    kept.update(letter=None, answer=None)


def forget_letters_with_data(partner: Partner, correspondence: UUID) -> None:
    """Empty those that say something of the person: a hit was found wrong after data had been asked for. The verdicts stay."""
    ours = OutboxMessage.objects.filter(partner=partner, correspondence=correspondence, kind__in=_WITH_DATA)
    ours.exclude(state__in=OutboxMessage.UNDER_WAY).update(letter=None, answer=None)
    theirs = InboxMessage.objects.filter(partner=partner, correspondence=correspondence, kind__in=_WITH_DATA)
    theirs.update(letter=None, answer=None)


def forget_told(**about: Any) -> None:
    """Erase what was said of persons about these matches: data released or asked for, evidence that they are wrong.

    about   `possible_match…` or `inbound_match…`, as in a filter
    """
    _forget_follow_ups(FollowUp.objects.filter(**about))
    _forget_evidence(Evidence.objects.filter(**about))


def _forget_follow_ups(follow_ups: QuerySet[FollowUp]) -> None:
    """The data, and the reason given."""
    for follow_up in follow_ups.exclude(state=FollowUp.State.ERASED):
        follow_up.state, follow_up.data, follow_up.need = FollowUp.State.ERASED, None, None
        follow_up.save(update_fields=["state", "data", "need"])
        drop_deadlines(follow_up, at=clock.now())


def _forget_evidence(pieces: QuerySet[Evidence]) -> None:
    """What was proposed, and what was seen."""
    for evidence in pieces.exclude(state=Evidence.State.ERASED):
        evidence.state, evidence.proposed, evidence.remark = Evidence.State.ERASED, None, None
        evidence.save(update_fields=["state", "proposed", "remark"])
        drop_deadlines(evidence, at=clock.now())


def _asked_about(data_set: DataSet) -> list[SearchTarget]:
    targets = SearchTarget.objects.filter(search__data_set=data_set, question__isnull=False)
    return list(targets.select_related("search__data_set", "partner", "question"))


def _withdraw_question(target: SearchTarget) -> None:
    """We asked, and what we asked about is gone. The notice goes out even where the question may not have arrived."""
    assert target.partner is not None and target.question is not None  # noqa: S101  (`_asked_about` filters)
    if OutboxMessage.objects.filter(
        gateway=Gateway.MIGRATION, correspondence=target.correspondence, kind=ErasureNotice.kind
    ).exists():
        return
    withdraw_waiting(target.partner, target.correspondence, but=CitizenNotice.kind)
    forget_letters(target.partner, target.correspondence)
    forget_told(possible_match__target=target)
    for match in target.matches.filter(marked_at__isnull=False):
        drop_deadlines(match, at=clock.now())
    PossibleMatch.objects.filter(target=target).exclude(state=PossibleMatch.State.DIFFERENT).update(
        state=PossibleMatch.State.WITHDRAWN
    )
    drop_deadlines(target, at=clock.now())
    notice = send_message(
        target.partner,
        ErasureNotice(),
        correspondence=target.correspondence,
        purpose=target.search.purpose,
        case=target.id,
    )
    run_clock("erasure_notice", notice, target.search.data_set.person_id)


def _told_of(data_set: DataSet) -> dict[InboundSearch, list[InboundMatch]]:
    """Those whose searches found the data set, unless they found it to be somebody else."""
    matches = InboundMatch.objects.filter(data_set=data_set, withdrawn_at=None).select_related("search__partner", "data_set")
    by_search: dict[InboundSearch, list[InboundMatch]] = {}
    for match in matches:
        by_search.setdefault(match.search, []).append(match)
    return by_search


def _withdraw_answers(search: InboundSearch, matches: list[InboundMatch]) -> None:
    """We answered, and what we answered about is gone."""
    InboundMatch.objects.filter(pk__in=[match.pk for match in matches]).update(withdrawn_at=clock.now())
    drop_deadlines(search, at=clock.now())
    forget_told(inbound_match__in=matches)
    withdraw_waiting(search.partner, search.correspondence, but=CitizenNotice.kind)
    forget_letters(search.partner, search.correspondence)
    if search.withdrawn_at is None:
        references = tuple(match.reference for match in matches)
        send_notice(search, ErasureNotice(references=references), rule="erasure_notice", about=matches[0].data_set)


def withdraw_waiting(partner: Partner, correspondence: UUID, *, gateway: Gateway = Gateway.MIGRATION, but: str = "") -> None:
    """What waits in a correspondence isn't sent any more, `but` for one kind; what is under way just now may still arrive."""
    waiting = OutboxMessage.objects.filter(
        partner=partner, gateway=gateway, correspondence=correspondence, state__in=OutboxMessage.UNDER_WAY
    ).exclude(kind=but)
    write_entries(withdrawn(waiting.values_list("digest", flat=True)))
    for message in waiting.only("pk"):
        drop_deadlines(message, at=clock.now())
    waiting.update(state=OutboxMessage.State.WITHDRAWN)


def send_notice(search: InboundSearch, content: Content, *, rule: str, about: DataSet, names_person: bool = True) -> None:
    """A notice to whoever searched; `names_person`: whether its clock and its event stand in the person's own log."""
    notice = send_message(
        search.partner, content, correspondence=search.correspondence, purpose=search.purpose, case=search.case
    )
    run_clock(rule, notice, about.person_id if names_person else None)


def run_clock(rule: str, notice: OutboxMessage, person: UUID | None) -> None:
    """The limit runs until the partner's signed receipt."""
    label = f"→ {notice.partner.code}"
    start_deadline(rule, notice, started_at=notice.made_at, person=person, label=label)
    audit.record("exchange.notice.sent", subject=notice, person=person, notice=notice.kind, partner=notice.partner.code)
