"""A coordinator's quarter: its own days, what the other five delivered, alarms answered, commitments and register kept.

Everything through the program's own actions, on invented figures of the demo's sizes (`site/demo/picture_days.STORIES`).
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import numpy as np

PARTNER = "MK"
DUE = date(2026, 11, 14)
NOW = datetime(2026, 10, 3, 9, tzinfo=UTC)
_DAYS_DELIVERED, _MONTHS_BEFORE, _ALARMS_ANSWERED = 460, 20, 8
#: What each partner delivers a day beside the crossings: indicator, how many, from how many a day on every day is told.
_OTHERS = {
    "irregular_stays": 3.0, "refused_entries": 6.0, "reception_arrivals": 11.0, "reception_departures": 10.0, "returns": 1.6,
    "incidents": 0.6,
}  # fmt: skip
_ENTRIES = (
    ("database", "Register of foreigners", "Looking up residence permits and visas", "in_use"),
    ("database", "Border crossing records", "Looking up entries and exits", "ending"),
    ("database", "Asylum applications", "Following an application to its decision", "in_use"),
    ("tool", "Heartbeat detector", "Finding people hidden in lorries", "in_use"),
    ("tool", "Document laboratory", "Second look at a doubtful document", "planned"),
    ("need", "Interpreters by video", "Pashto and Dari at night", "wanted"),
    ("need", "Fingerprint scanners", "For two posts that have none", "wanted"),
)
_OPERATIONS = (
    ("Patrols on the Vardar valley", ("MK", "RS"), "Gevgelija – Preševo"),
    ("Night watch at the southern border", ("MK", "AL"), "Kafasan – Qafë Thanë"),
)


def fill_quarter() -> None:
    """All that the report of `DUE` is about, in the node at hand; the clock stands at `NOW` when it is called."""
    from egnatia import law
    from egnatia.site.demo.accounts import make_accounts
    from egnatia.site.demo.picture_days import fill_picture
    from egnatia.site.demo.working_group import make_working_group

    make_accounts()
    fill_picture()
    _take_earlier_months()
    for partner in law.partners():
        if partner != PARTNER:
            _deliver(partner)
    make_working_group()
    _keep_books()
    _answer_alarms()


def _deliver(partner: str) -> None:
    """A partner's last months of days, as its node shares them; the last one has stopped ten days before the end."""
    from egnatia.picture.actions.take_series import take_counts
    from egnatia.site.demo.picture_days import STORIES

    random, story = np.random.default_rng(sum(partner.encode())), STORIES[partner]
    last = NOW.date() - timedelta(days=12 if partner == "ME" else 1)
    days = [last - timedelta(days=number) for number in range(_DAYS_DELIVERED)]
    crossings = [cell for day in days for cell in _crossings(random, story.a_day, story.nationalities, day)]
    take_counts(partner, "irregular_crossings", "day", crossings, known_at=NOW)
    for indicator, a_day in _OTHERS.items():
        take_counts(partner, indicator, "day", [(day, "", "", int(random.poisson(a_day))) for day in days], known_at=NOW)


def _crossings(
    random: np.random.Generator, a_day: dict[str, float], nationalities: dict[str, float], day: date
) -> Iterator[tuple[date, str, str, int]]:
    season = 1 - 0.3 * np.cos(2 * np.pi * (day.timetuple().tm_yday - 45) / 365)
    by_section = {section: int(random.poisson(expected * season)) for section, expected in a_day.items()}
    weights = np.array(list(nationalities.values()))
    by_nationality = random.multinomial(sum(by_section.values()), weights / weights.sum())
    yield day, "", "", sum(by_section.values())
    yield from ((day, "section", section, many) for section, many in by_section.items() if many)
    yield from ((day, "nationality", code, int(many)) for code, many in zip(nationalities, by_nationality, strict=True) if many)


