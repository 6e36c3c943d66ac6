"""What registration does when a data set is erased or is to be corrected by a partner's evidence, and when prints differ."""

from typing import Any

from egnatia.biometrics import hooks as biometrics
from egnatia.biometrics.models import Candidate, Verdict
from egnatia.exchange import hooks as exchange
from egnatia.exchange.models import Evidence
from egnatia.persons import hooks as persons
from egnatia.persons.models import DataSet
from egnatia.registration import result_hooks  # noqa: F401  (importing them connects them)


@persons.data_set_erased.connect
def _forget(data_set: DataSet) -> None:
    """The notice and the traces of how it came in go too."""
    from egnatia.registration.models import Draft, NoticeGiven

    NoticeGiven.objects.filter(data_set=data_set).delete()
    Draft.objects.filter(data_set=data_set).update(intake={}, national_number_key="", relation=None)


@exchange.evidence_accepted.connect
def _correct(evidence: Evidence, data_set: DataSet, elements: dict[str, Any], officer: Any) -> None:
    from egnatia.exchange.actions.decide_evidence import REASON
    from egnatia.registration.actions.correct_registration import correct_registration

    correct_registration(officer, data_set, elements=elements, reason=REASON, note=evidence.remark or "")


@biometrics.verdict_given.connect
def _tell_apart(candidate: Candidate, verdict: Verdict) -> None:
    """Two persons by their fingerprints aren't suggested as one by their names."""
    from egnatia.biographics.actions.follow_links import settle_as_different

    if candidate.state == Candidate.State.DIFFERENT and candidate.other is not None:
        settle_as_different(verdict.examiner, candidate.data_set.person_id, candidate.other.person_id)
