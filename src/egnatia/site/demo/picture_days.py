"""Synthetic days for the picture, so that a fresh demo shows movement: plausible sizes, invented figures.

Each partner's story is told by `STORIES`: where people come over its borders, how many a day, and what has changed lately.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from math import cos, pi

import numpy as np

from egnatia import law
from egnatia.base import clock, node
from egnatia.picture.actions.count_onward import INDICATOR
from egnatia.picture.actions.keep_raw_files import keep_all_raw_files
from egnatia.picture.actions.load_route_years import load_route_years
from egnatia.picture.actions.record_events import record_missing_events
from egnatia.picture.actions.recount_days import close_days, recount_all
from egnatia.picture.actions.take_series import take_counts
from egnatia.picture.models import Batch, Event, Incident
from egnatia.picture.queries.transit import FEWEST

LAYOUT = "synthetic"
_DAYS, _MONTHS_BEFORE, _MONTHS_ONWARD = 120, 36, 12
#: By weekday, Monday first: fewer are found at weekends.
_WEEK = (1.05, 1.05, 1.0, 1.0, 1.05, 0.95, 0.9)


@dataclass(frozen=True, slots=True)
class Story:
    """One partner's days.

    a_day        crossings found a day, by section
    lately       the section where something has changed, by which factor, since how many days
    nationalities  shares, by code
    onward       how many a month are seen next by which partner
    """

    a_day: dict[str, float]
    lately: tuple[str, float, int]
    nationalities: dict[str, float]
    onward: dict[str, float]


_MIXED = {"SYR": 0.30, "AFG": 0.26, "TUR": 0.14, "PAK": 0.11, "MAR": 0.10, "CUB": 0.05, "BDI": 0.04}
STORIES = {
    "AL": Story({"AL-GR": 9, "AL-MK": 2, "AL-ME": 3}, ("AL-GR", 1.0, 0), _MIXED, {"ME": 31, "XK": 12}),
    "BA": Story({"BA-HR": 34, "BA-RS": 12, "BA-ME": 5}, ("BA-RS", 2.4, 12), {**_MIXED, "AFG": 0.34}, {"RS": 6}),
    "XK": Story({"XK-AL": 2, "XK-MK": 4, "XK-RS": 5}, ("XK-RS", 1.0, 0), _MIXED, {"RS": 24, "ME": 7}),
    "ME": Story({"ME-AL": 4, "ME-BA": 6, "ME-RS": 3}, ("ME-BA", 1.9, 20), {**_MIXED, "MAR": 0.28}, {"BA": 52, "RS": 8}),
    "MK": Story({"MK-GR": 24, "MK-RS": 8, "MK-AL": 2}, ("MK-GR", 2.6, 9), {**_MIXED, "SYR": 0.36}, {"RS": 118, "XK": 9}),
    "RS": Story(
        {"RS-HU": 18, "RS-MK": 21, "RS-BG": 9, "RS-BA": 7}, ("RS-HU", 0.3, 14), {**_MIXED, "AFG": 0.32}, {"BA": 96, "MK": 11}
    ),
}
_WHO = (
    ("18-34", "male", 0.62),
    ("35-64", "male", 0.12),
    ("14-17", "male", 0.10),
    ("18-34", "female", 0.09),
    ("6-13", "male", 0.07),
)
#: Kind of event, group, how many persons a day, and where it happens: at an airport, or inside.
_OTHERS = (
    ("apprehension", "irregular_stay", 3.0, "IN"),
    ("registration", "applicant", 4.0, "IN"),
    ("refused_entry", "", 6.0, "AIR"),
    ("reception_arrival", "", 11.0, "IN"),
    ("reception_departure", "", 10.0, "IN"),
    ("return", "", 1.6, "AIR"),
    ("referral", "", 0.4, "IN"),
)
_FINDINGS = (
    ("smuggling_method", "hidden_in_lorry"),
    ("forged_document", "lookalike"),
    ("vehicle", "van"),
    ("place", "safe_house"),
)


def fill_picture() -> int:
    """The demo node's picture: events of its registrations, synthetic days, the route's years; how many days were counted."""
    load_route_years()
    record_missing_events()
    if not Batch.objects.filter(layout=LAYOUT).exists():
        _add_days(node.current().partner, law.local_day(clock.now(), node.current().partner))
    counted = recount_all()
    keep_all_raw_files()
    close_days()
    return counted


def _add_days(partner: str, today: date) -> None:
    story, random = STORIES[partner], np.random.default_rng(sum(partner.encode()))
    first = (today - timedelta(days=_DAYS)).replace(day=1)
    batch = Batch.objects.create(
        source=partner, layout=LAYOUT, file_name="Synthetic days of the demo", digest="", vintage=today, imported_at=clock.now()
    )
    days = [first + timedelta(days=n) for n in range((today - first).days)]
    mood = np.exp(np.cumsum(random.normal(0, 0.05, len(days))) * 0.6)
    events = [event for day, factor in zip(days, mood, strict=True) for event in _day(story, random, day, today, float(factor))]
    for event in events:
        event.batch, event.origin, event.recorded_at = batch, "import", clock.now()
    Event.objects.bulk_create(events, batch_size=2000)
    Batch.objects.filter(pk=batch.pk).update(rows=len(events))
    Incident.objects.bulk_create(_incidents(story, random, days, batch))
    _add_months(partner, story, random, first)
    _add_onward(partner, story, random, today, batch)


def _day(story: Story, random: np.random.Generator, day: date, today: date, mood: float) -> Iterator[Event]:
    partner = next(iter(story.a_day))[:2]
    for section, a_day in story.a_day.items():
        yield from _crossings(
            story,
            random,
            section,
            a_day * _season(day) * _WEEK[day.weekday()] * mood * _lately(story, section, day, today),
            day,
        )
    for kind, group, a_day, where in _OTHERS:
        many = int(random.poisson(a_day * _WEEK[day.weekday()]))
        if many:
            yield Event(
                kind=kind,
                group=group,
                on=day,
                place=f"{partner}-{where}",
                nationality=_one(random, story.nationalities),
                age_band="18-34",
                sex="male" if random.random() < 0.7 else "female",
                persons=many,
            )


def _crossings(story: Story, random: np.random.Generator, section: str, expected: float, day: date) -> Iterator[Event]:
    left = int(random.poisson(expected))
    while left > 0:  # in groups, as people travel
        size = min(left, 1 + int(random.poisson(max(expected / 5, 1))))
        left -= size
        age_band, sex, _ = _WHO[int(random.choice(len(_WHO), p=[share for *_, share in _WHO]))]
        yield Event(
            kind="apprehension",
            group="irregular_crossing",
            on=day,
            place=section,
            nationality=_one(random, story.nationalities),
            age_band=age_band,
            sex=sex,
            group_size=size,
            persons=size,
        )


def _lately(story: Story, section: str, day: date, today: date) -> float:
    changed, factor, since = story.lately
    return factor if section == changed and (today - day).days <= since else 1.0


def _season(day: date) -> float:
    """Most in late summer, fewest in February."""
    return 1 - 0.3 * cos(2 * pi * (day.timetuple().tm_yday - 45) / 365)


def _one(random: np.random.Generator, shares: dict[str, float]) -> str:
    weights = np.array(list(shares.values()))
    return str(random.choice(list(shares), p=weights / weights.sum()))


def _incidents(story: Story, random: np.random.Generator, days: list[date], batch: Batch) -> Iterator[Incident]:
    sections = list(story.a_day)
    for day in days:
        for _ in range(int(random.poisson(0.5))):
            kind, found = _FINDINGS[int(random.integers(len(_FINDINGS)))]
            place = sections[int(random.integers(len(sections)))]
            yield Incident(kind=kind, type=found, on=day, place=place, origin="import", batch=batch, recorded_at=clock.now())


def _add_months(partner: str, story: Story, random: np.random.Generator, first: date) -> None:
    """The years before, as a partner brings them that kept months only."""
    cells: list[tuple[date, str, str, int | None]] = []
    month, level = first, 1.0
    for _ in range(_MONTHS_BEFORE):
        month = (month - timedelta(days=1)).replace(day=1)
        level *= float(np.exp(random.normal(0.01, 0.12)))
        by_section = {code: int(random.poisson(30 * a_day * _season(month) * level)) for code, a_day in story.a_day.items()}
        total = sum(by_section.values())
        weights = np.array(list(story.nationalities.values()))
        by_nationality = random.multinomial(total, weights / weights.sum())
        cells.append((month, "", "", total))
        cells += [(month, "section", code, many) for code, many in by_section.items()]
        cells += [(month, "nationality", code, int(n)) for code, n in zip(story.nationalities, by_nationality, strict=True)]
    for indicator in ("irregular_crossings", "apprehensions"):
        take_counts(partner, indicator, "month", cells, known_at=clock.now())


def _add_onward(partner: str, story: Story, random: np.random.Generator, today: date, batch: Batch) -> None:
    """Where those of the last year were seen next, as confirmed links would tell after a year of work."""
    month = today.replace(day=1)
    cells: list[tuple[date, str, str, int | None]] = []
    for _ in range(_MONTHS_ONWARD):
        month = (month - timedelta(days=1)).replace(day=1)
        drawn = {code: int(random.poisson(a_month * _season(month))) for code, a_month in story.onward.items()}
        cells += [(month, "section", code, many) for code, many in drawn.items() if many >= FEWEST]
    take_counts(partner, INDICATOR, "month", cells, known_at=clock.now(), batch=batch, whole_periods=False)
