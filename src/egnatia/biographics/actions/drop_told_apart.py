"""Pairs that wait, and that family records now say are two persons, wait no longer: somebody had both before them."""

from uuid import UUID

from django.db import transaction
from django.db.models import Q

from egnatia import audit
from egnatia.biographics.models import Judgement, Suggestion
from egnatia.biographics.queries.told_apart import Pair, told_apart

_AT_ONCE = 200  # pairs whose records are read together


def drop_told_apart(person_id: UUID | None = None) -> int:
    """How many pairs went, of one person or of everybody. What somebody has said anything about stays, whoever records what."""
    waiting = Suggestion.objects.filter(state=Suggestion.State.OPEN, judgements=None)
    if person_id is not None:
        waiting = waiting.filter(Q(first=person_id) | Q(second=person_id))
    pairs = list(waiting.order_by("pk").values_list("first_id", "second_id"))
    return sum(_drop(pairs[at : at + _AT_ONCE]) for at in range(0, len(pairs), _AT_ONCE))


@transaction.atomic
def _drop(pairs: list[Pair]) -> int:
    many = 0
    for first, second in sorted(told_apart(pairs)):
        found = Suggestion.objects.select_for_update().filter(first=first, second=second, state=Suggestion.State.OPEN).first()
        if found is None or Judgement.objects.filter(suggestion=found).exists():
            continue  # decided in this moment
        about = [(found, person) for person in (first, second)]
        audit.record_each("biographics.suggestion.dropped", about)
        found.delete()
        many += 1
    return many
