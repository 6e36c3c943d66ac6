"""One registration for a group: what is shared is entered once, confirmed for each, and who is signed belongs together."""

import pytest
from django.urls import reverse

from egnatia.base.errors import Problem
from egnatia.biographics.actions.suggest_for_newcomers import suggest_for_newcomers
from egnatia.biographics.models import Suggestion
from egnatia.persons.actions.end_membership import end_membership
from egnatia.persons.actions.erase_data_set import erase_data_set
from egnatia.persons.models import Group, Membership, Relation
from egnatia.registration.actions.abandon_draft import abandon_draft
from egnatia.registration.actions.note_child import note_child
from egnatia.registration.actions.register_another import register_another
from egnatia.registration.actions.save_step import save_step
from egnatia.registration.actions.sign_draft import sign_draft
from egnatia.registration.actions.take_captures import take_records
from egnatia.registration.models import Draft
from egnatia.registration.queries import find_gaps, step_states, taken_over
from tests.registration import people
from tests.registration.conftest import records_of

pytestmark = pytest.mark.django_db
NOTICE = {"language": "ar", "mode": "both"}


def finish(officer, draft, elements, *, seed=2, **changed):
    """Each step looked at and saved, as an officer does."""
    values = {**elements, **changed}
    for step, given in (
        ("notice", NOTICE),
        ("event", {"category": "2", "event": draft.data["elements"].get("event") or elements["event"]}),
        ("identity", values),
        ("documents", {"documents": []}),
    ):
        draft = save_step(officer, draft, step, given).draft
    take_records(officer, draft, records_of(seed))
    return draft


def unconfirmed(draft):
    return [gap.step.code for gap in find_gaps(draft) if gap.problem.code == "registration.taken_over.not_confirmed"]


def test_what_is_shared_comes_along_and_documents_and_the_notice_do_not(registration_officer, make_draft):
    first = make_draft(names_latin={"surnames": ["Haddad"], "forenames": ["Samir"]}, countries_feared=["TUR"])
    another = register_another(registration_officer, draft=first, kind="child", size=3)
    elements = another.data["elements"]
    assert elements == {
        "event": {"place": "Tabanovce", "date": "2026-11-01"},
        "nationalities": ["SYR"],
        "surnames": ["Haddad"],
        "names_latin": {"surnames": ["Haddad"]},
    }
    assert another.category == 2
    assert another.data["notice_offered"] == {"language": "ar", "interpreter": "Interpreter 7"}
    assert "notice" not in another.data and step_states(another)["notice"] == "to_do"
    first.refresh_from_db()
    assert (first.group, first.group.size) == (another.group, 3)


def test_the_surname_is_offered_to_close_relatives_only(registration_officer, make_draft):
    another = register_another(registration_officer, draft=make_draft(), kind="travels_with", group="travelling")
    assert "surnames" not in another.data["elements"] and another.group.kind == "travelling"


def test_nothing_taken_over_is_signed_unconfirmed(registration_officer, make_draft, elements):
    another = register_another(registration_officer, draft=make_draft(), kind="spouse")
    assert unconfirmed(another) == ["event", "identity"]
    assert "Surnames" in taken_over(another, "identity")
    event = {"category": "2", "event": another.data["elements"]["event"]}
    saved = save_step(registration_officer, another, "event", event, confirms=False).draft
    assert unconfirmed(saved) == ["event", "identity"]
    saved = save_step(registration_officer, saved, "event", event).draft
    assert unconfirmed(saved) == ["identity"]
    with pytest.raises(Problem):
        sign_draft(registration_officer, saved)


@pytest.mark.parametrize("first_is_signed_first", [True, False])
def test_whoever_is_signed_belongs_to_the_group_with_the_relation(
    registration_officer, make_draft, elements, first_is_signed_first
):
    first = make_draft()
    another = register_another(registration_officer, draft=first, kind="child")
    another = finish(registration_officer, another, elements, forenames=["Nour"])
    first.refresh_from_db()
    for draft in (first, another) if first_is_signed_first else (another, first):
        sign_draft(registration_officer, draft)
    relation = Relation.objects.get()
    assert (relation.person, relation.other, relation.said["kind"]) == (another.about, first.about, "child")
    assert Membership.objects.filter(group=first.group, ended_at=None).count() == 2
    assert not Draft.objects.filter(relation__isnull=False).exists()


def test_siblings_registered_as_one_group_are_not_suggested_as_one_person(registration_officer, make_draft, elements):
    """Each is recorded as the father's child, and nothing between the two; a third of the name came alone."""
    suggest_for_newcomers()
    born = {"value": "2012", "precision": "year", "basis": "declared"}
    father = make_draft()
    sign_draft(registration_officer, father)
    children = []
    for seed, forename in enumerate(("Mohammad Hasan", "Mohammad Hasan Reza"), 3):
        draft = register_another(registration_officer, draft=father, kind="child", group=father.group or "family")
        children.append(finish(registration_officer, draft, elements, seed=seed, forenames=[forename], birth_date=born))
        father.refresh_from_db()
    for draft in children:
        sign_draft(registration_officer, draft)
    named = {"forenames": ["Mohammad Hasan"], "birth_date": born, "documents": None}
    alone = people.sign(registration_officer, **named, event={"place": "Tabanovce", "date": "2026-09-01"})
    while suggest_for_newcomers():
        pass
    assert Membership.objects.filter(group=father.group, ended_at=None).count() == 3
    found = {frozenset(pair) for pair in Suggestion.objects.values_list("first_id", "second_id")}
    assert found == {frozenset((alone.person_id, draft.about.pk)) for draft in children}


