"""Events to cross."""

from datetime import date

import pytest

from egnatia.base import clock
from egnatia.base.ids import new_id
from egnatia.picture.actions.keep_raw_files import keep_all_raw_files
from egnatia.picture.actions.recount_days import recount_all
from egnatia.picture.models import Event, Incident

DAY = date(2026, 3, 2)
CROSSING = {"kind": "apprehension", "group": "irregular_crossing", "place": "tabanovce", "nationality": "SYR"}


@pytest.fixture
def happen(db):
    """`happen(nationality="AFG", persons=3)`: an event is recorded; `happen(Incident, type="van")`: an incident."""

    def record(model=Event, **told):
        usual = CROSSING if model is Event else {"kind": "vehicle", "type": "van", "place": "tabanovce"}
        row = model(id=new_id(), **{"on": DAY, "origin": "hand", "recorded_at": clock.now(), **usual, **told})
        row.save(force_insert=True)
        return row

    return record


@pytest.fixture
def up_to_date(db):
    """`up_to_date()`: everything is counted and written, as the worker does it; how many months were written."""

    def bring():
        recount_all()
        return keep_all_raw_files()

    return bring


@pytest.fixture
def van(happen):
    return lambda **told: happen(Incident, **told)
