"""Forget what was suggested about a person of whom nothing is held any more."""

from uuid import UUID

from django.db.models import Q

from egnatia.biographics.models import Suggestion
from egnatia.persons.models import ChildNote, DataSet


def forget_suggestions(person_id: UUID) -> int:
    """How many pairs went, each with all that was said about it; none while a data set in force or a note is left."""
    if (
        DataSet.objects.filter(person=person_id, status=DataSet.Status.ACTIVE).exists()
        or ChildNote.objects.filter(person=person_id, erased_at=None).exists()
    ):
        return 0
    found = Suggestion.objects.filter(Q(first=person_id) | Q(second=person_id))
    many = found.count()
    found.delete()
    return many
