"""Read the machine-readable zone of a document at a registration, and take of it what the officer chooses."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from egnatia import audit
from egnatia.accounts import policy
from egnatia.base.errors import Problem
from egnatia.registration.actions.change_draft import change_draft
from egnatia.registration.actions.save_step import save_step
from egnatia.registration.document.findings import find_in_zone, keep_findings
from egnatia.registration.document.offers import take_offers
from egnatia.registration.document.photo import read_picture
from egnatia.registration.document.reading import Reading, read_document
from egnatia.registration.models import Draft
from egnatia.registration.steps import DOCUMENTS, IDENTITY


@dataclass(frozen=True, slots=True)
class TakenFromZone:
    """The draft as it is now, and what the law refused of the values."""

    draft: Draft
    problems: tuple[Problem, ...]


def read_zone(officer: Any, text: str = "", *, photo: bytes | None = None) -> Reading:
    """The zone in a text or in a photo, for whoever registers persons. Nothing is kept.

    Raises Problem `accounts.not_allowed`, `registration.mrz.…`, `registration.photo.…`.
    """
    policy.require(officer, "registration.write")
    reading = read_document(text if photo is None else read_picture(photo))
    audit.record("registration.document.read", officer=officer, format=reading.zone.format.name)
    return reading


def read_zone_at_draft(officer: Any, draft: Draft, text: str = "", *, photo: bytes | None = None) -> Reading:
    """The zone in a text or in a photo, and with the draft the codes of what it shows; neither is kept itself.

    Raises Problem `accounts.not_allowed`, `registration.mrz.…`, `registration.photo.…`,
    `registration.draft.changed_meanwhile`, `.closed`.
    """
    policy.require(officer, "registration.write")
    reading = read_document(text if photo is None else read_picture(photo))
    with transaction.atomic():
        _keep(draft, reading)
        audit.record(
            "registration.document.read",
            subject=draft,
            person=draft.person_id,
            officer=officer,
            format=reading.zone.format.name,
        )
    return reading


def take_from_zone(
    officer: Any, draft: Draft, reading: Reading, chosen: Collection[str], spellings: Mapping[str, str] | None = None
) -> TakenFromZone:
    """Put the chosen values (`document.offers`) into the draft's elements; what wasn't chosen stays as it is.

    Raises Problem `accounts.not_allowed`, `registration.draft.changed_meanwhile`, `registration.draft.closed`.
    """
    policy.require(officer, "registration.write")
    data = draft.data or {}
    changed = take_offers(reading, data.get("elements", {}), chosen, spellings)
    age = data.get("age", {})
    problems: list[Problem] = []
    with transaction.atomic():
        for step in (IDENTITY, DOCUMENTS):
            if not changed.keys() & set(step.elements):
                continue
            values = {**(draft.data or {}).get("elements", {}), **changed}
            values |= {"proof_of_age": age.get("proof"), "doubt_about_age": age.get("doubt")}
            problems += save_step(officer, draft, step.code, values).problems
        _keep(draft, reading)
        audit.record(
            "registration.document.taken", subject=draft, person=draft.person_id, officer=officer, elements=sorted(changed)
        )
    return TakenFromZone(draft, tuple(problems))


def _keep(draft: Draft, reading: Reading) -> None:
    data = dict(draft.data or {})
    keep_findings(data, find_in_zone(reading, data.get("elements", {})))
    change_draft(draft, data)
