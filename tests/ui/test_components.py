"""Components as template tags, without a browser."""

import datetime as dt

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory

from egnatia.ui import hands, navigation
from egnatia.ui.components import Tab, Task, page_links


def render(source: str, **context) -> str:
    return Template("{% load ui %}" + source).render(Context(context))


def test_what_is_given_is_escaped():
    html = render(
        "{% tag text 'red' %}{% row text %}{{ text }}{% endrow %}{% details text %}{% enddetails %}"
        "{% table text %}{% endtable %}{% event text at by=text %}{% endevent %}"
        "{% task_list tasks %}{% tabs tabs %}{% button_link text text %}",
        text='<b>"x"',
        at=dt.date(2026, 5, 4),
        tasks=[Task('<b>"x"', '<b>"x"', '"<b>', "red", "<b>")],
        tabs=[Tab("<b>", '"<b>')],
    )
    assert "<b>" not in html
    assert '""' not in html.replace('class=""', "")


def test_a_colour_that_means_nothing_is_refused():
    with pytest.raises(TemplateSyntaxError):
        render("{% tag 'Open' 'pink' %}")


def test_the_change_link_says_what_it_changes():
    html = render("{% row 'Surnames' href='/x/' %}A{% endrow %}{% row 'Registered' %}B{% endrow %}")
    assert "Change" in html
    assert '<span class="govuk-visually-hidden"> Surnames</span>' in html
    assert html.count("<a ") == 1


def test_a_task_that_cannot_start_is_no_link():
    html = render("{% task_list tasks %}", tasks=[Task("Sign", "Cannot start yet")])
    assert "<a" not in html
    assert "cannot-start-yet" in html


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ({"value": "1990-05-04", "precision": "day", "basis": "documented"}, "4 May 1990"),
        ({"value": "1990-05", "precision": "month", "basis": "declared"}, "May 1990"),
        ({"value": "1990", "precision": "year", "basis": "declared"}, "1990"),
        ({"value": "2009", "precision": "estimated_age", "basis": "assessed"}, "about 2009, from an estimated age"),
        (
            {"value": "1991-05-05", "precision": "day", "calendar": "solar_hijri", "stated": "1370-02-15", "naming": "afghan"},
            "15 Saur 1370 (Solar Hijri) = 5 May 1991",
        ),
        (
            {"value": "1991", "precision": "year", "calendar": "solar_hijri", "stated": "1370"},
            "1370 (Solar Hijri) = 21 March 1991 to 20 March 1992",
        ),
        (
            {"value": "1990", "precision": "year", "calendar": "islamic", "stated": "1410-09"},
            "Ramadan 1410 (Islamic) = 27 March 1990 to 25 April 1990",
        ),
        (
            {"value": "1991", "precision": "estimated_age", "stated": "35", "stated_on": "2026-11-29", "margin": "2"},
            "about 35 years old on 29 November 2026, give or take 2 = born 30 November 1988 to 29 November 1993",
        ),
        (
            {"value": "1991", "precision": "estimated_age", "stated": "35", "stated_on": "2026-11-29", "margin": "0"},
            "35 years old on 29 November 2026 = born 30 November 1990 to 29 November 1991",
        ),
        ({"value": "1990-02-30", "precision": "day", "basis": "declared"}, "1990-02-30"),  # of a partner's letter
        (None, "–"),
    ],
)
def test_an_uncertain_date_reads_as_it_is_known(value, shown):
    assert render("{{ value|uncertain_date }}", value=value) == shown


def test_a_time_is_for_people_and_for_machines(settings):
    settings.TIME_ZONE = "Europe/Skopje"
    html = render("{% moment at %}", at=dt.datetime(2026, 5, 4, 9, 30, tzinfo=dt.UTC))
    assert html == '<time datetime="2026-05-04T11:30:00+02:00">4 May 2026, 11:30</time>'


def test_pagination_keeps_the_filter():
    request = RequestFactory().get("/?unit=3&page=2")
    page = Paginator(range(100), 25).get_page(2)
    links = page_links(page, request.GET)
    assert [link.href for link in links] == [f"?unit=3&page={number}" for number in (1, 2, 3, 4)]
    assert [link.current for link in links] == [False, True, False, False]
    html = render("{% pagination page %}", page=page, request=request)
    assert 'rel="prev"' in html and 'rel="next"' in html
    assert render("{% pagination page %}", page=Paginator([1], 25).get_page(1), request=request).strip() == ""


def test_ten_fingers_stand_on_two_hands_and_each_says_its_state():
    html = render("{% hand_picture fingers %}", fingers=[hands.Finger(2, "good", href="/f/2/"), hands.Finger(6, "missing")])
    assert html.count('class="eg-finger ') == 10 + len(hands.STATES)
    assert 'aria-label="2 Right index finger: Good"' in html
    assert 'aria-label="6 Left thumb: Missing, with reason"' in html
    assert html.index("Left little finger") < html.index("Left thumb") < html.index("Right thumb") < html.index("Right little")
    assert html.count("<a ") == 1


def test_the_bar_shows_what_this_officer_may_see(monkeypatch, rf):
    monkeypatch.setattr(navigation, "_entries", {})
    navigation.add(
        navigation.Entry("Later", "styleguide", order=20, count=lambda request: 3),
        navigation.Entry("Hidden", "account_login", order=10, visible=lambda request: False),
    )
    navigation.add(navigation.Entry("Later", "styleguide", order=20, count=lambda request: 3))
    links = navigation.links(rf.get("/styleguide/"))
    assert [(link.text, link.current, link.count) for link in links] == [("Later", True, 3)]
    assert navigation.links(rf.get("/styleguide/deeper/"))[0].active


def test_no_template_of_ours_holds_script_or_style_of_its_own():
    """The content security policy would refuse them, and the page would look right only on its author's machine."""
    from egnatia.ui.pdf import ROOT

    for path in ROOT.rglob("templates/**/*.html"):
        text = path.read_text(encoding="utf-8")
        for forbidden in (" style=", "<style", " onclick=", " onchange=", " onsubmit=", "javascript:", "hx-on", "https://"):
            assert forbidden not in text, f"{path.relative_to(ROOT)} has {forbidden}"
        assert text.count("<script") == text.count('<script type="module" src=') + text.count("<script defer src="), path
