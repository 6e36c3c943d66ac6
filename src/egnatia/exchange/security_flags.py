"""The security flag among follow-up data: who doesn't hold the permission to see one doesn't learn that there is any."""

from collections.abc import Iterable
from typing import Any

from egnatia.accounts import policy
from egnatia.exchange.models import FollowUp

FLAG = "security_flag"
READ = "security_flag.read"


def without_flag(fields: Iterable[str]) -> list[str]:
    """What may stand in the access log of a person."""
    return [field for field in fields if field != FLAG]


def hide_flag(officer: Any, follow_up: FollowUp) -> FollowUp:
    """The request as the officer may see it; not to be saved."""
    if not policy.may(officer, READ):
        follow_up.fields, follow_up.released = without_flag(follow_up.fields), without_flag(follow_up.released)
        follow_up.data = {field: value for field, value in follow_up.data.items() if field != FLAG} if follow_up.data else None
    return follow_up
