"""The transit matrix as a page: everybody's counts, and what the own links tell; never fewer than five."""

from datetime import UTC, date, datetime

from django.urls import reverse

from egnatia.base import clock
from egnatia.picture.actions.count_onward import count_onward


def test_matrix_shows_what_partners_told_and_days_of_the_own(analyst_client, register, seen, take):
    with clock.frozen(datetime(2026, 11, 20, tzinfo=UTC)):
        for _ in range(5):
            seen(register(1), "RS", 4)
        count_onward()
        cells = [(date(2026, 10, 1), "section", "BA", 77)]
        take(cells, source="RS", indicator="onward_persons", every="month", whole_periods=False)
        page = analyst_client.get(reverse("picture_onward")).content.decode()
    matrix, days = page.split("</table>")[:2]
    assert '<td class="eg-number">77</td>' in matrix and '<td class="eg-number">5</td>' in matrix
    assert matrix.count("has told no counts yet") == 4
    assert '<td class="eg-number">3</td>' in days


def test_fewer_than_five_are_nowhere(analyst_client, register, seen):
    with clock.frozen(datetime(2026, 11, 20, tzinfo=UTC)):
        for _ in range(4):
            seen(register(1), "RS", 4)
        count_onward()
        page = analyst_client.get(reverse("picture_onward")).content.decode()
    assert "No group of five persons yet" in page
    assert page.count("has told no counts yet") == 6


def test_page_is_for_those_who_see_the_picture(client, registration_officer):
    client.force_login(registration_officer)
    assert client.get(reverse("picture_onward")).status_code == 403
