"""Groups of connected systems: whole, by the system's own numbers, with what it says no more ended."""

import pytest

from egnatia.accounts.actions.create_api_token import create_api_token
from egnatia.audit.models import Event
from egnatia.base import clock
from egnatia.persons.actions.add_data_set import add_data_set
from egnatia.persons.actions.add_group_member import add_group_member
from egnatia.persons.actions.write_child_note import write_child_note
from egnatia.persons.models import Group, Membership, Relation
from tests.registration import people
from tests.registration.api_client import System

pytestmark = pytest.mark.django_db
FAMILY = {
    "kind": "family",
    "size": 3,
    "members": [{"national_number": "MK-1", "basis": "documented", "on": "2026-11-01"}, {"national_number": "MK-2"}],
    "relations": [{"national_number": "MK-2", "kind": "child", "other": "MK-1"}],
}


@pytest.fixture
def account(make_officer):
    return make_officer("border-police", "service", kind="service", password=None)


@pytest.fixture
def system(account):
    return System(create_api_token(None, name="Border police", account=account, purposes=["MIG"])[1])


@pytest.fixture
def father(account):
    return add_data_set(
        account, category=2, elements=people.ADULT, captured_at=clock.now(), national_number="MK-1", origin="api"
    )


@pytest.fixture
def child(account):
    young = {**people.ADULT, "birth_date": {"value": "2023", "precision": "year", "basis": "declared"}}
    return write_child_note(account, elements=young, reason="under_six", national_number="MK-2")


@pytest.fixture
def sent(system, father, child):
    return system.put("/groups/F-1", FAMILY)


def test_a_family_is_put_and_read(system, sent, father):
    told = sent.json()
    assert (sent.status_code, told["outcome"], told["kind"], told["size"]) == (201, "created", "family", 3)
    assert told["relations"] == [{"member": 1, "kind": "child", "other": 0, "basis": "declared"}]
    assert told["members"][0]["reference_number"] == father.reference_number
    assert told["members"][1] == {"is_noted_child": True, "basis": "declared"}
    read = system.get("/groups/F-1").json()
    assert read == {name: value for name, value in told.items() if name != "outcome"}
    assert Event.objects.filter(action="persons.group.read").count() == 1


def test_the_same_again_changes_nothing(system, sent):
    events = Event.objects.exclude(kind="read").count()
    small = {"national_number": "mk-2", "kind": "child", "other": "mk-1"}  # upper and lower case are the same number
    again = system.put("/groups/f-1", {**FAMILY, "relations": [small]})
    assert (again.status_code, again.json()["outcome"]) == (200, "unchanged")
    assert Event.objects.exclude(kind="read").count() == events


def test_who_is_left_out_belongs_to_it_no_more_and_the_history_stays(system, sent, child):
    changed = system.put("/groups/F-1", {"kind": "family", "size": 3, "members": FAMILY["members"][:1]})
    assert changed.json()["outcome"] == "changed" and len(changed.json()["members"]) == 1
    assert Membership.objects.get(person=child.person).ending == {"why": "left"}


def test_what_officers_recorded_stays(system, sent, registration_officer):
    added = people.sign(registration_officer, forenames=["Adel"])
    add_group_member(registration_officer, Group.objects.get(), added.person)
    assert system.put("/groups/F-1", FAMILY).json()["outcome"] == "unchanged"
    assert Membership.objects.get(person=added.person).holds


def test_a_relation_the_system_says_no_more_ends(system, sent):
    assert system.put("/groups/F-1", {**FAMILY, "relations": []}).json()["outcome"] == "changed"
    assert Relation.objects.get().ending == {"why": "no_longer_so"}


def test_a_group_of_nobody_ends_and_its_number_is_free(system, sent):
    assert system.put("/groups/F-1", {"kind": "family", "members": []}).json()["ended_at"]
    assert system.get("/groups/F-1").status_code == 404
    assert system.put("/groups/F-1", FAMILY).status_code == 201


def relation(**changed):
    return {**FAMILY, "relations": [FAMILY["relations"][0] | changed]}


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"members": []}, 422, "registration.group.nobody"),
        ({"members": [{"national_number": "MK-9"}]}, 422, "registration.group.member_unknown"),
        (
            relation(other="MK-9"),
            422,
            "registration.group.member_unknown",
        ),
        (
            relation(kind="friend"),
            400,
            "law.relation.unknown",
        ),
        ({**FAMILY, "leader": "MK-1"}, 422, None),
        ({**FAMILY, "size": 0}, 422, None),
    ],
)
def test_wrong_groups_are_refused_whole(system, father, child, body, status, code):
    answer = system.put("/groups/F-1", body)
    assert answer.status_code == status
    assert code is None or answer.json()["code"] == code
    assert not Group.objects.exists() and not Relation.objects.exists()


def test_the_kind_of_a_group_stays(system, sent):
    answer = system.put("/groups/F-1", {**FAMILY, "kind": "travelling"})
    assert (answer.status_code, answer.json()["code"]) == (409, "registration.group.kind")


def test_other_purposes_have_no_groups(account, sent):
    other = System(create_api_token(None, name="Returns", account=account, purposes=["RET"])[1])
    assert other.get("/groups/F-1").status_code == 403
    assert other.put("/groups/F-1", FAMILY).status_code == 403