def test_a_child_under_six_becomes_a_member_by_its_note(registration_officer, make_draft, elements):
    signed = make_draft()
    sign_draft(registration_officer, signed)
    another = register_another(registration_officer, draft=signed, kind="child")
    young = {**elements, "birth_date": {"value": "2023", "precision": "year", "basis": "declared"}}
    another = save_step(registration_officer, another, "identity", young).draft
    note = note_child(registration_officer, another)
    assert Relation.objects.get().person == note.person
    assert Membership.objects.filter(group=another.group, person=note.person).exists()


def test_from_a_record_the_next_one_joins_the_same_family(registration_officer, elements):
    known = people.sign(registration_officer)
    one = register_another(registration_officer, person=known.person, kind="spouse")
    two = register_another(registration_officer, person=known.person, kind="child", group=one.group)
    assert Group.objects.get() == one.group == two.group
    assert two.data["elements"]["event"]["place"] == "Tabanovce"
    assert Membership.objects.get().person == known.person


def test_a_group_whose_registrations_are_given_up_ends(registration_officer, make_draft):
    first = make_draft()
    another = register_another(registration_officer, draft=first, kind="child")
    abandon_draft(registration_officer, another)
    assert Group.objects.get().ended_at is None
    first.refresh_from_db()
    abandon_draft(registration_officer, first)
    assert Group.objects.get().ended_at is not None
    assert not Draft.objects.filter(relation__isnull=False).exists()


def test_an_erased_relative_does_not_keep_the_next_one_from_being_signed(registration_officer, make_draft, elements):
    known = people.sign(registration_officer)
    another = register_another(registration_officer, person=known.person, kind="child")
    another = finish(registration_officer, another, elements, forenames=["Nour"])
    erase_data_set(known)
    another.refresh_from_db()
    sign_draft(registration_officer, another)
    assert not Relation.objects.exists()


def test_pages_from_the_first_person_to_two_of_two(client, registration_officer, make_draft, elements):
    client.force_login(registration_officer)
    signed = make_draft()
    sign_draft(registration_officer, signed)
    assert (
        "Register another person of this group"
        in client.get(reverse("registration_signed", args=(signed.pk,))).content.decode()
    )
    sent = {"kind": "child", "basis": "declared", "group": "family", "size": "2"}
    answer = client.post(reverse("register_another", args=(signed.pk,)), sent)
    another = Draft.objects.get(state="open")
    assert answer.url == reverse("registration_step", args=(another.pk, "notice"))
    assert "Interpreter 7" in client.get(answer.url).content.decode()
    identity = reverse("registration_step", args=(another.pk, "identity"))
    page = client.get(identity).content.decode()
    assert "Taken over from another person of the group:" in page and 'value="Haddad"' in page
    typed = {"surnames": ["Haddad"], "sex": "male", "nationalities": ["SYR"], "autosave": "1"}
    client.post(identity, typed, headers={"HX-Request": "true"})
    another.refresh_from_db()
    assert unconfirmed(another) == ["event", "identity"]
    page = client.get(reverse("registration_signed", args=(signed.pk,))).content.decode()
    assert "1 of 2 registered or noted" in page and "Registration under way" in page
    another = finish(registration_officer, another, elements, forenames=["Nour"])
    sign_draft(registration_officer, another)
    page = client.get(reverse("registration_signed", args=(another.pk,))).content.decode()
    assert "2 of 2 registered or noted" in page and "HADDAD, Nour" in page


def test_a_group_that_ended_is_followed_by_a_new_one(client, registration_officer, make_draft):
    client.force_login(registration_officer)
    signed = make_draft()
    sign_draft(registration_officer, signed)
    register_another(registration_officer, draft=signed, kind="child")
    end_membership(registration_officer, Membership.objects.get(), why="left")
    sent = {"kind": "child", "basis": "declared", "group": "travelling"}
    assert client.post(reverse("register_another", args=(signed.pk,)), sent).status_code == 302
    assert [group.ended_at is None for group in Group.objects.order_by("created_at")] == [False, True]


def test_nobody_comes_with_a_registration_that_was_given_up(registration_officer, make_draft):
    draft = make_draft()
    abandon_draft(registration_officer, draft)
    with pytest.raises(Problem) as refusal:
        register_another(registration_officer, draft=draft, kind="child")
    assert refusal.value.code == "registration.group.nobody"
