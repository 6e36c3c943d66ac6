"""Which partners' police may be asked, what was asked of whom, and what partners asked of us."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from egnatia import law
from egnatia.accounts import policy
from egnatia.base import node
from egnatia.base.errors import Problem, not_found
from egnatia.exchange.gateways import Gateway
from egnatia.exchange.messages import Message
from egnatia.exchange.models import Partner
from egnatia.exchange.not_asked import NO_AGREEMENT, SUSPENDED
from egnatia.exchange.opening import is_open
from egnatia.exchange.queries import NO_CASE
from egnatia.lawenforcement.models import AskedPartner, Hit, ReceivedMatch, ReceivedQuestion
from egnatia.lawenforcement.rules import OVERSEE, PURPOSE, RELEASE

#: Why a partner isn't asked, beside those of the exchange.
NO_PARTY, NOT_CHOSEN = "no_party", "not_chosen"


@dataclass(frozen=True, slots=True)
class Askable:
    """One of the other partners; `obstacle` is empty where its police may be asked."""

    code: str
    partner: Partner | None
    obstacle: str


def partners_to_ask(chosen: Collection[str] | None = None) -> Iterator[Askable]:
    """Each of the other partners, in their order.

    chosen   codes of those whom the request names; None: all
    """
    own = node.current().partner
    known = {partner.code: partner for partner in Partner.objects.all()}
    for code in law.partners():
        if code != own:
            obstacle = _find_obstacle(code, known.get(code))
            left_out = chosen is not None and code not in chosen
            yield Askable(code, known.get(code), obstacle or (NOT_CHOSEN if left_out else ""))


def askable_codes() -> list[str]:
    """Partners whose police may be asked now."""
    return [one.code for one in partners_to_ask() if not one.obstacle]


def is_party(partner: str) -> bool:
    """Whether the law lets police of this node and of the partner ask each other."""
    return law.may_agree(node.current().partner, partner, law.gateway("law_enforcement"))


def _find_obstacle(code: str, partner: Partner | None) -> str:
    if not is_party(code):
        return NO_PARTY
    if partner is None or partner.state == Partner.State.PENDING:
        return NO_AGREEMENT
    if partner.state == Partner.State.SUSPENDED:
        return SUSPENDED
    may_ask = PURPOSE in partner.our_purposes and is_open(partner, Gateway.LAW_ENFORCEMENT)
    return "" if may_ask else NO_AGREEMENT


def find_asked(partner: Partner, correspondence: UUID) -> AskedPartner | None:
    """What we asked of the partner in this correspondence."""
    asked = AskedPartner.objects.select_related("partner").filter(partner=partner, correspondence=correspondence)
    return asked.first()


def find_hit(partner: Partner, correspondence: UUID, reference: str) -> Hit | None:
    """What the partner found for us, by its own name for it."""
    hits = Hit.objects.select_related("asked__partner")
    return hits.filter(asked__partner=partner, asked__correspondence=correspondence, reference=reference).first()


def get_received_match(partner: Partner, message: Message, reference: str) -> ReceivedMatch:
    """What an opaque reference stands for, in the partner's own question of this correspondence and case only. Locked.

    Raises Problem `exchange.reference_unknown`: for whatever doesn't fit, so that nothing can be tried out.
    """
    match = (
        ReceivedMatch.objects.select_for_update(of=("self",))
        .select_related("question__partner", "data_set")
        .filter(
            reference=reference,
            question__partner=partner,
            question__correspondence=message.correspondence,
            question__case=message.case or NO_CASE,
        )
        .exclude(notice=ReceivedMatch.Notice.GONE)
        .exclude(verdict=ReceivedMatch.Verdict.DIFFERENT)
        .first()
    )
    if match is None:
        raise Problem("exchange.reference_unknown", "The reference isn't known, or not any more.", "Begin a new search.")
    return match


def received_questions(officer: Any) -> QuerySet[ReceivedQuestion]:
    """The record of what partners asked, the latest first. Raises Problem `accounts.not_allowed`."""
    policy.require(officer, OVERSEE)
    return ReceivedQuestion.objects.select_related("partner").prefetch_related("matches")


def to_release(officer: Any) -> QuerySet[ReceivedMatch]:
    """Confirmed matches whose data a partner waits for, urgent and oldest first."""
    if not policy.may(officer, RELEASE):
        return ReceivedMatch.objects.none()
    waiting = ReceivedMatch.objects.filter(release=ReceivedMatch.Release.ASKED).exclude(notice=ReceivedMatch.Notice.GONE)
    return waiting.select_related("question__partner", "data_set").order_by("-question__urgent", "asked_at")


def count_to_release(officer: Any) -> int:
    return to_release(officer).count()


def get_to_release(officer: Any, match_id: UUID) -> ReceivedMatch:
    """Raises Problem `accounts.not_allowed`, `lawenforcement.received.not_found`."""
    policy.require(officer, RELEASE)
    match = to_release(officer).filter(pk=match_id).first()
    if match is None:
        raise not_found("lawenforcement.received")
    return match


def received_to_erase(now: datetime) -> QuerySet[ReceivedQuestion]:
    """Questions of partners whose copies are due."""
    return ReceivedQuestion.objects.filter(erase_on__lte=now, erased_at=None).order_by("erase_on")
