"""What the demo's police, their verifying authority and their examiner do, each through the action behind its page."""

from typing import Any

from egnatia import law
from egnatia.accounts.models import Officer
from egnatia.accounts.queries import get_officer
from egnatia.base import clock, node
from egnatia.engines.fingerprint.minutiae import POSITIONS
from egnatia.lawenforcement.actions.ask import ask
from egnatia.lawenforcement.actions.draft_request import Check, RequestFacts
from egnatia.lawenforcement.actions.record_verdict import record_verdict
from egnatia.lawenforcement.actions.release_to_partner import release_to_partner
from egnatia.lawenforcement.actions.search_request import search_if_possible
from egnatia.lawenforcement.actions.verify_request import verify_request
from egnatia.lawenforcement.models import Hit, Request
from egnatia.lawenforcement.queries.partners import to_release
from egnatia.lawenforcement.reading import read_prints
from egnatia.site.demo.accounts import username
from egnatia.site.demo_data.cast import MEMBERS

Facts = dict[str, Any]


def police_ask(member: str, take: str) -> Facts:
    """Ask with a person's ten prints, once; a demo that resumes finds the request that it made."""
    officer = _officer("police")
    request = Request.objects.filter(asked_by=officer).first()
    if request is None:
        [person] = [one for one in MEMBERS if one.key == member]
        images = {position: person.print_file(position, int(take)).read_bytes() for position in POSITIONS}
        request = ask(officer, _sheet(), read_prints(images=images, dpi=500), origin="cli")
    return {"number": request.number}


def police_verify(number: str) -> Facts:
    """The verifying authority approves; then the own gallery and the partners are searched."""
    request = Request.objects.get(number=number)
    if request.verified_at is None:
        request = search_if_possible(verify_request(_officer("verifier"), request))
    return police_look(number)


def police_look(number: str) -> Facts:
    """How the request stands: each partner's answer, each possible match, the data that came."""
    request = Request.objects.get(number=number)
    found = [{"partner": hit.partner_code, "state": hit.state, "data": hit.released} for hit in request.found.all()]
    return {"answers": {one.partner_code: one.state for one in request.asked.all()}, "found": found}


def police_compare(number: str) -> Facts:
    """The examiner finds that all prints that wait are the person's."""
    reason = next(iter(law.verdict_reasons("same")))
    for hit in Hit.objects.filter(request__number=number, state=Hit.State.OPEN):
        record_verdict(_officer("police-examiner"), hit, "same", reason)
    return police_look(number)


def police_release() -> Facts:
    """The verifying authority of whoever was asked releases what the partner's police wait for."""
    officer = _officer("verifier")
    waiting = list(to_release(officer))
    for match in waiting:
        release_to_partner(officer, match)
    return {"released": len(waiting)}


def _sheet() -> RequestFacts:
    day = law.local_day(clock.now(), node.current().partner)
    return RequestFacts(
        file_number="DEMO-1",
        ordered_by="Demo prosecutor",
        offence="trafficking_in_human_beings",
        penalty_years=12,
        involvement="suspect",
        grounds="Two witnesses of the demo saw this person drive the van.",
        necessity="Without a name nobody can be heard.",
        age="grown",
        checks={code: Check(done_on=day) for code in law.prior_checks()},
    )


def _officer(kind: str) -> Officer:
    return get_officer(username(kind, node.current().partner))
