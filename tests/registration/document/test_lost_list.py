"""The list of lost and stolen documents: put in force whole or not at all, kept as digests."""

import pytest

from egnatia.base.errors import Problem
from egnatia.registration.actions.import_lost_list import import_lost_list
from egnatia.registration.lost_documents import find_list, find_lost
from egnatia.registration.models import LostDocument

pytestmark = pytest.mark.django_db


def test_without_a_list_nobody_could_be_asked():
    assert find_lost("SYR", "N1") is None


def test_next_list_takes_the_place_of_the_one_before():
    import_lost_list(["issuer,number\n", "SYR,N1\n", "SYR,N1\n", "SRB,N2\n"], source="List of November")
    assert (find_list().source, find_list().documents) == ("List of November", 2)
    import_lost_list(["number,issuer\n", "N3,SRB\n"], source="List of December")
    assert [find_lost(*one) for one in (("SYR", "N1"), ("SRB", "N2"), ("SRB", "N3"))] == [False, False, True]


def test_numbers_are_not_kept_in_clear():
    import_lost_list(["issuer,number\n", "SYR,N778812\n"], source="List")
    assert "778812" not in str(list(LostDocument.objects.values_list("key", flat=True)))


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ([], "columns"),
        (["state,no\n", "SYR,N1\n"], "columns"),
        (["issuer,number\n", "SYR,N9\n", "SYR\n"], "line"),
        (["issuer,number\n", "Syria,N1\n"], "line"),
        (["issuer,number\n", "SYR,-\n"], "line"),
    ],
)
def test_list_that_is_wrong_leaves_the_one_before_in_force(lines, code):
    import_lost_list(["issuer,number\n", "SYR,N1\n"], source="List of November")
    with pytest.raises(Problem) as refused:
        import_lost_list(lines, source="List of December")
    assert refused.value.code == f"registration.lost_list.{code}"
    assert find_list().source == "List of November"
    assert find_lost("SYR", "N1") is True
