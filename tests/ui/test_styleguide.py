"""Every component in a real browser: accessible, by keyboard, on a phone, without JavaScript."""

import re
from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

PATH = "/styleguide/"


def open_guide(page: Page) -> Page:
    page.goto(PATH)
    expect(page.get_by_role("heading", level=1, name="Style guide")).to_be_visible()
    return page


@pytest.fixture(autouse=True)
def _demo(settings):
    settings.IS_DEMO = True


def test_nothing_for_axe_to_find(page: Page, assert_accessible):
    open_guide(page)
    assert_accessible(page)


def test_nothing_for_axe_to_find_on_a_phone_with_errors_shown(open_context, assert_accessible):
    page = open_context(viewport={"width": 390, "height": 844}).new_page()
    open_guide(page)
    page.get_by_role("button", name="Save and go on").click()
    expect(page.get_by_role("alert")).to_contain_text("There is a problem")
    assert_accessible(page)


def test_a_phone_never_scrolls_sideways(open_context):
    page = open_context(viewport={"width": 390, "height": 844}).new_page()
    open_guide(page)
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_text_twice_as_large_still_fits(open_context):
    """WCAG 1.4.10: 1280 pixels at 400 % are 320."""
    page = open_context(viewport={"width": 320, "height": 640}).new_page()
    open_guide(page)
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_the_first_tab_skips_to_the_content(page: Page):
    open_guide(page)
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#main-content")).to_be_focused()


def test_the_keyboard_goes_in_reading_order_and_sees_where_it_is(page: Page):
    """Each stop lies in the window, and is marked by an outline, a shadow, a background or, on a finger, a stroke."""
    open_guide(page)
    tops = []
    for _ in range(80):
        page.keyboard.press("Tab")
        stop = page.evaluate(
            """() => {
                const element = document.activeElement;
                if (element === document.body) return null;
                const box = element.getBoundingClientRect();
                const shape = element.querySelector("rect") ?? element;
                const style = getComputedStyle(element);
                return {
                    name: element.outerHTML.slice(0, 90),
                    top: box.top + scrollY,
                    seen: box.bottom > 0 && box.top < innerHeight,
                    marked: style.outlineStyle !== "none" || style.boxShadow !== "none"
                        || getComputedStyle(shape).strokeWidth === "4px",
                    input: element.matches(".govuk-radios__input, .govuk-checkboxes__input, input[type=file]"),
                };
            }"""
        )
        if stop is None:
            break
        assert stop["seen"], stop["name"]
        assert stop["marked"] or stop["input"], stop["name"]
        tops.append(stop["top"])
    assert len(tops) > 40
    backwards = [(before, after) for before, after in pairwise(tops) if after < before - 260]
    assert backwards == []


def test_an_error_in_the_summary_leads_to_its_box(page: Page):
    open_guide(page)
    page.get_by_label("Day").first.fill("30")
    page.get_by_label("Month").first.fill("2")
    page.get_by_label("Year").first.fill("1990")
    page.get_by_role("button", name="Save and go on").click()
    expect(page).to_have_title(re.compile("^Error:"))
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    page.get_by_role("link", name="There is no such day").click()
    expect(page.locator("#id_birth_date_day")).to_be_focused()
    expect(page.locator("#id_birth_date_day")).to_have_value("30")


def test_the_upload_button_says_what_for_and_what_is_chosen(page: Page):
    open_guide(page)
    expect(page.locator("#id_images")).to_have_accessible_name(
        re.compile(r"^Finger images \(optional\)\s*,\s*No file chosen Choose file or drop it here\s*$")
    )


def test_a_password_can_be_looked_at(page: Page):
    open_guide(page)
    page.get_by_role("button", name="Show password").click()
    expect(page.locator("#id_password")).to_have_attribute("type", "text")


def test_add_another_shows_a_box_and_goes_there(page: Page):
    open_guide(page)
    boxes = page.locator("[data-repeated-item]:visible")
    expect(boxes).to_have_count(1)
    page.get_by_role("button", name="Add another").click()
    expect(boxes).to_have_count(2)
    expect(boxes.nth(1).get_by_role("textbox")).to_be_focused()


def test_a_menu_closes_by_escape_or_a_click_elsewhere(page: Page, settings):
    settings.LANGUAGES = [("en", "English"), ("mk", "Macedonian")]
    open_guide(page)
    menu = page.locator("details.eg-menu").first
    menu.locator("summary").press("Enter")
    expect(menu.get_by_role("button", name="Македонски")).to_be_visible()
    page.keyboard.press("Escape")
    expect(menu.get_by_role("button", name="Македонски")).to_be_hidden()
    expect(menu.locator("summary")).to_be_focused()
    menu.locator("summary").click()
    page.get_by_role("heading", level=1).click()
    expect(menu.get_by_role("button", name="Македонски")).to_be_hidden()


def test_prints_grow_together(page: Page):
    open_guide(page)
    views = page.locator(".eg-print__view svg")
    before = [view.bounding_box()["width"] for view in views.all()]
    page.get_by_role("button", name="Larger").click()
    after = [view.bounding_box()["width"] for view in views.all()]
    assert [round(large / small, 1) for large, small in zip(after, before, strict=True)] == [1.5, 1.5]


def test_without_javascript_everything_is_there(open_context, settings):
    settings.LANGUAGES = [("en", "English"), ("mk", "Macedonian")]
    page = open_context(java_script_enabled=False).new_page()
    open_guide(page)
    expect(page.locator("[data-repeated-item]:visible")).to_have_count(3)
    expect(page.get_by_role("button", name="Add another")).to_have_count(0)
    expect(page.locator("input[type=file]")).to_be_visible()
    page.get_by_text("What is a data set?").click()
    expect(page.get_by_text("One event of one person in one category.")).to_be_visible()
    page.get_by_role("button", name="Save and go on").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    page.locator(".eg-masthead summary").first.click()
    page.get_by_role("button", name="Македонски").click()
    expect(page.locator("html")).to_have_attribute("lang", "mk")


def test_arabic_stands_from_right_to_left_in_its_own_letters(page: Page):
    open_guide(page)
    page.evaluate("document.fonts.ready")
    notice = page.locator(".eg-notice")
    assert notice.evaluate("element => getComputedStyle(element).direction") == "rtl"
    assert page.evaluate("document.fonts.check('16px \"Noto Sans Arabic\"', 'بصمات')")
    loaded = page.evaluate("[...document.fonts].filter(font => font.status === 'loaded').map(font => font.family)")
    assert {family.strip('"') for family in loaded} == {"Noto Sans", "Noto Sans Arabic"}


def test_paper_shows_the_content_and_no_menus(page: Page):
    open_guide(page)
    page.emulate_media(media="print")
    expect(page.locator(".eg-tour")).to_be_hidden()
    expect(page.locator(".eg-masthead__end")).to_be_hidden()
    expect(page.get_by_role("heading", name="Style guide")).to_be_visible()


def test_officers_of_a_real_node_do_not_meet_it(page: Page, settings, watch, assert_accessible):
    settings.IS_DEMO = False
    watch.expected.append("404")
    answer = page.goto(PATH)
    assert answer is not None and answer.status == 404
    expect(page.get_by_role("heading", name="There is nothing here.")).to_be_visible()
    assert_accessible(page)
