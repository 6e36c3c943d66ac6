"""What is written down of each step: the elements of Eurodac art. 51(2), and nothing that a page of migration shows.

Events carry no person: a person's access log is read at pages of the migration gateway. Whose data it was stands in the sealed
details, for the law-enforcement log alone.
"""

from typing import Any

from egnatia import audit
from egnatia.audit.models import Event
from egnatia.lawenforcement.models import Hit, ReceivedMatch, ReceivedQuestion, Request
from egnatia.lawenforcement.rules import PURPOSE


def record(action: str, request: Request, *, officer: Any = None, why: str = "", **more: Any) -> Event:
    """Add an event about a request, in the present transaction. `officer` None: the node did it by itself.

    why   a code; words of the case go to the details, which are sealed
    """
    return audit.record(action, subject=request, officer=officer, why=why, **elements_of(request), **more)


def record_hit(action: str, hit: Hit, *, officer: Any = None, **more: Any) -> Event:
    """Add an event about what was found; the details name whose data it was.

    Its subject is the request, which stays: the log of a request is whole also when the hit is erased.
    """
    found: dict[str, Any] = {"hit": str(hit.pk)}
    if hit.data_set is not None:
        found |= {"data_set": str(hit.data_set_id), "person_found": str(hit.data_set.person_id)}
    else:
        found |= {"partner": hit.partner_code, "reference": hit.reference}
    return audit.record(action, subject=hit.request, officer=officer, **elements_of(hit.request), **found, **more)


def record_received(
    action: str,
    question: ReceivedQuestion,
    *,
    officer: Any = None,
    match: ReceivedMatch | None = None,
    why: str = "",
    **more: Any,
) -> Event:
    """Add an event about a partner's question, in the present transaction; with a match the details name whose data it was."""
    said: dict[str, Any] = {
        "purpose": PURPOSE,
        "partner": question.partner.code,
        "received": str(question.pk),
        "offence": question.offence,
        "urgent": question.urgent,
        "verification": question.verification,
    }
    if match is not None:
        said |= {"data_set": str(match.data_set_id), "person_found": str(match.data_set.person_id)}
    return audit.record(action, subject=question, officer=officer, why=why, **said, **more)


def elements_of(request: Request) -> dict[str, Any]:
    """Art. 51(2): purpose with the offence, why something wasn't searched before, file number, who asked, who ordered, urgency
    and its verification, data used."""
    checks = request.checks or {}
    return {
        "number": request.number,
        "purpose": PURPOSE,
        "offence": request.offence,
        "involvement": request.involvement,
        "file_number": request.file_number,
        "unit": request.unit.name,
        "asked_by": request.asked_by.username,
        "ordered_by": request.ordered_by,
        "not_searched_before": {code: said["reason"] for code, said in checks.items() if said.get("reason")},
        "urgent": request.urgent,
        "verification": request.verification,
        "verified_by": request.verified_by.username if request.verified_by else "",
        "fingers": list(request.prints.values_list("position", flat=True)),
    }
