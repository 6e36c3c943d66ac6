"""An examiner says whether probe and candidate are the same person."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from egnatia import audit
from egnatia.accounts import policy
from egnatia.accounts.models import Officer
from egnatia.base import clock, wake
from egnatia.base.errors import Problem
from egnatia.biometrics import hooks
from egnatia.biometrics.actions.record_candidates import VERDICT_LIMIT
from egnatia.biometrics.models import Candidate, Verdict
from egnatia.biometrics.outcomes import outcome_of
from egnatia.deadlines.actions.meet_deadline import meet_deadline
from egnatia.law import verdict_reasons
from egnatia.persons.actions.link_data_sets import link_data_sets


def record_verdict(officer: Officer, candidate: Candidate, decision: str, reason: str, *, note: str = "") -> Candidate:
    """Write down a verdict and what follows from it; the candidate comes back with its new state.

    decision  same | different | cannot_tell
    reason    code of `law.verdict_reasons(decision)`
    Decided *same*: the two data sets are linked. Decided otherwise: a partner's prints go. Undecided: nothing is linked, and
    a new capture is asked for.

    Raises Problem `accounts.not_allowed`, `biometrics.verdict.unknown`, `.reason_unknown`, `.decided_already`,
    `.own_second` (an examiner can't be their own second), `.no_prints`.
    """
    policy.require(officer, "examine.verdict")
    _check_words(decision, reason)
    with transaction.atomic():
        candidate = Candidate.objects.select_for_update(of=("self",)).select_related("data_set", "other").get(pk=candidate.pk)
        _check_open(officer, candidate)
        verdict = _write(officer, candidate, decision, reason, note)
        decisions = list(candidate.verdicts.values_list("decision", flat=True))
        _settle(officer, candidate, verdict, outcome_of(decisions, needs_two=candidate.needs_two))
        hooks.verdict_given.call(candidate, verdict)
        if candidate.state == Candidate.State.UNDECIDED:
            hooks.new_capture_asked.call(candidate)
        wake.wake_on_commit()
    return candidate


def _check_words(decision: str, reason: str) -> None:
    if decision not in Verdict.Decision.values:
        raise Problem(
            "biometrics.verdict.unknown", _("Say what you found."), _("Choose one of the three answers."), field="decision"
        )
    if reason not in verdict_reasons(decision):
        raise Problem(
            "biometrics.verdict.reason_unknown",
            _("Say why you decided so."),
            _("Choose a reason that belongs to your answer."),
            field="reason",
        )


def _check_open(officer: Officer, candidate: Candidate) -> None:
    if candidate.verdicts.filter(examiner=officer).exists():
        raise _own_second()
    if not candidate.is_open:
        raise Problem(
            "biometrics.verdict.decided_already",
            _("Other examiners have decided this meanwhile."),
            _("Nothing is left to do here; go back to the list."),
            status=409,
        )
    if candidate.partner and candidate.reference_prints is None:
        raise Problem(
            "biometrics.verdict.no_prints",
            _("The partner's prints have not arrived yet."),
            _("Wait until they are here: nobody can compare without them."),
            status=409,
        )


def _write(officer: Officer, candidate: Candidate, decision: str, reason: str, note: str) -> Verdict:
    try:
        with transaction.atomic():
            verdict = Verdict.objects.create(
                candidate=candidate, examiner=officer, decision=decision, reason=reason, note=note[:500], at=clock.now()
            )
    except IntegrityError as error:
        raise _own_second() from error
    audit.record(
        "biometrics.verdict.given",
        subject=candidate,
        person=candidate.data_set.person_id,
        officer=officer,
        decision=decision,
        reason=reason,
    )
    return verdict


def _settle(officer: Officer, candidate: Candidate, verdict: Verdict, state: str) -> None:
    candidate.state = state
    if not candidate.is_open:
        candidate.decided_at = verdict.at
        meet_deadline(VERDICT_LIMIT, candidate, at=verdict.at)
    if state == Candidate.State.SAME:
        link_data_sets(
            officer,
            candidate.data_set,
            other=candidate.other,
            partner=candidate.partner,
            partner_reference=candidate.partner_reference,
            basis="fingerprint",
            algorithm=candidate.algorithm,
            score=candidate.score,
            verdict_id=verdict.pk,
        )
    elif not candidate.is_open:
        candidate.reference_prints = None
    candidate.save(update_fields=["state", "decided_at", "reference_prints"])


def _own_second() -> Problem:
    return Problem(
        "biometrics.verdict.own_second",
        _("You have given your verdict on this candidate already."),
        _("Leave it to another examiner: two have to look independently."),
        status=409,
    )
