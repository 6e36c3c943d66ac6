"""Marks of data sets."""

from egnatia.persons.models import Mark


def find_mark(reference_number: str) -> Mark | None:
    """The mark that a data set carries now; None after its erasure, when nothing is left to be marked."""
    return Mark.objects.filter(reference_number=reference_number, ended_at=None).exclude(event="").first()
