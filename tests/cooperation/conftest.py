"""The standing commitments, things to be done, and a day that stands still."""

from datetime import UTC, date, datetime

import pytest

from egnatia.base import clock
from egnatia.cooperation.actions.add_commitment import Terms, Wording, add_commitment
from egnatia.cooperation.actions.keep_register import EntryFacts
from egnatia.cooperation.actions.plan_item import ItemFacts, plan_item
from egnatia.cooperation.actions.seed_commitments import seed_commitments

TODAY = date(2026, 11, 22)


@pytest.fixture
def present():
    """It is 22 November 2026, noon in Skopje."""
    with clock.frozen(datetime(2026, 11, 22, 11, tzinfo=UTC)) as moment:
        yield moment


@pytest.fixture
def seeded(db, present):
    """The standing commitments as rows."""
    seed_commitments()


@pytest.fixture
def make_commitment(director, present):
    """`make_commitment(due_on=…, months=3)`: one that isn't in the rules."""

    def make(title="Open a joint contact point", **terms):
        wording = Wording(title=title, document="Minutes of 3 March 2026", theme="border")
        return add_commitment(director, wording, Terms(**terms))

    return make


@pytest.fixture
def make_item(director, present):
    """`make_item(owner="RS", due_on=…)`: an item of the work programme."""

    def make(title="Agree on one form for daily counts", chapter="data", **more):
        return plan_item(director, ItemFacts(chapter=chapter, title=title, **more))

    return make


@pytest.fixture
def entry_facts():
    """`entry_facts(name=…)`: a database of Serbia, with these facts changed."""

    def make(**changed):
        facts = {"partner": "RS", "kind": "database", "name": "Register of foreigners", "purpose": "Look-up", "state": "in_use"}
        return EntryFacts(**facts | changed)

    return make
