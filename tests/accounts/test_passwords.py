"""How passwords are kept. Other tests keep theirs with one round (tests/conftest.py)."""

from django.contrib.auth import authenticate


def test_a_password_is_kept_with_all_rounds_and_opens(password_rounds, make_officer):
    officer = make_officer("vera", "registration_officer")
    assert password_rounds >= 1_000_000
    assert officer.password.startswith(f"pbkdf2_sha256${password_rounds}$")
    assert authenticate(None, username="vera", password="Long-enough-1234") == officer
