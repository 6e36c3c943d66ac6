"""A fresh demo shows a picture: days, years before, and something that has changed lately."""

from egnatia import law
from egnatia.base import clock
from egnatia.picture.models import Count, Event
from egnatia.picture.places import sections
from egnatia.picture.queries.series import get_cells, get_series
from egnatia.site.demo.picture_days import STORIES, fill_picture


def test_stories_are_told_of_real_sections_and_countries():
    assert STORIES.keys() == law.partners().keys()
    for partner, story in STORIES.items():
        assert all(sections()[code].partner == partner for code in story.a_day)
        assert story.lately[0] in story.a_day
        assert story.nationalities.keys() <= law.countries().keys()


def test_demo_node_has_a_picture(db):
    fill_picture()
    today = law.local_day(clock.now(), "MK")
    days = get_series("irregular_crossings", sources=["MK"], end=today)
    assert len(days.periods) >= 120 and None not in days.values[:-1]
    months = get_series("irregular_crossings", sources=["MK"], every="month")
    assert len(months.periods) >= 39 and None not in months.values
    assert next(iter(get_cells("irregular_crossings", "section", start=days.periods[0]))) == "MK-GR"
    assert get_series("route_year_totals", every="year").total == 1363571
    assert get_series("registrations").values == []  # nobody was registered
    known = Count.objects.count(), Event.objects.count()
    fill_picture()
    assert known == (Count.objects.count(), Event.objects.count())
