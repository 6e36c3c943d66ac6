"""The security flags of a data set go with it: erased, or declared void."""

from egnatia.base import clock
from egnatia.deadlines.actions.meet_deadline import drop_deadlines
from egnatia.persons.models import SecurityFlag


def forget_flags(reference_number: str) -> None:
    """Those that were removed, too; in the caller's transaction."""
    for flag in SecurityFlag.objects.filter(reference_number=reference_number):
        drop_deadlines(flag, at=clock.now())
        flag.delete()
