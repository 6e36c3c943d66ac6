"""Begin a registration."""

from typing import Any

from django.db import IntegrityError, transaction

from egnatia import audit
from egnatia.accounts import policy
from egnatia.base import clock
from egnatia.persons.models import DataSet, Person
from egnatia.persons.search_keys import national_number_key
from egnatia.registration.actions.change_draft import erase_after
from egnatia.registration.models import Draft
from egnatia.registration.problems import busy


@transaction.atomic
def start_draft(
    officer: Any,
    *,
    person: Person | None = None,
    corrects: DataSet | None = None,
    origin: str = "page",
    national_number: str = "",
    key: str = "",
    intake: dict[str, Any] | None = None,
) -> Draft:
    """An empty draft of this officer.

    person           where a further event of somebody known is registered
    corrects         a signed data set for which new prints or a new photo are taken
    national_number  the number a national system knows the registration by; one open draft at most has it
    key              what takes its place where there is none: a digest of all that came in
    intake           digests of what came in by one call

    Raises Problem `accounts.not_allowed`, `registration.busy`.
    """
    policy.require(officer, "registration.write")
    now = clock.now()
    draft = Draft(
        officer=officer,
        unit=officer.unit,
        person=person or (corrects.person if corrects else None),
        corrects=corrects,
        category=corrects.category if corrects else None,
        data={"elements": dict(corrects.elements or {}) if corrects else {}},
        origin=origin,
        national_number=national_number or None,
        national_number_key=national_number_key(national_number) or key,
        intake=intake or {},
        created_at=now,
        updated_at=now,
        erase_after=erase_after(now, now),
    )
    try:
        with transaction.atomic():
            draft.save(force_insert=True)
    except IntegrityError as error:
        raise busy() from error
    audit.record("registration.draft.started", subject=draft, person=draft.person_id, officer=officer, origin=origin)
    return draft
