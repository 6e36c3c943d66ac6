"""The administrator's pages."""

import pytest
from django.urls import reverse

from egnatia.accounts.actions.change_officer import change_officer
from egnatia.accounts.actions.create_api_token import create_api_token
from egnatia.accounts.actions.revoke_api_token import revoke_api_token
from egnatia.accounts.models import ApiToken, Officer, Unit
from egnatia.accounts.queries import find_token
from egnatia.audit.models import Event
from egnatia.base import node
from egnatia.base.errors import Problem
from egnatia.base.node_settings import mistakes_in, setting_types, value_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client, administrator):
    client.force_login(administrator)
    return client


@pytest.mark.parametrize("name", ["administration", "officers", "new_officer", "units", "systems", "settings"])
def test_pages_open_for_the_administrator_only(client, administrator, registration_officer, name):
    assert client.get(reverse(name)).status_code == 302
    client.force_login(registration_officer)
    assert client.get(reverse(name)).status_code == 403
    client.force_login(administrator)
    assert client.get(reverse(name)).status_code == 200


def test_new_account_gets_its_roles_and_must_change_the_password(page, unit):
    answer = page.post(
        reverse("new_officer"),
        {"username": "vesna", "full_name": "Vesna", "unit": unit.pk, "roles": ["examiner"], "password": "Quite-a-long-one-7"},
    )
    assert answer.status_code == 302
    made = Officer.objects.get(username="vesna")
    assert made.roles == {"examiner"} and made.must_change_password
    assert Event.objects.filter(action="accounts.officer.created", actor_label="ada").exists()


@pytest.mark.parametrize(("password", "told"), [("short", "too short"), ("password1234", "too common")])
def test_weak_password_is_told_beside_its_field(page, unit, password, told):
    values = {"username": "v", "full_name": "V", "unit": unit.pk, "roles": ["examiner"], "password": password}
    answer = page.post(reverse("new_officer"), values)
    assert answer.status_code == 200 and told in answer.content.decode()
    assert not Officer.objects.filter(username="v").exists()


def test_first_password_leads_to_changing_it(client, make_officer):
    make_officer("nova", "registration_officer", is_demo=False, must_change_password=True)
    client.post(reverse("account_login"), {"login": "nova", "password": "Long-enough-1234"})
    assert client.get(reverse("administration")).url == reverse("account_change_password")
    client.post(
        reverse("account_change_password"),
        {"oldpassword": "Long-enough-1234", "password1": "Another-long-one-5", "password2": "Another-long-one-5"},
    )
    assert not Officer.objects.get(username="nova").must_change_password


def test_role_with_second_factor_opens_nothing_without_one(client, make_officer):
    officer = make_officer("strict", "examiner", is_demo=False, must_change_password=False)
    client.force_login(officer)
    assert client.get(reverse("administration")).url == reverse("account")
    assert client.get(reverse("account")).status_code == 200


def test_administrator_can_not_lock_themselves_out(administrator):
    with pytest.raises(Problem, match="accounts.officer.self"):
        change_officer(administrator, administrator, full_name="A", unit=administrator.unit, roles=[], is_active=True)


def test_switched_off_account_is_signed_out(client, administrator, registration_officer):
    client.force_login(registration_officer)
    change_officer(
        administrator, registration_officer, full_name="R", unit=registration_officer.unit, roles=["examiner"], is_active=False
    )
    assert reverse("account_login") in client.get(reverse("account")).url


def test_key_opens_until_revoked_and_is_kept_as_hash_only(administrator, operator):
    token, key = create_api_token(administrator, name="AFIS", account=operator, purposes=["MIG"])
    assert find_token(key) == token
    assert key not in str(ApiToken.objects.values().get())
    revoke_api_token(administrator, token)
    assert find_token(key) is None


def test_key_for_an_unknown_purpose_is_refused(administrator, operator):
    with pytest.raises(Problem, match="accounts.token.purpose_unknown"):
        create_api_token(administrator, name="AFIS", account=operator, purposes=["ALL"])


def test_settings_are_checked_and_written(page):
    values = {key: value_of(key) for key, setting in setting_types().items() if setting.at_page} | {"session_minutes": 45}
    assert page.post(reverse("settings"), values | {"working_group_coordinator": "GR"}).status_code == 200
    assert page.post(reverse("settings"), values | {"session_minutes": 1}).status_code == 200
    assert value_of("session_minutes") == 30
    try:
        assert page.post(reverse("settings"), values).status_code == 302
        assert value_of("session_minutes") == 45
    finally:
        node.change_settings(node.current(), {"session_minutes": 30})


def test_what_node_toml_says_wrongly_is_named():
    given = {
        "session_minutes": 45,
        "sesion_minutes": 45,
        "working_group_coordinator": "GR",
        "draft_days": "three",
        "demo": True,
    }
    assert mistakes_in(given) == ["sesion_minutes", "working_group_coordinator", "draft_days"]


def test_units_have_one_name_each(page, unit):
    page.post(reverse("units"), {"name": unit.name.upper(), "place": ""})
    assert Unit.objects.count() == 1
