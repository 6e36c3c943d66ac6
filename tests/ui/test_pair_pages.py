"""Two persons who may be one: on My work, side by side, decided, on both records, taken back."""

import pytest
from django.urls import reverse

from egnatia.biographics.actions.suggest_for_newcomers import suggest_for
from egnatia.biographics.models import Suggestion
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
    assert page.get_by_role("heading", name="Are they one person?").is_visible()
    assert "Day and month swapped" in page.content() and page.locator("img.eg-photo").count() == 1
    assert_fit_for_all(page, [reverse("suggestion", args=(suggestion.pk,)), reverse("my_work_list", args=("possibly-same",))])
    page.goto(live_server.url + reverse("suggestion", args=(suggestion.pk,)))
    page.get_by_role("button", name="Record the decision").click()
    assert page.get_by_role("link", name="Say what you found.").is_visible()
    page.get_by_label("Same person", exact=True).check()
    page.get_by_label("Why?").fill("He showed both cards.")
    page.get_by_role("button", name="Record the decision").click()
    assert "Recorded: same person" in page.content()
    page.goto(live_server.url + reverse("person", args=(known.person_id,)))
    assert newer.reference_number in page.content() and "by name and other data" in page.content()
    page.goto(live_server.url + reverse("suggestion", args=(suggestion.pk,)))
    assert "He showed both cards." in page.content()
    assert_fit_for_all(page, [reverse("suggestion", args=(suggestion.pk,))])
    page.goto(live_server.url + reverse("suggestion", args=(suggestion.pk,)))
    page.get_by_label("Why?").fill("They are cousins.")
    page.get_by_role("button", name="Take it back").click()
    assert "It waits for a decision again" in page.content() and "They are cousins." in page.content()
    for one, other in (pair, pair[::-1]):
        page.goto(live_server.url + reverse("person", args=(one.person_id,)))
        assert page.get_by_role("link", name=other.reference_number).is_visible()
