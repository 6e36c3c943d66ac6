"""Reading what connected systems are told of their registrations."""

from typing import Any

from django.db.models import Max, QuerySet

from egnatia.accounts.models import Officer
from egnatia.registration.models import ResultNotice


def results_after(account: Officer, number: int) -> QuerySet[ResultNotice]:
    """What the account hasn't seen yet, in order."""
    return ResultNotice.objects.filter(account=account, number__gt=number).order_by("number")


def last_number(account: Officer) -> int:
    """The number of the account's latest result; 0 before the first."""
    return ResultNotice.objects.filter(account=account).aggregate(last=Max("number"))["last"] or 0


def as_json(result: ResultNotice) -> dict[str, Any]:
    """One result as it is polled and as it is sent."""
    return {
        "number": result.number,
        "kind": result.kind,
        "at": result.at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "national_number": result.national_number,
        "details": result.details,
    }
