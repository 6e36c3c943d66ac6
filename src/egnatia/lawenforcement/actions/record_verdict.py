"""An examiner's verdict on what was found; *same* releases to law enforcement what the purpose allows, and nothing before."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from egnatia import law
from egnatia.accounts import policy
from egnatia.accounts.models import Officer
from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.biometrics.models import Verdict
from egnatia.biometrics.outcomes import outcome_of
from egnatia.law.characters import clean_text
from egnatia.lawenforcement import log
from egnatia.lawenforcement.actions.search_request import settle_answer
from egnatia.lawenforcement.actions.tell_partners import tell_verdict
from egnatia.lawenforcement.models import Hit, HitVerdict
from egnatia.lawenforcement.queries.access import lock_request
from egnatia.lawenforcement.released_data import all_of_person, collect_released, in_force
from egnatia.lawenforcement.rules import EXAMINE, may_use


def record_verdict(officer: Officer, hit: Hit, decision: str, reason: str, *, note: str = "") -> Hit:
    """The hit with its new state; of a partner's the partner hears.

    decision  same | different | cannot_tell; reason  code of `law.verdict_reasons(decision)`
    Raises Problem `accounts.not_allowed`, `lawenforcement.verdict.unknown`, `.own_request`, `.own_second`, `.decided_already`.
    """
    policy.require(officer, EXAMINE)
    if decision not in Verdict.Decision.values or reason not in law.verdict_reasons(decision):
        raise Problem(
            "lawenforcement.verdict.unknown",
            _("Say what you found, and why."),
            _("Choose one of the three answers and a reason that belongs to it."),
            status=422,
            field="reason",
        )
    with transaction.atomic():
        row = _get_open(officer, hit)
        _write(officer, row, decision, reason, note)
        row.state = outcome_of(list(row.verdicts.values_list("decision", flat=True)), needs_two=row.needs_two)
        if not row.is_open:
            row.decided_at = clock.now()
        if row.asked is not None:
            tell_verdict(row)
        elif row.state == Hit.State.SAME:
            _release(row)
        row.save()
        settle_answer(row.request_id)
    return row


def _get_open(officer: Officer, hit: Hit) -> Hit:
    lock_request(hit.request_id)
    related = ("request__unit", "request__asked_by", "request__verified_by", "data_set", "asked__partner")
    row = Hit.objects.select_for_update(of=("self",)).select_related(*related).get(pk=hit.pk)
    if row.request.asked_by_id == officer.pk:
        raise Problem(
            "lawenforcement.verdict.own_request",
            _("You asked for this yourself."),
            _("Leave it to another examiner."),
            status=403,
        )
    if row.verdicts.filter(examiner=officer).exists():
        raise _own_second()
    if not row.is_open:
        raise Problem(
            "lawenforcement.verdict.decided_already",
            _("Other examiners have decided this, or the data are gone."),
            _("Nothing is left to do here; go back to the list."),
            status=409,
        )
    return row


def _write(officer: Officer, hit: Hit, decision: str, reason: str, note: str) -> None:
    try:
        with transaction.atomic():
            HitVerdict.objects.create(
                hit=hit,
                examiner=officer,
                decision=decision,
                reason=reason,
                note=clean_text(note, field="note", max_length=500, lines=True) or None,
                at=clock.now(),
            )
    except IntegrityError as error:
        raise _own_second() from error
    log.record_hit("lawenforcement.hit.judged", hit, officer=officer, decision=decision, reason=reason)


def _release(hit: Hit) -> None:
    data_set = in_force(hit.data_set) if hit.data_set is not None else None
    if data_set is None or not may_use(all_of_person(data_set), hit.request):
        hit.state = Hit.State.WITHDRAWN
        return
    hit.released, hit.released_at = collect_released(data_set), clock.now()
    log.record_hit("lawenforcement.hit.released", hit, fields=sorted(hit.released))


def _own_second() -> Problem:
    return Problem(
        "lawenforcement.verdict.own_second",
        _("You have given your verdict on this already."),
        _("Leave it to another examiner: two have to look independently."),
        status=409,
    )
