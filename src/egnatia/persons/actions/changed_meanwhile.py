"""What is told to the second of two officers who change the same data set at once."""

from egnatia.base.errors import Problem


def changed_meanwhile() -> Problem:
    """409: the data set is no longer what the officer saw."""
    return Problem(
        "persons.data_set.changed_meanwhile",
        "This registration was changed meanwhile, or no longer counts.",
        "Open it again and look at what it says now.",
        status=409,
    )
