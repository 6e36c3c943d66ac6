"""Sequences: the connected component of confirmed links, undone by dissolving one."""

import pytest

from egnatia.base.errors import Problem
from egnatia.persons import hooks
from egnatia.persons.actions.correct_data_set import correct_data_set
from egnatia.persons.actions.dissolve_link import dissolve_link
from egnatia.persons.actions.link_data_sets import link_data_sets
from egnatia.persons.actions.void_data_set import void_data_set
from egnatia.persons.models import Link
from egnatia.persons.queries import sequence_of, stand_ins

pytestmark = pytest.mark.django_db


def references(sequence):
    return {data_set.reference_number for data_set in sequence.data_sets}


def test_data_sets_are_joined_across_persons_through_links(make_data_set, registration_officer):
    a, b, c, stranger = (make_data_set() for _ in range(4))
    link_data_sets(registration_officer, a, other=b)
    link_data_sets(registration_officer, c, other=b)
    expected = {a.reference_number, b.reference_number, c.reference_number}
    for one in (a, b, c):
        assert references(sequence_of(one)) == references(sequence_of(one.person)) == expected
    assert references(sequence_of(stranger)) == {stranger.reference_number}


def test_partner_links_belong_to_the_sequence(make_data_set, registration_officer):
    a, b = make_data_set(), make_data_set()
    link_data_sets(registration_officer, a, other=b)
    link = link_data_sets(registration_officer, b, partner="RS", partner_reference="opaque")
    assert sequence_of(a).partner_links == (link,)


def test_pair_is_linked_once_in_either_order(make_data_set, registration_officer):
    a, b = make_data_set(), make_data_set()
    first = link_data_sets(registration_officer, a, other=b)
    assert link_data_sets(registration_officer, b, other=a) == first
    assert Link.objects.count() == 1


def test_dissolving_parts_them_again_and_they_may_be_linked_anew(make_data_set, registration_officer):
    a, b = make_data_set(), make_data_set()
    told = []
    hooks.link_dissolved.connect(told.append)
    try:
        link = dissolve_link(registration_officer, link_data_sets(registration_officer, a, other=b), reason="Wrong verdict.")
        dissolve_link(registration_officer, link, reason="Again.")
    finally:
        hooks.link_dissolved._functions.remove(told.append)
    assert len(told) == 1
    assert references(sequence_of(a)) == {a.reference_number}
    assert link_data_sets(registration_officer, a, other=b) != link
    assert references(sequence_of(a)) == {a.reference_number, b.reference_number}


def test_link_holds_for_the_corrected_version(make_data_set, registration_officer, elements):
    a, b = make_data_set(), make_data_set()
    link_data_sets(registration_officer, a, other=b)
    version = correct_data_set(registration_officer, b, elements={**elements, "birth_place": "Homs"}, reason="typing_error")
    assert version in sequence_of(a).data_sets
    assert b not in sequence_of(a).data_sets


def test_void_registration_leaves_the_sequence(make_data_set, registration_officer):
    a, b = make_data_set(), make_data_set()
    link_data_sets(registration_officer, a, other=b)
    void_data_set(registration_officer, b, reason="wrong_person")
    assert references(sequence_of(a)) == {a.reference_number}
    with pytest.raises(Problem) as refused:
        link_data_sets(registration_officer, a, other=b)
    assert refused.value.code == "persons.link.not_active"


def test_nothing_is_linked_with_itself_or_with_nothing(make_data_set, registration_officer):
    a = make_data_set()
    with pytest.raises(Problem):
        link_data_sets(registration_officer, a, other=a)
    with pytest.raises(ValueError, match="a link leads to"):
        link_data_sets(registration_officer, a)


def test_one_person_stands_in_for_all_of_a_sequence(make_data_set, registration_officer):
    a, b, c, d, stranger = (make_data_set() for _ in range(5))
    for one, other in ((a, b), (c, b), (d, c)):
        link_data_sets(registration_officer, one, other=other)
    link_data_sets(registration_officer, stranger, partner="RS", partner_reference="opaque")
    for asked in ({a.person_id, stranger.person_id}, {a.person_id, d.person_id, stranger.person_id}):
        leads = stand_ins(asked)
        assert leads.keys() == {one.person_id for one in (a, b, c, d, stranger)}
        assert len({leads[one.person_id] for one in (a, b, c, d)}) == 1
        assert leads[stranger.person_id] == stranger.person_id
    dissolve_link(registration_officer, Link.objects.get(data_set=c), reason="Wrong verdict.")
    leads = stand_ins([a.person_id, d.person_id])
    assert leads[a.person_id] == leads[b.person_id] != leads[d.person_id] == leads[c.person_id]
    assert stand_ins([]) == {}
