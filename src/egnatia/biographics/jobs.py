"""What the worker does for biographics: newcomers and traced relatives are looked for; once a week all are compared."""

from egnatia.base import clock
from egnatia.base.jobs import every, nightly
from egnatia.biographics.actions.propose_sought import search_for_sought
from egnatia.biographics.actions.suggest_for_newcomers import suggest_for_newcomers

SUNDAY = 6


@every(seconds=5)
def compare_newcomers() -> int:
    """Suggest those who may be the same as somebody who was just registered."""
    return suggest_for_newcomers()


@every(seconds=5)
def look_for_relatives() -> int:
    """Propose who may be the one for tracing requests that were opened since."""
    return search_for_sought()


@nightly
def find_duplicates() -> int:
    """In the night to Sunday, when nobody waits: what escaped when it was registered."""
    from egnatia.biographics.actions.compare_everybody import compare_everybody  # brings in DuckDB, which only Sundays need

    return compare_everybody().new if clock.local_today().weekday() == SUNDAY else 0
