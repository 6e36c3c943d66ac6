"""What several examiners' verdicts come to."""

from collections.abc import Sequence

from egnatia.biometrics.models import Candidate, Verdict


def outcome_of(decisions: Sequence[str], *, needs_two: bool) -> str:
    """The candidate's state after these decisions, in the order they were given.

    One examiner decides, or two who say the same where two are needed. *Cannot tell* leaves it to one more; twice said, or
    set against each other, nothing is decided: then nothing may be linked, and the fingers are taken again.
    """
    needed = 2 if needs_two else 1
    same, different, cannot_tell = (decisions.count(decision) for decision in Verdict.Decision.values)
    if cannot_tell >= 2 or (same and different):
        return Candidate.State.UNDECIDED
    if same >= needed:
        return Candidate.State.SAME
    if different >= needed:
        return Candidate.State.DIFFERENT
    return Candidate.State.SECOND if decisions else Candidate.State.OPEN
