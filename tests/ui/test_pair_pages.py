"""Two persons who may be one: on My work, side by side, decided, on both records, taken back."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from egnatia.biographics.actions.suggest_for_newcomers import suggest_for
from egnatia.biographics.models import Suggestion
from egnatia.persons.actions.add_group_member import add_group_member
from egnatia.persons.actions.relate_persons import end_relation, relate_persons
from egnatia.persons.actions.start_group import start_group
from tests.registration import people

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def pair(registration_officer):
    known = people.sign_with_pictures(registration_officer)
    newer = people.sign(
        registration_officer,
        surnames=["حداد"],
        forenames=["سمير"],
        birth_date={"value": "1991-12-04", "precision": "day", "basis": "declared"},
    )
    suggest_for(newer.person_id)
    return known, newer


def test_pair_is_looked_at_decided_and_taken_back(page, sign_in, live_server, pair, case_officer, assert_fit_for_all):
    known, newer = pair
    suggestion = Suggestion.objects.get()
    sign_in(page, case_officer)
    page.goto(live_server.url + reverse("my_work"))
    page.locator("section[aria-labelledby=possibly-same]").get_by_role("link", name=newer.reference_number).click()
    expect(page.get_by_role("heading", name="Are they one person?")).to_be_visible()
    expect(page.locator("body")).to_contain_text("Day and month swapped")
    expect(page.locator("img.eg-photo")).to_have_count(1)
    assert_fit_for_all(page, [reverse("suggestion", args=(suggestion.pk,)), reverse("my_work_list", args=("possibly-same",))])
    page.goto(live_server.url + reverse("suggestion", args=(suggestion.pk,)))
    page.get_by_role("button", name="Record the decision").click()
    expect(page.get_by_role("link", name="Say what you found.")).to_be_visible()
    page.get_by_label("Same person", exact=True).check()
    page.get_by_label("Why?").fill("He showed both cards.")
    page.get_by_role("button", name="Record the decision").click()
    expect(page.locator("body")).to_contain_text("Recorded: same person")
    page.goto(live_server.url + reverse("person", args=(known.person_id,)))
    expect(page.locator("body")).to_contain_text(newer.reference_number)
    expect(page.locator("body")).to_contain_text("by name and other data")
    page.goto(live_server.url + reverse("suggestion", args=(suggestion.pk,)))
    expect(page.locator("body")).to_contain_text("He showed both cards.")
    assert_fit_for_all(page, [reverse("suggestion", args=(suggestion.pk,))])
    page.goto(live_server.url + reverse("suggestion", args=(suggestion.pk,)))
    page.get_by_label("Why?").fill("They are cousins.")
    page.get_by_role("button", name="Take it back").click()
    expect(page.locator("body")).to_contain_text("It waits for a decision again")
    expect(page.locator("body")).to_contain_text("They are cousins.")
    for one, other in (pair, pair[::-1]):
        page.goto(live_server.url + reverse("person", args=(one.person_id,)))
        expect(page.get_by_role("link", name=other.reference_number)).to_be_visible()


def test_page_says_what_family_records_say_of_the_two(
    page, sign_in, live_server, pair, registration_officer, case_officer, assert_fit_for_all
):
    address = reverse("suggestion", args=(Suggestion.objects.get().pk,))
    sign_in(page, case_officer)
    page.goto(live_server.url + address)
    expect(page.get_by_role("heading", name="Are they one person?")).to_be_visible()
    expect(page.get_by_text("What the second is to the first:")).to_have_count(0)
    relation = relate_persons(registration_officer, pair[0].person, pair[1].person, "parent")
    page.goto(live_server.url + address)
    expect(page.get_by_text("What the second is to the first: Child.")).to_be_visible()
    assert_fit_for_all(page, [address])
    end_relation(registration_officer, relation, why="recorded_in_error")
    family = start_group(registration_officer, "family")
    for one in pair:
        add_group_member(registration_officer, family, one.person)
    page.goto(live_server.url + address)
    expect(page.get_by_text("registered at one visit, as two members of one group")).to_be_visible()
