"""Security flags for connected systems of the security checks: set, read, reviewed, removed under the registration's number."""

from django.http import HttpRequest
from ninja import Router, Status

from egnatia.accounts import policy
from egnatia.accounts.api_auth import account_of
from egnatia.accounts.models import Officer
from egnatia.base.errors import not_found
from egnatia.base.json_fields import REFUSALS
from egnatia.exchange.actions.read_numbered import get_numbered
from egnatia.persons.actions.flag_data_set import remove_security_flag, review_security_flag, set_security_flag
from egnatia.persons.actions.read_security_flags import READ, read_security_flags
from egnatia.persons.models import DataSet, SecurityFlag
from egnatia.persons.national_number import check_national_number
from egnatia.registration.api_schemas import FlagIn, FlagOut, RemovalIn, flag_out

router = Router(tags=["Security flags"])
_ADDRESS = "/data-sets/{national_number}/security-flag"


@router.get(_ADDRESS, response={200: FlagOut, **REFUSALS}, summary="Read a security flag")
def get_flag(request: HttpRequest, national_number: str) -> FlagOut:
    """Recorded as a look at it."""
    return flag_out(_in_force(account_of(request), national_number)[1])


@router.put(_ADDRESS, response={200: FlagOut, **REFUSALS}, summary="Set a security flag")
def put_flag(request: HttpRequest, national_number: str, given: FlagIn) -> FlagOut:
    """Or change what it rests on; counts as a review."""
    account = account_of(request)
    data_set = get_numbered(account, check_national_number(national_number))
    return flag_out(set_security_flag(account, data_set, grounds=given.grounds, authority=given.authority))


@router.post(f"{_ADDRESS}/review", response={200: FlagOut, **REFUSALS}, summary="Keep a security flag")
def post_review(request: HttpRequest, national_number: str) -> FlagOut:
    """The threat is still there; the next review is counted from now."""
    account = account_of(request)
    return flag_out(review_security_flag(account, _in_force(account, national_number)[1]))


@router.post(f"{_ADDRESS}/removal", response={204: None, **REFUSALS}, summary="Remove a security flag")
def post_removal(request: HttpRequest, national_number: str, removal: RemovalIn) -> Status[None]:
    """Whoever was told of it hears at once that what it was told is out of date."""
    account = account_of(request)
    data_set, flag = _in_force(account, national_number)
    remove_security_flag(account, data_set, flag, reason=removal.reason, consulted=removal.consulted)
    return Status(204, None)


def _in_force(account: Officer, national_number: str) -> tuple[DataSet, SecurityFlag]:
    """Raises Problem `accounts.not_allowed`, `persons.security_flag.not_found`."""
    policy.require(account, READ)
    data_set = get_numbered(account, check_national_number(national_number))
    flag = read_security_flags(account, [data_set.reference_number]).get(data_set.reference_number)
    if flag is None:
        raise not_found("persons.security_flag")
    return data_set, flag
