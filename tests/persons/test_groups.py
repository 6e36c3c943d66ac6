"""Families and travelling groups: history is kept, and what is erased takes its belongings along."""

from datetime import date

import pytest

from egnatia.audit.models import Event
from egnatia.base.errors import Problem
from egnatia.persons.actions.add_group_member import add_group_member
from egnatia.persons.actions.end_membership import end_membership
from egnatia.persons.actions.erase_child_note import erase_child_note
from egnatia.persons.actions.erase_data_set import erase_data_set
from egnatia.persons.actions.link_data_sets import link_data_sets
from egnatia.persons.actions.relate_persons import end_relation, relate_persons
from egnatia.persons.actions.start_group import start_group
from egnatia.persons.actions.write_child_note import write_child_note
from egnatia.persons.models import ErasureCertificate, Group, Membership, Relation
from egnatia.persons.queries.groups import memberships_of, relations_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def mother(make_data_set):
    return make_data_set(forenames=["Lina"])


@pytest.fixture
def child(registration_officer, elements):
    young = {**elements, "forenames": ["Omar"], "birth_date": {"value": "2022", "precision": "year", "basis": "declared"}}
    return write_child_note(registration_officer, elements=young, reason="under_six")


@pytest.fixture
def family(registration_officer, mother, child):
    group = start_group(registration_officer, "family", size=3)
    for person in (mother.person, child.person):
        add_group_member(registration_officer, group, person, on=date(2026, 11, 1))
    relate_persons(registration_officer, child.person, mother.person, "child", basis="documented", note="Birth certificate")
    return group


def test_a_child_of_whom_only_a_note_is_held_belongs_to_the_family(family, child, mother):
    assert [one.group for one in memberships_of(child.person)] == [family]
    (seen,) = relations_of(child.person)
    assert (seen.person, seen.kind.code) == (mother.person, "parent")
    (seen,) = relations_of(mother.person)
    assert (seen.person, seen.kind.code) == (child.person, "child")


def test_the_same_relation_said_from_the_other_end_is_one(registration_officer, family, child, mother):
    again = relate_persons(registration_officer, mother.person, child.person, "parent")
    assert Relation.objects.get() == again


def test_the_opposite_is_refused_until_the_wrong_one_ended(registration_officer, family, child, mother):
    with pytest.raises(Problem) as refusal:
        relate_persons(registration_officer, mother.person, child.person, "child")
    assert refusal.value.code == "persons.relation.contradicts"
    end_relation(registration_officer, Relation.objects.get(), why="recorded_in_error")
    relate_persons(registration_officer, mother.person, child.person, "child")
    assert Relation.objects.count() == 2


def test_an_uncle_may_be_the_guardian_as_well(registration_officer, mother, child):
    relate_persons(registration_officer, mother.person, child.person, "other_relative")
    relate_persons(registration_officer, mother.person, child.person, "guardian")
    assert {one.kind.code for one in relations_of(child.person)} == {"other_relative", "guardian"}


def test_nobody_is_related_to_themselves(registration_officer, mother):
    with pytest.raises(Problem) as refusal:
        relate_persons(registration_officer, mother.person, mother.person, "sibling")
    assert refusal.value.code == "persons.relation.to_itself"


def test_who_left_and_came_back_has_two_memberships_and_the_first_stays_as_it_was(registration_officer, family, mother):
    first = Membership.objects.get(person=mother.person)
    end_membership(registration_officer, first, why="separated", on=date(2026, 11, 10))
    add_group_member(registration_officer, family, mother.person, on=date(2026, 11, 20))
    before, now = Membership.objects.filter(person=mother.person)
    assert before.said == {"basis": "declared", "on": "2026-11-01"}
    assert before.ending == {"why": "separated", "on": "2026-11-10"}
    assert now.holds and not before.holds


def test_what_was_said_cannot_be_rewritten(family, mother):
    membership = Membership.objects.get(person=mother.person)
    membership.said = {"basis": "assessed"}
    with pytest.raises(TypeError):
        membership.save()


def test_a_group_of_nobody_ends_and_takes_nobody_in(registration_officer, family, mother):
    for membership in Membership.objects.all():
        end_membership(registration_officer, membership, why="left")
    family.refresh_from_db()
    assert family.ended_at is not None
    with pytest.raises(Problem) as refusal:
        add_group_member(registration_officer, family, mother.person)
    assert refusal.value.code == "persons.group.ended"


def test_erasing_the_last_data_set_takes_belongings_along_and_leaves_the_others(family, mother, child):
    certificate = erase_data_set(mother)
    assert certificate.counts["memberships"] == 1 and certificate.counts["relations"] == 1
    assert not Relation.objects.exists()
    assert [one.person for one in family.memberships.all()] == [child.person]
    family.refresh_from_db()
    assert family.ended_at is None
    erase_child_note(child)
    assert not Group.objects.exists()
    assert ErasureCertificate.objects.get(ground="child_note").counts["memberships"] == 1


def test_belongings_stay_while_another_data_set_is_kept(make_data_set, family, mother):
    make_data_set(person=mother.person, forenames=["Lina"])
    assert "memberships" not in erase_data_set(mother).counts
    assert Relation.objects.count() == 1


def test_nothing_is_recorded_of_who_was_erased(registration_officer, family, make_data_set):
    gone = make_data_set(forenames=["Sami"])
    erase_data_set(gone)
    with pytest.raises(Problem) as refusal:
        add_group_member(registration_officer, family, gone.person)
    assert refusal.value.code == "persons.person.erased"


def test_a_linked_record_shows_the_same_family(examiner, make_data_set, family, mother, child):
    later = make_data_set(forenames=["Leena"])
    link_data_sets(examiner, later, other=mother)
    assert [one.group for one in memberships_of(later.person)] == [family]
    assert [one.person for one in relations_of(later.person)] == [child.person]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"basis": "rumour"}, "persons.said.basis"),
        ({"on": date(2999, 1, 1)}, "persons.said.future"),
        ({"note": "x" * 300}, "law.text.too_long"),
    ],
)
def test_slips_are_refused(registration_officer, family, make_data_set, said, code):
    with pytest.raises(Problem) as refusal:
        add_group_member(registration_officer, family, make_data_set().person, **said)
    assert refusal.value.code == code


@pytest.mark.parametrize(("kind", "size", "code"), [("tribe", None, "persons.group.kind"), ("family", 0, "persons.group.size")])
def test_wrong_groups_are_refused(registration_officer, kind, size, code):
    with pytest.raises(Problem) as refusal:
        start_group(registration_officer, kind, size=size)
    assert refusal.value.code == code


def test_who_may_not_register_may_not_say_who_belongs_together(supervisor, family, mother):
    with pytest.raises(Problem) as refusal:
        add_group_member(supervisor, family, mother.person)
    assert refusal.value.status == 403


def test_both_ends_of_a_relation_have_it_in_their_history(family, mother, child):
    events = Event.objects.filter(action="persons.relation.recorded")
    assert {event.person_id for event in events} == {mother.person_id, child.person_id}
