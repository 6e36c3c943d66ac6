"""Western Balkans today: opens for everybody, counts only."""

import pytest
from django.urls import reverse

from egnatia.exchange.models import Partner, PartnerFigures
from egnatia.site import today, tour

pytestmark = pytest.mark.django_db


@pytest.fixture
def told_by_serbia(administrator):
    """Serbia told today that it registered "some" and that two of its channels are open."""
    from egnatia.base import clock

    partner = Partner.objects.create(
        code="RS", name="RS", url="http://localhost:1", signing_keys={}, sealing_keys={}, fingerprint="",
        member_file_made_at=clock.now(), state=Partner.State.CONFIRMED, added_at=clock.now(), added_by=administrator,
    )  # fmt: skip
    return PartnerFigures.objects.create(
        partner=partner, registered=1, waiting=12, channels={"MK": "open", "AL": "late"}, as_of=clock.now()
    )


def test_opens_without_signing_in_and_names_all_six(client):
    page = client.get("/").content.decode()
    for name in ("Albania", "Bosnia and Herzegovina", "Kosovo*", "Montenegro", "North Macedonia", "Serbia"):
        assert name in page
    assert "UNSCR 1244/1999" in page


def test_small_counts_are_not_told_exactly(client, told_by_serbia):
    page = client.get("/").content.decode()
    assert "under 5" in page and "12" in page


def test_channels_are_shown_as_each_side_sees_them(told_by_serbia):
    rows = {row.partner.code: {cell.other: cell.state for cell in row.cells} for row in today.channel_rows()}
    assert rows["RS"]["AL"] == "late" and rows["RS"]["RS"] == "self"
    assert rows["MK"]["RS"] == "open" and rows["MK"]["AL"] == "closed"
    assert rows["AL"]["MK"] == "unknown"


def test_quotas_are_shown_as_whoever_is_asked_tells_them(client, told_by_serbia):
    from egnatia.base import clock
    from egnatia.exchange.models import QuotaUse

    told_by_serbia.quotas = {"MK": 4, "AL": 10}
    told_by_serbia.save()
    Partner.objects.update(quotas={"MIG": 20})
    QuotaUse.objects.create(partner=told_by_serbia.partner, purpose="MIG", day=clock.today(), count=23)
    told_by_serbia.channels = {"MK": "open", "AL": "late"}
    cells = {(row.partner.code, cell.other): cell for row in today.channel_rows() for cell in row.cells}
    assert (cells["RS", "MK"].state, cells["RS", "MK"].used) == ("used", 10), "what we counted of Serbia"
    assert (cells["MK", "RS"].state, cells["MK", "RS"].used) == ("open", 4), "what Serbia counted of us"
    assert cells["AL", "RS"].used == 10 and cells["AL", "RS"].state == "unknown"
    page = client.get("/").content.decode()
    assert "Quota used" in page and "40% used" in page and reverse("quotas") in page


def test_suspended_partner_is_not_one_without_agreement(client, told_by_serbia):
    Partner.objects.update(state=Partner.State.SUSPENDED)
    assert "Suspended" in client.get("/").content.decode()


def test_figures_of_yesterday_are_not_shown(client, told_by_serbia):
    from datetime import timedelta

    from egnatia.base import clock

    with clock.frozen(clock.now() + timedelta(days=1)):
        figures = {box.partner.code: box for box in today.partner_figures(exactly=True)}
    assert figures["RS"].registered is None and figures["MK"].registered == 0


def test_page_costs_few_queries(client, told_by_serbia, django_assert_max_num_queries):
    with django_assert_max_num_queries(18):
        client.get("/")


def test_tour_has_ten_steps_whose_addresses_exist():
    from django.urls import resolve

    steps = tour.steps()
    assert len(steps) == 10
    for step in steps:
        resolve(step.href.split("?")[0])


def test_tour_walks_and_ends_in_a_demo(client, settings):
    settings.IS_DEMO = True
    assert client.post(reverse("tour"), {"step": "1"}).url == "/"
    assert "Step 1 of 10" in client.get("/").content.decode()
    client.post(reverse("tour"), {"step": "2"})
    assert "Step 2 of 10" in client.get("/").content.decode()
    client.post(reverse("tour"), {"step": "0"})
    assert "Step" not in client.get("/").content.decode()


def test_there_is_no_tour_in_a_real_node(client):
    assert client.post(reverse("tour"), {"step": "1"}).status_code == 404
    assert "tour" not in client.get("/").content.decode()


def test_unknown_language_and_address(client):
    assert client.get("/nothing/here/").status_code == 404
