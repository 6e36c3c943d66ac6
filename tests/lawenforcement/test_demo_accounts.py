"""The demo's people of the gateway: three roles in three units, who can play a case through."""

import pytest

from egnatia.accounts.models import Officer
from egnatia.site.demo.accounts import LAW_ENFORCEMENT, make_accounts, username

pytestmark = pytest.mark.django_db


def test_each_role_has_somebody_and_no_two_share_a_unit(operator):
    make_accounts()
    make_accounts()
    from egnatia.base import node

    names = [username(kind, node.current().partner) for kind, *_ in LAW_ENFORCEMENT]
    people = Officer.objects.filter(username__in=names)
    assert {role for one in people for role in one.roles} == {role for _, _, role, _ in LAW_ENFORCEMENT}
    assert len({one.unit_id for one in people} | {operator.unit_id}) == 4
