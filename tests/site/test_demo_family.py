"""The demo's family: registered as one group, its child found again by a note in another script."""

from datetime import date

import pytest

from egnatia import law
from egnatia.exchange.models import RegionalSearch
from egnatia.persons.models import ChildNote, DataSet, Group, Relation
from egnatia.registration.models import Draft, NoticeGiven
from egnatia.site.demo import steps
from egnatia.site.demo.accounts import make_accounts
from egnatia.site.demo_data import family

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def accounts(operator):
    make_accounts()


def test_the_family_is_one_group_with_a_note_for_the_child():
    facts = steps.run("family", [])
    assert facts == {
        "members": 3,
        "size": 3,
        "noted": "KHALIL, Yousef",
        "captures_of_child": 0,
        "parents": ["KHALIL, Tarek", "NASSAR, Huda"],
    }
    assert DataSet.objects.count() == 2 == NoticeGiven.objects.count() and ChildNote.objects.count() == 1
    assert sorted(one.said["kind"] for one in Relation.objects.all()) == ["child", "child", "spouse"]
    assert steps.run("family", []) == facts and Group.objects.count() == 1 and DataSet.objects.count() == 2
    assert not RegionalSearch.objects.exclude(data_set__in=DataSet.objects.all()).exists()


def test_the_childs_note_is_found_again_in_another_script_and_nothing_stays_of_the_look():
    made = steps.run("family", [])
    found = steps.run("child-again", [])
    assert found["is_note"] and found["parents"] == made["parents"]
    assert found["levels"]["names"] == "names.same_skeleton" and found["levels"]["birth"] == "birth.same_year"
    assert ChildNote.objects.count() == 1 and not Draft.objects.filter(state="open").exists()


def test_without_the_family_nobody_is_found():
    assert steps.run("child-again", []) == {"is_note": False, "standing": "", "levels": {}, "parents": []}


@pytest.mark.parametrize("today", [date(2026, 11, 30), date(2027, 3, 31), date(2028, 2, 29), date(2027, 1, 1)])
def test_the_child_is_under_six_on_any_day_and_all_pass_the_list(today):
    for made in (family.father, family.mother, family.son, family.son_again):
        law.check_elements(family.CATEGORY, made(today), today=today)
    born = date.fromisoformat(family.son(today)["birth_date"]["value"])
    assert 4 * 365 < (today - born).days < 5 * 366
