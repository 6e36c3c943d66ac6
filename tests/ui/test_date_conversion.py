"""What a date means, told while it is typed."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(client, registration_officer):
    """`told(day="15", …)`: what the part of the page says."""
    client.force_login(registration_officer)

    def ask(**boxes: str) -> str:
        typed = {f"birth_date_{box}": value for box, value in boxes.items()}
        answer = client.post(reverse("date_conversion"), {"of": "birth_date", **typed})
        assert answer.status_code == 200
        return answer.content.decode()

    return ask


@pytest.mark.parametrize(
    ("boxes", "shown"),
    [
        (
            {"day": "15", "month": "ثور", "year": "1370", "calendar": "solar_hijri"},
            "15 Saur 1370 (Solar Hijri) = 5 May 1991",
        ),
        ({"month": "9", "year": "1410", "calendar": "islamic"}, "Ramadan 1410 (Islamic) = 27 March 1990 to 25 April 1990"),
        ({"day": "5", "month": "5", "year": "1991", "calendar": "gregorian"}, "5 May 1991"),
        ({"day": "15", "month": "2", "year": "1370", "calendar": "gregorian"}, "Choose the calendar"),
        ({"day": "15", "month": "Saur", "year": "1991", "calendar": "gregorian"}, "month of the Solar Hijri calendar"),
        ({"day": "30", "month": "Esfand", "year": "1371", "calendar": "solar_hijri"}, "that month has 29 days"),
        ({"age": "35", "margin": "2"}, "about 35 years old on "),
        ({"age": "35", "margin": "2", "kept": "35 2 2020-11-29"}, "born 30 November 1982 to 29 November 1987"),
    ],
)
def test_a_date_is_told_with_its_conversion(told, boxes, shown):
    assert shown in told(**boxes)


@pytest.mark.parametrize("boxes", [{}, {"day": "15"}, {"year": "19"}, {"day": "x", "year": "1991"}])
def test_nothing_is_said_while_somebody_is_still_typing(told, boxes):
    assert told(**boxes) == ""


def test_what_is_typed_is_escaped(told):
    assert "<" not in told(month="<b>", year="1991")


def test_nobody_else_is_told(client):
    answer = client.post(reverse("date_conversion"), {"of": "x", "x_year": "1991"})
    assert (answer.status_code, answer.content) == (204, b"")
    assert client.get(reverse("date_conversion"), {"of": "x", "x_year": "1991"}).status_code == 405
