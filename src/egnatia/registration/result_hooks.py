"""What connected systems are told, and when: each hook of the packages below that concerns a registration of theirs."""

from typing import Any

from django.db.models import Q

from egnatia.base import node
from egnatia.biometrics import hooks as biometrics
from egnatia.biometrics.models import Candidate, Verdict
from egnatia.exchange import hooks as exchange
from egnatia.exchange.models import FollowUp, SearchTarget
from egnatia.persons import hooks as persons
from egnatia.persons.models import DataSet
from egnatia.registration.actions.tell_result import tell_result
from egnatia.registration.models import ResultNotice

KIND = ResultNotice.Kind


@persons.data_set_signed.connect
def _registered(data_set: DataSet, officer: Any) -> None:
    tell_result(data_set, KIND.REGISTERED, outcome="created", **_version(data_set))


@persons.data_set_corrected.connect
def _corrected(data_set: DataSet, previous: DataSet, officer: Any) -> None:
    tell_result(data_set, KIND.REGISTERED, outcome="corrected", **_version(data_set))


@persons.data_set_voided.connect
def _voided(data_set: DataSet, officer: Any) -> None:
    tell_result(data_set, KIND.VOIDED, reason=data_set.void_reason, **_version(data_set))


@persons.data_set_erased.connect
def _forget(data_set: DataSet) -> None:
    """Also what was refused under the same number, before it was registered."""
    refused = Q(data_set=None, national_number_key=data_set.national_number_key) & ~Q(national_number_key="")
    ResultNotice.objects.filter(Q(data_set=data_set) | refused).delete()


@biometrics.candidate_found.connect
def _candidate(candidate: Candidate) -> None:
    tell_result(candidate.data_set, KIND.CANDIDATE, candidate=str(candidate.pk), where=_where(candidate))


@biometrics.verdict_given.connect
def _verdict(candidate: Candidate, verdict: Verdict) -> None:
    """Only what decided it: what single examiners said before stays among them. Who it is, is told after *same* only."""
    if candidate.is_open:
        return
    is_same = candidate.state == Candidate.State.SAME and candidate.other is not None
    tell_result(
        candidate.data_set,
        KIND.VERDICT,
        candidate=str(candidate.pk),
        where=_where(candidate),
        state=str(candidate.state),
        **({"reference_number": candidate.other.reference_number} if is_same and candidate.other else {}),
    )


@exchange.search_answered.connect
def _answer(target: SearchTarget) -> None:
    search = target.search
    tell_result(
        search.data_set,
        KIND.ANSWER,
        search=str(search.pk),
        purpose=search.purpose,
        partner=target.partner_code,
        state=str(target.state),
        **({"reason": target.reason} if target.reason else {}),
    )


@exchange.follow_up_answered.connect
def _follow_up(follow_up: FollowUp) -> None:
    if follow_up.possible_match is None:
        return
    search = follow_up.possible_match.target.search
    tell_result(
        search.data_set,
        KIND.FOLLOW_UP,
        follow_up=str(follow_up.pk),
        purpose=search.purpose,
        partner=follow_up.partner.code,
        state=str(follow_up.state),
        **({"reason": follow_up.refusal_reason} if follow_up.refusal_reason else {}),
    )


def _version(data_set: DataSet) -> dict[str, Any]:
    return {"reference_number": data_set.reference_number, "version": data_set.version}


def _where(candidate: Candidate) -> str:
    return candidate.partner or node.current().partner
