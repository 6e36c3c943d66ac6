"""Read the record of what the police of partners asked; that it was read stands in the log."""

from datetime import datetime
from typing import Any

from egnatia import audit
from egnatia.lawenforcement.models import ReceivedQuestion
from egnatia.lawenforcement.queries.partners import received_questions

MOST = 1000


def list_received(officer: Any, *, since: datetime | None = None) -> list[ReceivedQuestion]:
    """The latest first. Raises Problem `accounts.not_allowed`."""
    questions = received_questions(officer)
    if since is not None:
        questions = questions.filter(received_at__gte=since)
    audit.record("lawenforcement.received.listed", officer=officer)
    return list(questions[:MOST])
