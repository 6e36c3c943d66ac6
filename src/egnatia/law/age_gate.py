"""Whose fingerprints may be taken at all, and whose verdict needs two examiners."""

from dataclasses import dataclass
from datetime import date

from egnatia.engines.dates.records import Basis, DateRecord
from egnatia.law.ages import age_rules

TAKE = "take"
NOTE_ONLY = "note_only"


@dataclass(frozen=True, slots=True)
class AgeGate:
    """Whether biometrics are taken.

    decision  "take", or "note_only": a child-protection note, no prints, no photo, no data set
    reason    six_or_over, proof_of_age, under_six, doubt_without_proof or age_unknown
    """

    decision: str
    reason: str

    @property
    def takes_biometrics(self) -> bool:
        return self.decision == TAKE


def age_gate(birth: DateRecord | None, proof: bool, doubt: bool, on: date) -> AgeGate:
    """Decide whether biometrics may be taken from a person on a day.

    birth  the birth date as far as known: all days count on which the person may have been born
    proof  whether a document or an official assessment proves that the person is at least six
    doubt  whether the officer doubts that the person is at least six
    Source: Eurodac art. 14; doubt without proof is treated as under six.
    """
    rules = age_rules()
    if birth is None:
        return AgeGate(TAKE, "proof_of_age") if proof else AgeGate(NOTE_ONLY, "age_unknown")
    youngest, oldest = birth.when.ages(on)
    if oldest < rules.youngest_for_biometrics:
        return AgeGate(NOTE_ONLY, "under_six")
    if proof:
        return AgeGate(TAKE, "proof_of_age")
    in_doubt = birth.basis is Basis.DOUBT and youngest < rules.doubt_matters_below
    if doubt or in_doubt or youngest < rules.youngest_for_biometrics:
        return AgeGate(NOTE_ONLY, "doubt_without_proof")
    return AgeGate(TAKE, "six_or_over")


def needs_second_examiner(age: int | None, usable_fingers: int) -> bool:
    """Whether two examiners decide independently: a child under fourteen, an unknown age, or few usable fingers."""
    rules = age_rules()
    return age is None or age < rules.second_examiner_below or usable_fingers < rules.second_examiner_fingers
