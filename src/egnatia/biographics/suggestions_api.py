"""Pairs of persons who may be one, for connected systems: those that wait, one explained, what is decided and taken back."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router

from egnatia.accounts.api_auth import account_of, require_purpose
from egnatia.accounts.models import Officer
from egnatia.base.json_fields import REFUSALS
from egnatia.biographics.actions.judge_suggestion import check_permissions, is_by_fingerprints, judge_suggestion, undo_judgement
from egnatia.biographics.api_schemas import (
    ChanceOut,
    ComparedOut,
    JudgementIn,
    JudgementOut,
    SideOut,
    SuggestionListOut,
    SuggestionOut,
    SuggestionReadOut,
    UndoIn,
    WordPairOut,
)
from egnatia.biographics.models import Suggestion
from egnatia.biographics.queries import Side, get_suggestion, open_suggestions, read_suggestion, sides_of
from egnatia.engines.linkage.comparison import FieldLinkage

router = Router(tags=["Possibly the same person"])
PURPOSE = "MIG"
MOST = 100


@router.get("/suggestions", response={200: SuggestionListOut, **REFUSALS}, summary="Who may be one person")
def list_suggestions(
    request: HttpRequest,
    start: int = Query(0, ge=0, le=2**31, description="How many of the likeliest to leave out."),  # type: ignore[type-arg]
    limit: int = Query(25, ge=1, le=MOST),  # type: ignore[type-arg]
) -> SuggestionListOut:
    """Pairs that wait for a decision, the likeliest first; by their reference numbers alone."""
    waiting = open_suggestions(_account(request))
    return SuggestionListOut(suggestions=[_tell(one) for one in waiting[start : start + limit]], total=waiting.count())


@router.get("/suggestions/{suggestion_id}", response={200: SuggestionReadOut, **REFUSALS}, summary="Why they may be one")
def get_suggestion_explained(request: HttpRequest, suggestion_id: UUID) -> SuggestionReadOut:
    """Both side by side with what speaks for and against it, as of now; recorded as a look at both."""
    found = read_suggestion(_account(request), suggestion_id)
    match, suggestion = found.match, found.suggestion
    chance = match.probability
    return SuggestionReadOut(
        **_facts(suggestion),
        sides=[SideOut(reference_number=side.reference or None, elements=side.elements) for side in (found.left, found.right)],
        standing_now=match.standing,
        bits_now=round(match.linkage.bits, 2),
        chance=ChanceOut(value=chance.value, low=chance.low, high=chance.high),
        fields=[_compared(one) for one in match.linkage.fields],
        persons=found.explanation.persons,
        sharing=found.explanation.sharing,
        by_fingerprints=not suggestion.is_open and is_by_fingerprints(suggestion),
        is_told_apart=found.is_told_apart,
        relations=[one.code for one in found.relations],
        judgements=[
            JudgementOut(
                decision=one.decision,
                cause=one.cause,
                at=one.at,
                by=one.by.full_name if one.by is not None else None,
                why=one.why,
            )
            for one in suggestion.judgements.select_related("by")
        ],
    )


@router.post("/suggestions/{suggestion_id}/judgement", response={200: SuggestionOut, **REFUSALS}, summary="Say what was found")
def post_judgement(request: HttpRequest, suggestion_id: UUID, given: JudgementIn) -> SuggestionOut:
    """The newest registrations of the two are linked by `same`; other answers are remembered until new data speak for it."""
    account = _account(request)
    judged = judge_suggestion(account, get_suggestion(account, suggestion_id), given.decision, why=given.why)
    return _tell(judged, account)


@router.post("/suggestions/{suggestion_id}/undo", response={200: SuggestionOut, **REFUSALS}, summary="Take it back")
def post_undo(request: HttpRequest, suggestion_id: UUID, given: UndoIn) -> SuggestionOut:
    """It waits for a decision again, and the link that was made goes. What an examiner said stands."""
    account = _account(request)
    return _tell(undo_judgement(account, get_suggestion(account, suggestion_id), why=given.why), account)


def _account(request: HttpRequest) -> Officer:
    """Who calls, and may decide as an officer at the page may. Raises Problem `accounts.not_allowed`, `accounts.token.…`."""
    require_purpose(request, PURPOSE)
    account = account_of(request)
    check_permissions(account)
    return account


def _tell(suggestion: Suggestion, account: Officer | None = None) -> SuggestionOut:
    """account: where it was changed, so that what is held of both is read anew."""
    shown = get_suggestion(account, suggestion.pk) if account is not None else suggestion
    return SuggestionOut(**_facts(shown), reference_numbers=[_reference(side) for side in sides_of(shown)])


def _reference(side: Side) -> str | None:
    return side.reference or None


def _facts(suggestion: Suggestion) -> dict[str, Any]:
    return {
        "id": suggestion.pk,
        "state": suggestion.state,
        "standing": suggestion.standing,
        "bits": round(suggestion.bits, 2),
        "found_at": suggestion.found_at,
        "found_by": suggestion.found_by,
        "is_linked": suggestion.link_id is not None,
    }


def _compared(one: FieldLinkage) -> ComparedOut:
    words = [WordPairOut(first=pair.first, second=pair.second) for pair in one.words]
    return ComparedOut(
        field=one.field, level=one.level, bits=round(one.bits, 2), first=one.first, second=one.second, words=words
    )
