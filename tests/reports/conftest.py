"""Counts of a quarter, people who draft and sign, and a day that stands still."""

from datetime import UTC, date, datetime, timedelta

import pytest

from egnatia.base import clock
from egnatia.picture.actions.take_series import take_counts
from egnatia.reports.actions.draft_report import draft_report
from egnatia.ui.pdf import FONTS

DUE = date(2026, 11, 14)
TODAY = datetime(2026, 11, 10, 9, tzinfo=UTC)
SIGNATORY = "Dragan Synthetic, head of border police"


def take_quarter() -> None:
    """North Macedonia's and Serbia's days of July to September 2026, the months a year before, and few referrals."""
    known = datetime(2026, 10, 2, tzinfo=UTC)
    days = [date(2026, 7, 1) + timedelta(days=number) for number in range(92)]
    cells = [
        row
        for day in days
        for row in (
            (day, "", "", 12), (day, "section", "MK-GR", 9), (day, "section", "MK-RS", 3), (day, "nationality", "SYR", 7),
            (day, "nationality", "AFG", 5),
        )
    ]  # fmt: skip
    take_counts("MK", "irregular_crossings", "day", cells, known_at=known)
    take_counts("RS", "irregular_crossings", "day", [(day, "", "", 20) for day in days[:40]], known_at=known)
    months = [(date(2025, 7, 1), "", "", 300), (date(2025, 8, 1), "", "", 310), (date(2025, 9, 1), "", "", 290)]
    take_counts("MK", "irregular_crossings", "month", months, known_at=known)
    asked = [(day, "", "", 1) for day in days]
    asked += [(day, "nationality", "SYR", 1) for day in days[:80]] + [(day, "nationality", "BDI", 1) for day in days[80:83]]
    asked += [(day, "nationality", "CUB", 1) for day in days[83:]]
    take_counts("MK", "applications", "day", asked, known_at=known)
    take_counts("MK", "referrals", "day", [(day, "", "", int(day == days[5])) for day in days], known_at=known)


@pytest.fixture
def present():
    """It is 10 November 2026, four days before the report is due."""
    with clock.frozen(TODAY) as moment:
        yield moment


@pytest.fixture
def counts(db, present):
    """The quarter's counts are known."""
    take_quarter()


@pytest.fixture
def report(counts, analyst):
    """The draft in English."""
    return draft_report(analyst, "MK", DUE, language="en")


@pytest.fixture
def pieces():
    """`pieces(document, "flows")`: a chapter's pieces."""

    def find(document, chapter):
        return next(one["pieces"] for one in document["chapters"] if one["code"] == chapter)

    return find


@pytest.fixture
def built_fonts():
    """Skips where the front end isn't built: documents and figures have no fonts then."""
    if not list(FONTS.glob("*.ttf")):
        pytest.skip("the front end isn't built: run python -m egnatia.ui.build")
