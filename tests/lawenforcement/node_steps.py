"""What police, verifying authority and examiners do at a live node, each step in a process of that node (`in_node.py`)."""

from typing import Any


def police_ask(seed: int, take: int = 1, *, urgent: bool = False) -> str:
    """Draft and submit; an urgent one is searched at once. The request's number."""
    from egnatia.lawenforcement.actions.ask import ask
    from tests.lawenforcement.conftest import facts, prints_of

    because = {"urgent": True, "urgent_because": "A hostage."} if urgent else {}
    return ask(_officer("police", "law_enforcement_officer"), facts(**because), prints_of(seed, take), origin="cli").number


def police_verify(number: str) -> Any:
    """Approve, and search where that wasn't done yet."""
    from egnatia.lawenforcement.actions.search_request import search_request
    from egnatia.lawenforcement.actions.verify_request import verify_request

    verified = verify_request(_officer("verifier", "verifying_officer"), _request(number))
    search_request(verified)
    return police_look(number)


def police_refuse(number: str) -> Any:
    from egnatia.lawenforcement.actions.verify_request import refuse_request

    refuse_request(_officer("verifier", "verifying_officer"), _request(number), "not_urgent")
    return police_look(number)


def police_judge(number: str, decision: str = "same") -> Any:
    """Examiners decide on all that is open; two of them where two are needed."""
    from egnatia import law
    from egnatia.lawenforcement.actions.record_verdict import record_verdict
    from egnatia.lawenforcement.models import Hit

    reason = next(iter(law.verdict_reasons(decision)))
    for examiner in ("law-examiner-1", "law-examiner-2"):
        for hit in Hit.objects.filter(request__number=number, state__in=("open", "second")):
            record_verdict(_officer(examiner, "law_enforcement_examiner"), hit, decision, reason)
    return police_look(number)


def police_release() -> int:
    """Release all that the police of partners wait for; how many."""
    from egnatia.lawenforcement.actions.release_to_partner import release_to_partner
    from egnatia.lawenforcement.queries.partners import to_release

    officer = _officer("verifier", "verifying_officer")
    waiting = list(to_release(officer))
    for match in waiting:
        release_to_partner(officer, match)
    return len(waiting)


def police_confirm_erasure(number: str) -> Any:
    from egnatia.lawenforcement.actions.close_request import confirm_erasure

    confirm_erasure(_officer("police", "law_enforcement_officer"), _request(number))
    return police_look(number)


def police_look(number: str) -> Any:
    """How the request stands, with each partner and all that was found there."""
    request = _request(number)
    return {
        "state": request.state,
        "partners": {one.partner_code: one.state for one in request.asked.all()},
        "hits": [[hit.partner_code, hit.state, hit.release, hit.released] for hit in request.found.all()],
        "erased_at_partners": [one.partner_code for one in request.asked.all() if one.partner_erased_at],
    }


def police_record() -> Any:
    """What partners asked, the first first, and how many letters with their words are still kept."""
    from egnatia.exchange.models import InboxMessage
    from egnatia.lawenforcement.models import ReceivedMatch, ReceivedQuestion

    names = ("verification", "found", "confirmed", "erased_because")
    kept = InboxMessage.objects.filter(gateway="law_enforcement", kind__startswith="law.q", letter__isnull=False)
    return {
        "questions": [
            {name: getattr(one, name) for name in names} | {"partner_erased": one.partner_erased_at is not None}
            for one in ReceivedQuestion.objects.order_by("received_at")
        ],
        "matches": ReceivedMatch.objects.count(),
        "withdrawals_answered": ReceivedMatch.objects.filter(notice_answered_at__isnull=False).count(),
        "letters": kept.count(),
    }


def erase_person(reference_number: str) -> None:
    """The registration's time is over."""
    from egnatia.persons.actions.erase_data_set import erase_data_set
    from egnatia.persons.queries import versions_of

    data_set = versions_of(reference_number).first()
    assert data_set is not None
    erase_data_set(data_set)


def _request(number: str) -> Any:
    from egnatia.lawenforcement.models import Request

    return Request.objects.get(number=number)


def _officer(username: str, role: str) -> Any:
    """Of a unit of that role's own."""
    from egnatia.accounts.actions.create_officer import create_officer
    from egnatia.accounts.models import Officer, Unit

    found = Officer.objects.filter(username=username).first()
    return found or create_officer(
        None,
        username=username,
        full_name=username,
        unit=Unit.objects.get_or_create(name=f"Unit {role}")[0],
        roles=[role],
        password="Long-enough-1234",
        is_demo=True,
    )


STEPS = (
    police_ask, police_verify, police_refuse, police_judge, police_release, police_confirm_erasure, police_look, police_record,
    erase_person,
)  # fmt: skip
