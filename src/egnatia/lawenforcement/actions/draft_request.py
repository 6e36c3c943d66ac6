"""Draft a request, change the draft, or throw it away."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from egnatia import law
from egnatia.accounts import policy
from egnatia.accounts.models import Officer
from egnatia.base import clock, node
from egnatia.base.errors import Problem
from egnatia.law.characters import clean_text
from egnatia.lawenforcement import log
from egnatia.lawenforcement.models import ProbePrint, Request
from egnatia.lawenforcement.queries.access import lock_request
from egnatia.lawenforcement.reading import Print
from egnatia.lawenforcement.rules import ASK, CATEGORY

_SERIAL_ALPHABET, _SERIAL_LENGTH = "0123456789ABCDEFGHJKMNPQRSTVWXYZ", 10
LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Check:
    """What was searched before, on which day; or why it wasn't: a code of `law.prior_check_reasons` and what it rests on."""

    done_on: date | None = None
    reason: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class RequestFacts:
    """What a request says, as in `Request`. `checks` by code of `law.prior_checks()`; `partners` None: all."""

    file_number: str
    ordered_by: str
    offence: str
    penalty_years: int
    involvement: str
    grounds: str
    necessity: str
    age: str
    checks: Mapping[str, Check] = field(default_factory=dict)
    child_ground: str = ""
    urgent: bool = False
    urgent_because: str = ""
    partners: tuple[str, ...] | None = None


def draft_request(officer: Officer, facts: RequestFacts, prints: Sequence[Print] = (), *, origin: str = "page") -> Request:
    """The draft, under a number of its own. The law's conditions are asked for when it is submitted.

    Raises Problem `accounts.not_allowed`, `lawenforcement.value.unknown`, `.text.missing`, `.checks.in_future`,
    `.checks.contradictory`, `law.text.…`.
    """
    policy.require(officer, ASK)
    values = _values(facts)
    with transaction.atomic():
        serial = "".join(secrets.choice(_SERIAL_ALPHABET) for _place in range(_SERIAL_LENGTH))
        request = Request.objects.create(
            number=law.make_reference_number(node.current().partner, CATEGORY, serial),
            unit=officer.unit,
            asked_by=officer,
            drafted_at=clock.now(),
            origin=origin,
            **values,
        )
        _keep_prints(request, prints)
        log.record("lawenforcement.request.drafted", request, officer=officer, origin=origin)
    return request


def change_draft(officer: Officer, request: Request, facts: RequestFacts, prints: Sequence[Print] | None = None) -> Request:
    """Other values; other prints too, unless None. Raises as `draft_request`, and `lawenforcement.request.submitted`."""
    values = _values(facts)
    with transaction.atomic():
        draft = get_draft(officer, request)
        for name, value in values.items():
            setattr(draft, name, value)
        draft.save()
        if prints is not None:
            draft.prints.all().delete()
            _keep_prints(draft, prints)
        log.record("lawenforcement.request.changed", draft, officer=officer)
    return draft


def discard_draft(officer: Officer, request: Request) -> None:
    """Nothing of a draft stays but that there was one. Raises as `get_draft`."""
    with transaction.atomic():
        draft = get_draft(officer, request)
        log.record("lawenforcement.request.discarded", draft, officer=officer)
        draft.delete()


def get_draft(officer: Officer, request: Request) -> Request:
    """The row, locked, while it is a draft of the officer's unit.

    Raises Problem `accounts.not_allowed`, `lawenforcement.request.submitted`.
    """
    policy.require(officer, ASK)
    draft = lock_request(request.pk)
    if draft.unit_id != officer.unit_id or draft.state != Request.State.DRAFTED:
        raise Problem(
            "lawenforcement.request.submitted",
            _("This request was submitted already, or isn't your unit's."),
            _("What was submitted can't be changed; draft another one where something is wrong."),
            status=409,
        )
    return draft


def _keep_prints(request: Request, prints: Sequence[Print]) -> None:
    for one in prints:
        ProbePrint.objects.create(
            request=request, position=one.position, record=one.record, quality=one.quality, image=one.image, dpi=one.dpi
        )


def _values(facts: RequestFacts) -> dict[str, Any]:
    _check_code("offence", facts.offence, law.offences())
    _check_code("involvement", facts.involvement, law.involvements())
    _check_code("age", facts.age, Request.Age.values)
    for code in facts.partners or ():
        _check_code("partners", code, law.partners().keys() - {node.current().partner})
    return {
        "file_number": _text("file_number", facts.file_number, 100),
        "ordered_by": _text("ordered_by", facts.ordered_by, 150),
        "offence": facts.offence,
        "penalty_years": facts.penalty_years,
        "involvement": facts.involvement,
        "grounds": _text("grounds", facts.grounds),
        "necessity": _text("necessity", facts.necessity),
        "checks": {code: _check(code, check) for code, check in facts.checks.items()},
        "age": facts.age,
        "child_ground": _optional("child_ground", facts.child_ground),
        "urgent": facts.urgent,
        "urgent_because": _optional("urgent_because", facts.urgent_because),
        "partners": None if facts.partners is None else sorted(set(facts.partners)),
    }


def _check(code: str, check: Check) -> dict[str, str]:
    _check_code(code, code, law.prior_checks())
    if check.done_on is not None:
        _refuse_contradiction(code, check)
        return {"done_on": check.done_on.isoformat()}
    if not check.reason:
        return {}
    _check_code(f"{code}_reason", check.reason, law.prior_check_reasons(code))
    return {"reason": check.reason, "note": _optional(f"{code}_note", check.note) or ""}


def _refuse_contradiction(code: str, check: Check) -> None:
    if check.done_on is not None and check.done_on > law.local_day(clock.now(), node.current().partner):
        raise Problem(
            "lawenforcement.checks.in_future",
            _("This day is still to come."),
            _("Give the day on which it was searched; if it wasn't yet, search it first."),
            status=422,
            field=f"{code}_done_on",
        )
    if check.reason:
        raise Problem(
            "lawenforcement.checks.contradictory",
            _("It was searched and it wasn't: both are given."),
            _("Give the day, or the reason why not."),
            status=422,
            field=f"{code}_reason",
        )


def _check_code(name: str, code: str, known: Any) -> None:
    if code not in known:
        raise Problem(
            "lawenforcement.value.unknown",
            _("This value is not in the list."),
            _("Choose one of the list; egnatia law shows it."),
            status=422,
            field=name,
        )


def _text(name: str, text: str, longest: int = LONGEST) -> str:
    whole = clean_text(text, field=name, max_length=longest, lines=longest == LONGEST)
    if not whole:
        raise Problem("lawenforcement.text.missing", _("This is missing."), _("Fill it in."), status=422, field=name)
    return whole


def _optional(name: str, text: str) -> str | None:
    return clean_text(text, field=name, max_length=LONGEST, lines=True) or None
