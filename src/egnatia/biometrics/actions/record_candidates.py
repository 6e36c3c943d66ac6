"""Put possible matches before the examiners."""

import base64
from collections.abc import Iterable

from django.db import transaction

from egnatia import audit
from egnatia.base import clock, node
from egnatia.biometrics import hooks
from egnatia.biometrics.actions.search_gallery import ALGORITHM, Match
from egnatia.biometrics.models import Candidate
from egnatia.biometrics.problems import engine_errors_as_problems
from egnatia.biometrics.queries import count_usable_fingers
from egnatia.biometrics.records import fingers_from_records
from egnatia.deadlines.actions.start_deadline import start_deadline
from egnatia.law import local_day, needs_second_examiner, read_uncertain_date
from egnatia.persons.models import DataSet

VERDICT_LIMIT = "verdict"


def record_candidates(data_set: DataSet, matches: Iterable[Match], *, urgent: bool = False) -> list[Candidate]:
    """A candidate for each possible match in the own gallery; one that is there already stays as it is.

    Of several data sets of one sequence the best is enough: one *same* joins the whole sequence.
    """
    candidates = []
    with transaction.atomic():
        for match in _best_of_each_person(matches):
            candidate, is_new = Candidate.objects.get_or_create(
                data_set=data_set,
                other=match.data_set,
                defaults={
                    "search": match.search,
                    "algorithm": match.search.algorithm,
                    "score": match.score,
                    "finger_scores": _as_json(match.finger_scores),
                    **_terms(data_set, match.data_set, len(match.finger_scores), urgent),
                },
            )
            if is_new:
                _announce(candidate)
            candidates.append(candidate)
    return candidates


def add_partner_candidate(
    data_set: DataSet, partner: str, reference: str, score: float, finger_scores: dict[int, float], *, urgent: bool = False
) -> Candidate:
    """A partner's possible match under its opaque reference; examined once its reference prints have come."""
    with transaction.atomic():
        candidate, is_new = Candidate.objects.get_or_create(
            data_set=data_set,
            partner=partner,
            partner_reference=reference,
            defaults={
                "algorithm": ALGORITHM,
                "score": score,
                "finger_scores": _as_json(finger_scores),
                **_terms(data_set, None, len(finger_scores), urgent),
            },
        )
        if is_new:
            _announce(candidate)
    return candidate


def set_reference_prints(candidate: Candidate, records: list[bytes]) -> Candidate:
    """Keep the reference prints that a partner sent, ISO/IEC 19794-2, one record a finger.

    Raises Problem `biometrics.record.…` for what isn't such a record; nothing is kept then.
    """
    with engine_errors_as_problems():
        positions = sorted(fingers_from_records(records))
    with transaction.atomic():
        candidate.reference_prints = [base64.b64encode(record).decode() for record in records]
        candidate.save(update_fields=["reference_prints"])
        audit.record(
            "biometrics.candidate.prints_received",
            subject=candidate,
            person=candidate.data_set.person_id,
            partner=candidate.partner,
            fingers=positions,
        )
    return candidate


def _best_of_each_person(matches: Iterable[Match]) -> list[Match]:
    """Matches come best first, so the first of each sequence is kept."""
    from egnatia.persons.queries import sequence_of

    seen: set[object] = set()
    kept = []
    for match in matches:
        if match.data_set.pk not in seen:
            kept.append(match)
            seen |= {data_set.pk for data_set in sequence_of(match.data_set).data_sets}
    return kept


def _terms(data_set: DataSet, other: DataSet | None, fingers: int, urgent: bool) -> dict[str, object]:
    """Who was a child when either print was taken needs two examiners: that is when prints differ most."""
    usable = min(fingers, count_usable_fingers(data_set)) if fingers else count_usable_fingers(data_set)
    ages = [youngest_age(one) for one in (data_set, other) if one is not None]
    return {
        "needs_two": any(needs_second_examiner(age, usable) for age in ages),
        "urgent": urgent,
        "created_at": clock.now(),
    }


def youngest_age(data_set: DataSet) -> int | None:
    """The least age in years that the birth date allows on the day of the capture; None where it isn't known."""
    value = (data_set.elements or {}).get("birth_date")
    if not value:
        return None
    taken_on = local_day(data_set.captured_at or clock.now(), node.current().partner)
    return read_uncertain_date(value, field="birth_date").when.ages(taken_on)[0]


def _announce(candidate: Candidate) -> None:
    audit.record(
        "biometrics.candidate.found",
        subject=candidate,
        person=candidate.data_set.person_id,
        partner=candidate.partner or node.current().partner,
        score=candidate.score,
    )
    start_deadline(
        VERDICT_LIMIT,
        candidate,
        started_at=candidate.created_at,
        person=candidate.data_set.person_id,
        label=candidate.data_set.reference_number,
    )
    hooks.candidate_found.call(candidate)


def _as_json(scores: dict[int, float]) -> dict[str, float]:
    return {str(position): score for position, score in scores.items()}
