"""The examiner's desk in a browser: by keyboard, on one scale, without a finding of axe."""

import pytest
from playwright.sync_api import expect

from egnatia.biometrics.models import Candidate
from tests.biometrics.conftest import candidate, find_candidates, sign  # noqa: F401  (fixtures)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk(page, sign_in, examiner, candidate):  # noqa: F811
    sign_in(page, examiner)
    page.goto(f"/examine/{candidate.pk}/")
    return page


def widths(desk) -> list[float]:
    return [round(view.bounding_box()["width"]) for view in desk.locator(".eg-print__view > svg").all()]


def test_list_and_desk_are_accessible(desk, assert_accessible):
    assert_accessible(desk)
    desk.goto("/examine/")
    assert_accessible(desk)


def test_both_prints_keep_one_scale_through_every_zoom(desk):
    sizes = [widths(desk)]
    for _ in range(3):
        desk.get_by_role("button", name="Larger").click()
        sizes.append(widths(desk))
    assert all(left == right for left, right in sizes)
    assert [pair[0] for pair in sizes] == sorted({pair[0] for pair in sizes}), "each step is larger than the one before"


def test_zoom_by_keyboard(desk):
    view = desk.locator(".eg-print__view").first
    view.focus()
    whole = widths(desk)
    view.press("+")
    assert widths(desk)[0] > whole[0]
    view.press("0")
    assert widths(desk) == whole


def test_both_prints_move_together(desk):
    for _ in range(3):
        desk.get_by_role("button", name="Larger").click()
    first, second = desk.locator(".eg-print__view").all()
    before = second.evaluate("view => [view.scrollLeft, view.scrollTop]")
    first.evaluate("view => view.scrollBy(60, 40)")
    desk.wait_for_function(
        "([left, top]) => { const view = document.querySelectorAll('.eg-print__view')[1];"
        " return Math.abs(view.scrollLeft - left - 60) < 2 && Math.abs(view.scrollTop - top - 40) < 2; }",
        arg=before,
    )


def test_marks_can_be_taken_away(desk):
    mark = desk.locator(".eg-minutia circle").first
    expect(mark).to_be_visible()
    desk.get_by_role("button", name="Marks").click()
    expect(mark).not_to_be_visible()


def test_a_verdict_by_keyboard_alone(desk):
    desk.get_by_label("Same person", exact=True).focus()
    desk.keyboard.press("Space")
    desk.keyboard.press("Tab")
    desk.keyboard.type("Details agree on several")
    desk.keyboard.press("Tab")
    desk.keyboard.press("Tab")
    desk.keyboard.press("Enter")
    desk.wait_for_url("**/examine/")
    assert Candidate.objects.get().state == Candidate.State.SAME


def test_without_script_everything_is_there(open_context, sign_in, examiner, candidate):  # noqa: F811
    page = open_context(java_script_enabled=False).new_page()
    sign_in(page, examiner)
    page.goto(f"/examine/{candidate.pk}/")
    expect(page.locator(".eg-print__view > svg")).to_have_count(2)
    page.get_by_role("link", name="Left thumb").first.click()
    expect(page.get_by_role("heading", name="Left thumb")).to_be_visible()
    page.get_by_label("Cannot tell").check()
    page.get_by_label("Why?").select_option("quality_of_new_prints")
    page.get_by_role("button", name="Record the verdict").click()
    assert Candidate.objects.get().state == Candidate.State.SECOND
