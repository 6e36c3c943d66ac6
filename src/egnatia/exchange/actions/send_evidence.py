"""Send the owner evidence that data which it released are wrong: only the owner puts them right."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext
from pydantic import ValidationError

from egnatia import audit, law
from egnatia.accounts import policy
from egnatia.accounts.models import Officer
from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.deadlines.actions.start_deadline import start_deadline
from egnatia.exchange.actions.request_follow_up import match_not_confirmed
from egnatia.exchange.actions.send_message import send_message
from egnatia.exchange.evidence_data import fields_released
from egnatia.exchange.messages.evidence import EvidenceSent, ProposedData
from egnatia.exchange.models import Evidence, PossibleMatch
from egnatia.exchange.models.follow_ups import Direction
from egnatia.exchange.queries import newest_version
from egnatia.persons.models import DataSet

MAX_REMARK = 500


@dataclass(frozen=True, slots=True)
class Shown:
    """What shows that data are wrong.

    evidence        code of `law.evidence_kinds()`
    document_type   code of `law.document_types()`, exactly where that is a document
    checked_by      code of `law.evidence_checks()`
    remark          what was seen; the owner's officer reads it
    """

    evidence: str
    checked_by: str
    remark: str
    document_type: str = ""


@transaction.atomic
def send_evidence(officer: Officer, match: PossibleMatch, proposed: Mapping[str, Any], shown: Shown) -> Evidence:
    """The evidence, under way; the owner's decision arrives by itself.

    proposed   what the data should be, by field: only fields that the owner has released about this match
    Raises Problem `accounts.not_allowed`, `exchange.match_not_confirmed`, `exchange.evidence_under_way`,
    `exchange.evidence_not_about_released`, `exchange.evidence_incomplete`, `exchange.evidence_country_of_origin`, `law.…`.
    """
    policy.require(officer, "exchange.follow_up")
    target = match.target
    data_set = _check_match(match)
    content = _content(match, _clean(data_set, proposed), shown)
    _check_origin(match, data_set, proposed)
    assert target.partner is not None  # noqa: S101  (it has answered)
    message = send_message(
        target.partner, content, correspondence=target.correspondence, purpose=target.search.purpose, case=target.id
    )
    fields = sorted(content.proposed.model_fields_set)
    evidence = Evidence.objects.create(
        direction=Direction.OUTGOING,
        partner=target.partner,
        possible_match=match,
        message_id=message.id,
        fields=fields,
        proposed=content.proposed.model_dump(mode="json", exclude_none=True),
        evidence=shown.evidence,
        document_type=shown.document_type,
        checked_by=shown.checked_by,
        remark=content.remark,
        sent_at=clock.now(),
        sent_by=officer,
    )
    person, label = data_set.person_id, f"→ {target.partner_code}"
    start_deadline("evidence_decision", evidence, started_at=evidence.sent_at, person=person, label=label)
    audit.record(
        "exchange.evidence.sent",
        subject=evidence,
        person=person,
        officer=officer,
        partner=target.partner_code,
        fields=fields,
        evidence=shown.evidence,
    )
    return evidence


def _check_match(match: PossibleMatch) -> DataSet:
    """Our data set in force that the match belongs to."""
    data_set = newest_version(match.target.search.data_set)
    if match.state != PossibleMatch.State.SAME or data_set is None:
        raise match_not_confirmed()
    if match.evidence.filter(state=Evidence.State.SENT).exists():
        raise Problem(
            "exchange.evidence_under_way",
            gettext("Evidence about this person was sent already and the partner has not decided yet."),
            gettext("Wait for the partner's decision."),
            status=409,
        )
    return data_set


def _clean(data_set: DataSet, proposed: Mapping[str, Any]) -> dict[str, Any]:
    """As the law has each element; what our category's list lacks is for the owner to check."""
    listed = {use.code for use in law.category(data_set.category).elements}
    known = {field: value for field, value in proposed.items() if field in listed}
    return {**proposed, **law.clean_elements(data_set.category, known, complete=False)}


def _content(match: PossibleMatch, proposed: Mapping[str, Any], shown: Shown) -> EvidenceSent:
    if not proposed or not proposed.keys() <= fields_released(possible_match=match):
        raise Problem(
            "exchange.evidence_not_about_released",
            gettext("Evidence is about data that the partner has released, and says what they should be."),
            gettext("Change at least one of the data that the partner released, and nothing else."),
            field="proposed",
        )
    _check_shown(shown)
    try:
        return EvidenceSent(
            reference=match.reference,
            proposed=ProposedData.model_validate(dict(proposed)),
            evidence=shown.evidence,
            document_type=shown.document_type or None,
            checked_by=shown.checked_by,
            remark=shown.remark.strip(),
        )
    except ValidationError as error:
        path = error.errors(include_input=False, include_url=False)[0]["loc"]
        raise _incomplete(str(path[-1]) if path else "proposed") from error


def _check_shown(shown: Shown) -> None:
    kind = law.evidence_kinds().get(shown.evidence)
    if kind is None:
        raise _incomplete("evidence")
    if (shown.document_type in law.document_types()) != ("document" in kind.marks):
        raise _incomplete("document_type")
    if shown.checked_by not in law.evidence_checks():
        raise _incomplete("checked_by")
    if not shown.remark.strip() or len(shown.remark.strip()) > MAX_REMARK:
        raise _incomplete("remark")


def _incomplete(field: str) -> Problem:
    return Problem(
        "exchange.evidence_incomplete",
        gettext("Say what the data should be, what shows it, who checked it, and what was seen (500 characters at most)."),
        gettext("Fill in what is missing. The kind of document is given exactly where the evidence is a document."),
        field=field,
    )


def _check_origin(match: PossibleMatch, data_set: DataSet, proposed: Mapping[str, Any]) -> None:
    """Nothing goes to a country that the person holds, claims or fears by what we know now, the evidence included."""
    elements, purpose = data_set.elements or {}, match.target.search.purpose
    left_out = {**law.partners_not_asked(elements, purpose), **law.partners_not_asked(proposed, purpose)}
    if match.target.partner_code in left_out:
        raise Problem(
            "exchange.evidence_country_of_origin",
            gettext("By what is known now, this partner is one of the person's countries: it is told nothing more."),
            gettext("Correct our own registration; leave the partner's as it is."),
            status=409,
        )
