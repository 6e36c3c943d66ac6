"""Put a result up for the connected system whose registration it is about, in the transaction of what it tells."""

from typing import Any

from django.db import transaction

from egnatia import audit
from egnatia.accounts.models import Officer
from egnatia.base import clock, wake
from egnatia.persons.models import DataSet
from egnatia.persons.search_keys import national_number_key
from egnatia.registration.models import Draft, ResultNotice


def tell_result(data_set: DataSet, kind: str, **details: Any) -> ResultNotice | None:
    """A notice for the account that sent the registration in; None where nobody did, or it has no national number.

    details   JSON without identity data and without scores
    """
    if not data_set.national_number:
        return None
    account = _sender_of(data_set)
    return _write(account, data_set.national_number, kind, details, data_set) if account is not None else None


def tell_refusal(draft: Draft, problem: dict[str, Any]) -> ResultNotice | None:
    """That a registration which came in can't be signed as it is."""
    if not draft.national_number or draft.officer.kind != "service":
        return None
    return _write(draft.officer, draft.national_number, ResultNotice.Kind.REFUSED, problem, draft.data_set)


@transaction.atomic
def _write(account: Officer, number: str, kind: str, details: dict[str, Any], data_set: DataSet | None) -> ResultNotice:
    """The audit event goes first: its lock makes the numbers grow in the order of the commits."""
    notice = ResultNotice(
        account=account,
        data_set=data_set,
        national_number=number,
        national_number_key=national_number_key(number),
        kind=kind,
        at=clock.now(),
        details=details,
    )
    person = data_set.person_id if data_set else None
    notice.number = audit.record("registration.result.told", subject=notice, person=person, kind=kind).number
    notice.save(force_insert=True)
    wake.wake_on_commit()
    return notice


def _sender_of(data_set: DataSet) -> Officer | None:
    """The system that sent in the first version; an officer may have corrected it since."""
    first = DataSet.objects.filter(reference_number=data_set.reference_number, version=1).select_related("signed_by").first()
    return first.signed_by if first is not None and first.signed_by.kind == "service" else None
