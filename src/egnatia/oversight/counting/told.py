"""What partners told of the data sets that were found with them: the category only where a person there released it."""

from collections.abc import Collection
from dataclasses import dataclass

from egnatia.exchange.models import FollowUp, PossibleMatch
from egnatia.exchange.models.follow_ups import Direction

_AT_ONCE = 500
#: A partner and its opaque reference.
Reference = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Told:
    """purpose: of the search that found it; category: None where it isn't told, or was erased since; marked: as it was told."""

    purpose: str
    category: int | None
    marked: bool


def find_told(references: Collection[Reference]) -> dict[Reference, Told]:
    """What is known of each; nothing of those whose reference was forgotten with the data."""
    found: dict[Reference, Told] = {}
    names = sorted({reference for _, reference in references if reference})
    for start in range(0, len(names), _AT_ONCE):
        matches = PossibleMatch.objects.filter(reference__in=names[start : start + _AT_ONCE])
        categories = _released_categories(names[start : start + _AT_ONCE])
        for key, partner, reference, purpose, marked_at in matches.values_list(
            "pk", "target__partner_code", "reference", "target__search__purpose", "marked_at"
        ):
            found[partner, reference] = Told(purpose, categories.get(key), marked_at is not None)
    return found


def _released_categories(names: list[str]) -> dict[object, int]:
    """By possible match; the answer that came last holds."""
    held = (FollowUp.State.RELEASED, FollowUp.State.OUTDATED)
    released = FollowUp.objects.filter(direction=Direction.OUTGOING, possible_match__reference__in=names, state__in=held)
    return {
        answer.possible_match_id: int(answer.data["category"])
        for answer in released.order_by("answered_at")
        if (answer.data or {}).get("category") is not None
    }
