"""Families and travelling groups of connected systems, under the system's own number; members by their numbers."""

from datetime import date

from django.http import HttpRequest
from ninja import Router, Status

from egnatia import audit
from egnatia.accounts import policy
from egnatia.accounts.api_auth import account_of, require_purpose
from egnatia.accounts.models import Officer
from egnatia.base.errors import not_found
from egnatia.base.json_fields import REFUSALS
from egnatia.persons.models import DataSet, Group
from egnatia.persons.national_number import check_national_number
from egnatia.persons.queries.groups import find_group_by_national_number, members_of, relations_among
from egnatia.registration.actions.put_group import GivenMember, GivenRelation, put_group
from egnatia.registration.group_schemas import GroupIn, GroupOut, MemberOut, RelationOut
from egnatia.registration.record.family import record_listed

router = Router(tags=["Groups"])
_ADDRESS = "/groups/{national_number}"
_PURPOSE = "MIG"


@router.put(_ADDRESS, response={200: GroupOut, 201: GroupOut, **REFUSALS}, summary="Say who came together", exclude_none=True)
def put_family_or_group(request: HttpRequest, national_number: str, given: GroupIn) -> Status[GroupOut]:
    """Whole: whom this system named before and leaves out now belongs to it no more; a group of nobody ends."""
    number = check_national_number(national_number)
    require_purpose(request, _PURPOSE)
    account = account_of(request)
    done = put_group(
        account,
        number,
        kind=given.kind,
        size=given.size,
        members=[GivenMember(**one.model_dump()) for one in given.members],
        relations=[GivenRelation(**one.model_dump()) for one in given.relations],
    )
    answer = _group_out(account, done.group, number, outcome=done.outcome)
    return Status(201 if done.outcome == "created" else 200, answer)


@router.get(_ADDRESS, response={200: GroupOut, **REFUSALS}, summary="Read a group", exclude_none=True)
def get_family_or_group(request: HttpRequest, national_number: str) -> GroupOut:
    """Who belongs to it now, and what they are to each other; recorded as a look at it and at its members."""
    number = check_national_number(national_number)
    require_purpose(request, _PURPOSE)
    account = account_of(request)
    policy.require(account, "person.read")
    group = find_group_by_national_number(number)
    if group is None:
        raise not_found("registration.group")
    audit.record("persons.group.read", subject=group, officer=account)
    return _group_out(account, group, number)


def _group_out(account: Officer, group: Group, number: str, *, outcome: str | None = None) -> GroupOut:
    members = list(members_of(group).filter(ended_at=None))
    places = {one.person_id: place for place, one in enumerate(members)}
    record_listed(account, set(places))
    active = DataSet.objects.filter(person__in=places, status=DataSet.Status.ACTIVE).order_by("signed_at")
    data_sets = {one.person_id: one for one in active}
    return GroupOut(
        national_number=number,
        outcome=outcome,
        kind=group.kind,
        size=group.size,
        ended_at=group.ended_at,
        members=[_member_out(one.said, data_sets.get(one.person_id)) for one in members],
        relations=[
            RelationOut(
                member=places[one.person_id], kind=one.said["kind"], other=places[one.other_id], basis=one.said["basis"]
            )
            for one in relations_among(places)
        ],
    )


def _member_out(said: dict[str, str], data_set: DataSet | None) -> MemberOut:
    return MemberOut(
        national_number=data_set.national_number if data_set else None,
        reference_number=data_set.reference_number if data_set else None,
        is_noted_child=data_set is None,
        basis=said["basis"],
        on=date.fromisoformat(said["on"]) if said.get("on") else None,
    )
