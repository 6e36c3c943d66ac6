"""Draft and submit in one go, as a connected system or the command line does; an urgent request is searched at once."""

from collections.abc import Sequence

from django.db import transaction

from egnatia.accounts.models import Officer
from egnatia.lawenforcement.actions.draft_request import RequestFacts, draft_request
from egnatia.lawenforcement.actions.search_request import search_if_possible
from egnatia.lawenforcement.actions.submit_request import submit_request
from egnatia.lawenforcement.models import Request
from egnatia.lawenforcement.reading import Print


def ask(officer: Officer, facts: RequestFacts, prints: Sequence[Print], *, origin: str) -> Request:
    """The request, submitted. Raises as `draft_request` and `submit_request`; nothing is kept then."""
    with transaction.atomic():
        submitted = submit_request(officer, draft_request(officer, facts, prints, origin=origin))
    return search_if_possible(submitted) if submitted.urgent else submitted
