"""Signing in with a second factor, as an officer does it in a browser."""

import re
import time

import pytest
from allauth.mfa.totp.internal.auth import hotp_value
from django.urls import reverse
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "Long-enough-1234"


@pytest.fixture
def officer(make_officer):
    """An examiner of a real node: the role carries a second factor."""
    return make_officer("vera", "examiner", is_demo=False, must_change_password=False)


@pytest.fixture
def at(live_server):
    """Security keys need a name, not a number, for the host."""
    return live_server.url.replace("127.0.0.1", "localhost")


def enter_password(page: Page, at: str) -> None:
    page.goto(at + reverse("account_login"))
    page.fill("[name=login]", "vera")
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_load_state()


def confirm_password(page: Page) -> None:
    """The library asks once more before it changes how somebody signs in."""
    if "confirm" in page.url:
        page.fill("[name=password]", PASSWORD)
        page.get_by_role("button", name="Confirm").click()
        page.wait_for_load_state()


def code_for(secret: str) -> str:
    """The code of these thirty seconds; of the next, where too few are left to type it and have it checked."""
    left = 30 - time.time() % 30
    if left < 8:
        time.sleep(left)
    return f"{hotp_value(secret, int(time.time()) // 30):06d}"


def test_one_time_code(open_context, watch, at, officer, assert_accessible):
    watch.origin = at
    page = open_context().new_page()
    enter_password(page, at)
    expect(page.get_by_text("Your role needs a second factor")).to_be_visible()
    page.goto(at + reverse("mfa_activate_totp"))
    confirm_password(page)
    assert_accessible(page)
    secret = page.locator("#authenticator_secret").input_value()
    page.fill("[name=code]", code_for(secret))
    page.get_by_role("button", name="Activate").click()
    page.wait_for_load_state()
    page.context.clear_cookies()
    enter_password(page, at)
    assert "authenticate" in page.url
    assert_accessible(page)
    page.fill("[name=code]", "000000")
    page.get_by_role("button", name="Sign In", exact=True).click()
    expect(page.locator("#id_code_error")).to_contain_text("Incorrect code")
    page.fill("[name=code]", code_for(secret))
    page.get_by_role("button", name="Sign In", exact=True).click()
    page.wait_for_url(re.compile("/my-work/"))


def test_security_key(open_context, watch, at, officer, assert_accessible):
    watch.origin = at
    page = open_context().new_page()
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "usb",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    enter_password(page, at)
    page.goto(at + reverse("mfa_add_webauthn"))
    confirm_password(page)
    assert_accessible(page)
    page.fill("[name=name]", "Blue key")
    page.click("#mfa_webauthn_add")
    page.wait_for_url(re.compile("recovery-codes|webauthn/$"))
    page.context.clear_cookies()
    enter_password(page, at)
    page.get_by_role("button", name="Use a security key").click()
    page.wait_for_url(re.compile("/my-work/"))


def test_wrong_password_is_told_in_words_and_by_link(page, officer, assert_accessible):
    page.goto(reverse("account_login"))
    page.fill("[name=login]", "vera")
    page.fill("[name=password]", "wrong")
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    assert_accessible(page)


@pytest.mark.parametrize("name", ["account", "administration", "officers", "new_officer", "units", "systems", "settings"])
def test_administration_is_accessible(page, sign_in, administrator, assert_accessible, name):
    sign_in(page, administrator)
    page.goto(reverse(name))
    assert_accessible(page)


def test_first_screen_is_accessible(page, db, assert_accessible):
    page.goto("/")
    assert_accessible(page)
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
