"""What links and verdicts of others mean for a pair: fingerprints decide it, a dissolved link opens it again."""

from typing import Any
from uuid import UUID

from django.db import transaction

from egnatia import audit
from egnatia.base import clock
from egnatia.biographics.models import Judgement, Suggestion
from egnatia.engines.linkage.comparison import Standing
from egnatia.persons.models import Link


@transaction.atomic
def settle_by_link(link: Link) -> None:
    """Two of our data sets were linked by their fingerprints: a suggestion of that pair is decided."""
    if link.other is None or link.basis != "fingerprint":
        return
    first, second = sorted((link.data_set.person_id, link.other.person_id))
    found = Suggestion.objects.select_for_update(of=("self",)).filter(first=first, second=second)
    for suggestion in found.exclude(state=Suggestion.State.SAME):
        suggestion.state, suggestion.link = Suggestion.State.SAME, link
        _write(suggestion, Judgement.Cause.FINGERPRINTS, link.confirmed_by)


@transaction.atomic
def settle_as_different(examiner: Any, one: UUID, other: UUID) -> None:
    """An examiner found that these are two persons' fingers: the pair is remembered, and never suggested by its names."""
    first, second = sorted((one, other))
    suggestion, _ = Suggestion.objects.select_for_update(of=("self",)).get_or_create(
        first_id=first,
        second_id=second,
        defaults={"found_by": Suggestion.FoundBy.FINGERPRINTS, "found_at": clock.now(), "standing": Standing.UNLIKELY.value},
    )
    if suggestion.state != Suggestion.State.SAME:
        suggestion.state = Suggestion.State.DIFFERENT
        _write(suggestion, Judgement.Cause.FINGERPRINTS, examiner)


@transaction.atomic
def reopen_without_link(link: Link) -> None:
    """The link that *same* made, or stood on, holds no more."""
    for suggestion in Suggestion.objects.select_for_update(of=("self",)).filter(link=link, state=Suggestion.State.SAME):
        suggestion.state, suggestion.link = Suggestion.State.OPEN, None
        _write(suggestion, Judgement.Cause.LINK_DISSOLVED, link.dissolved_by)


def _write(suggestion: Suggestion, cause: Judgement.Cause, officer: Any) -> None:
    suggestion.save(update_fields=["state", "link"])
    suggestion.judgements.create(decision=suggestion.state, cause=cause, by=officer, at=clock.now())
    about = [(suggestion, person) for person in (suggestion.first_id, suggestion.second_id)]
    audit.record_each("biographics.suggestion.judged", about, officer=officer, decision=suggestion.state, cause=cause.value)
