"""Suggest that two persons may be one, unless somebody said otherwise and nothing new speaks for it."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from egnatia import audit
from egnatia.base import clock
from egnatia.biographics.models import Judgement, Suggestion
from egnatia.engines.linkage.register import Match

RISE = 1.0  # bits by which new data have to say more than before, so that a pair that was decided comes up again


@transaction.atomic
def suggest_pair(one: UUID, other: UUID, match: Match, *, seen: Iterable[UUID], found_by: Suggestion.FoundBy) -> bool:
    """Whether the pair waits for an officer now and didn't before.

    one, other   the persons' ids, in either order
    seen         ids of the data sets and notes of both that were compared
    """
    first, second = sorted((one, other))
    found = {
        "found_by": found_by,
        "found_at": clock.now(),
        "bits": match.linkage.bits,
        "standing": match.standing.value,
        "seen": sorted(map(str, seen)),
    }
    suggestion, is_new = Suggestion.objects.select_for_update(of=("self",)).get_or_create(
        first_id=first, second_id=second, defaults=found
    )
    if not is_new:
        if suggestion.state not in (Suggestion.State.DIFFERENT, Suggestion.State.UNCLEAR) or not _says_more(suggestion, found):
            return False
        for field, value in found.items():
            setattr(suggestion, field, value)
        suggestion.state = Suggestion.State.OPEN
        suggestion.save()
        suggestion.judgements.create(decision=suggestion.state, cause=Judgement.Cause.NEW_DATA, at=clock.now())
    about = [(suggestion, person) for person in (first, second)]
    audit.record_each("biographics.suggestion.made", about, found_by=found_by.value, bits=round(match.linkage.bits, 1))
    return True


def _says_more(suggestion: Suggestion, found: dict[str, object]) -> bool:
    """Data sets or notes came that nobody had compared, and with them more speaks for one person. Fingerprints stand."""
    latest = suggestion.judgements.last()
    if latest is not None and latest.cause == Judgement.Cause.FINGERPRINTS:
        return False
    has_new = not set(found["seen"]) <= set(suggestion.seen)  # type: ignore[call-overload]
    return has_new and float(found["bits"]) >= suggestion.bits + RISE  # type: ignore[arg-type]
