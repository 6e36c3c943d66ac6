"""Which log this node has: the first, until the partners agree by the federation list that it begins another."""

from egnatia.base.errors import Problem
from egnatia.exchange.models import FederationList


def own_log() -> int:
    """As the newest list says that was put in force here: not the clock, so that all processes change over at once."""
    newest = FederationList.objects.exclude(put_in_force_at=None).order_by("-number")
    return newest.values_list("log", flat=True).first() or 1


def existing_log(number: int | None) -> int:
    """The log of this number, closed or not; None: the one that the node has now. Raises Problem `exchange.log_unknown`."""
    newest = own_log()
    if number is not None and not 1 <= number <= newest:
        raise Problem("exchange.log_unknown", f"This node never had a log {number}.", "See which it has: egnatia log status.")
    return number or newest
