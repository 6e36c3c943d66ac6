"""What packages above may act on, and what this one does when a data set changes or goes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from egnatia.base.hooks import Hook
from egnatia.persons import hooks as persons

if TYPE_CHECKING:
    from egnatia.biometrics.models import Candidate, Verdict
    from egnatia.persons.models import DataSet, Link

#: (candidate): a possible match waits for an examiner.
candidate_found: Hook[[Candidate]] = Hook("biometrics.candidate_found")

#: (candidate, verdict): an examiner gave a verdict; the candidate's state tells whether that decided it.
verdict_given: Hook[[Candidate, Verdict]] = Hook("biometrics.verdict_given")

#: (candidate): nobody could tell, so a new capture is asked for.
new_capture_asked: Hook[[Candidate]] = Hook("biometrics.new_capture_asked")


@persons.data_set_corrected.connect
def _take_over_fingers(data_set: DataSet, previous: DataSet, officer: Any) -> None:
    from egnatia.biometrics.actions.enrol_data_set import take_over_fingers

    take_over_fingers(data_set, previous)


@persons.data_set_voided.connect
def _withdraw(data_set: DataSet, officer: Any) -> None:
    from egnatia.biometrics.actions.forget_data_set import close_candidates, withdraw_from_gallery

    withdraw_from_gallery(data_set)
    close_candidates(data_set)


@persons.data_set_erased.connect
def _forget(data_set: DataSet) -> None:
    from egnatia.biometrics.actions.forget_data_set import forget_data_set

    forget_data_set(data_set)


@persons.link_dissolved.connect
def _forget_prints(link: Link) -> None:
    """A partner's prints were kept for the link's sake only."""
    from egnatia.biometrics.actions.forget_data_set import forget_reference_prints

    if link.partner:
        forget_reference_prints(link.data_set, link.partner, link.partner_reference)