def _take_earlier_months() -> None:
    """What this partner had counted by month before it kept days, imported."""
    from egnatia import law
    from egnatia.picture.actions.take_series import take_counts
    from egnatia.picture.models import Count
    from egnatia.picture.queries.series import keys_of
    from egnatia.site.demo.picture_days import STORIES

    random, people = np.random.default_rng(7), STORIES[PARTNER].nationalities
    nationalities = {code: share / sum(people.values()) for code, share in people.items()}
    types = dict.fromkeys(keys_of("incidents", "type", sources=[PARTNER]), 0.25)
    cuts = {
        "applications": {"nationality": nationalities},
        "returns": {"nationality": nationalities},
        "refused_entries": {"section": {f"{PARTNER}-AIR": 1.0}},
        "incidents": {"type": types},
    }
    days = Count.objects.filter(source=PARTNER, indicator="refused_entries", every="day")
    first = days.order_by("period").values_list("period", flat=True)[0].replace(day=1)
    for indicator, a_day in {**_OTHERS, "applications": 4.0, "referrals": 0.4}.items():
        cells: list[tuple[date, str, str, int | None]] = []
        for number in range(1, _MONTHS_BEFORE + 1):
            month, total = law.add_months(first, -number), int(random.poisson(30 * a_day))
            cells.append((month, "", "", total))
            for cut, shares in cuts.get(indicator, {}).items():
                drawn = random.multinomial(total, list(shares.values()))
                cells += [(month, cut, key, int(many)) for key, many in zip(shares, drawn, strict=True)]
        take_counts(PARTNER, indicator, "month", cells, known_at=NOW)


def _keep_books() -> None:
    """The register of databases and needs, and joint operations."""
    from egnatia.accounts.queries import get_officer
    from egnatia.cooperation.actions.keep_register import EntryFacts, add_register_entry
    from egnatia.cooperation.actions.plan_operation import OperationFacts, plan_operation
    from egnatia.site.demo.accounts import username

    director = get_officer(username("director", PARTNER))
    for kind, name, purpose, state in _ENTRIES:
        priority = "high" if kind == "need" else ""
        add_register_entry(director, EntryFacts(PARTNER, kind, name, purpose, state, offered=kind == "tool", priority=priority))
    for name, partners, place in _OPERATIONS:
        begin = NOW.date() - timedelta(days=60)
        facts = OperationFacts(
            name, "Two partners", partners, place, starts_on=begin, ends_on=begin + timedelta(days=90)
        )  # fmt: skip
        plan_operation(director, facts)


def _answer_alarms() -> None:
    """What rang is confirmed, with a measure on the spot and one at the centre for each; the first ones are done."""
    from egnatia.accounts.queries import get_officer
    from egnatia.picture.actions.decide_alarm import decide_alarm
    from egnatia.picture.actions.edit_recommendation import Owner, assign_recommendation
    from egnatia.picture.actions.measure_outcomes import measure_outcomes
    from egnatia.picture.actions.raise_alarms import raise_alarms
    from egnatia.picture.actions.recommend_measure import recommend_measure
    from egnatia.picture.actions.record_outcome import record_outcome
    from egnatia.picture.alarms.measures import get_measure
    from egnatia.picture.models import Alarm
    from egnatia.site.demo.accounts import username

    raise_alarms()
    analyst = get_officer(username("analyst", PARTNER))
    for number, alarm in enumerate(Alarm.objects.filter(state=Alarm.State.OPEN).order_by("p")[:_ALARMS_ANSWERED]):
        decide_alarm(analyst, alarm, Alarm.State.CONFIRMED, "real")
        local = recommend_measure(analyst, alarm, ("registration_staff", "interpreters", "reception_places")[number % 3])
        rights = {question.code: True for question in get_measure(local.measure).rights}
        due = NOW.date() + timedelta(days=7)
        assign_recommendation(analyst, local, owner=Owner(unit=analyst.unit), due=due, rights=rights)
        if number < _ALARMS_ANSWERED // 2:
            record_outcome(analyst, local, text="Done as recommended.", done_on=NOW.date() - timedelta(days=1))
        recommend_measure(analyst, alarm, ("redeployment", "liaison_request")[number % 2])
    measure_outcomes()
