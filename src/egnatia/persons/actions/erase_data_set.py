"""Erase a data set with all its versions: its day has come, or a ground that doesn't wait."""

from typing import Any

from django.db import transaction

from egnatia import audit
from egnatia.accounts import policy
from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.deadlines.actions.meet_deadline import drop_deadlines
from egnatia.persons import hooks
from egnatia.persons.actions.dissolve_link import dissolve_links_of
from egnatia.persons.actions.forget_belongings import forget_belongings
from egnatia.persons.actions.forget_flags import forget_flags
from egnatia.persons.actions.write_search_keys import remove_search_keys
from egnatia.persons.models import DataSet, ErasureCertificate, Mark

GROUNDS = ("retention", "citizenship", "data_subject", "authority", "void")


@transaction.atomic
def erase_data_set(
    data_set: DataSet, *, ground: str = "retention", reason: str = "", officer: Any = None
) -> ErasureCertificate:
    """The certificate. Elements, keys and links go here; prints, notices and envelopes by the hook, in the same transaction.
    With the last that is kept of the person, groups, relations and tracing requests go.

    officer   who ordered it; None for the nightly job on the day

    Erasing twice gives the first certificate. Raises Problem `accounts.not_allowed`, `persons.erasure.ground_unknown`.
    """
    if officer is not None:
        policy.require(officer, "registration.correct")
    if ground not in GROUNDS:
        raise Problem("persons.erasure.ground_unknown", "This is no ground to erase.", "Choose from the list.", field="ground")
    versions = list(DataSet.objects.filter(reference_number=data_set.reference_number).order_by("-version"))
    newest = versions[0]
    if (certificate := ErasureCertificate.objects.filter(data_set=newest).first()) is not None:
        return certificate
    links = dissolve_links_of(newest.reference_number, officer=officer, reason="erased", forget_partner=True)
    Mark.objects.filter(reference_number=newest.reference_number).update(event="", ended_because="")
    forget_flags(newest.reference_number)
    keys = sum(_erase_version(version) for version in versions)
    belongings = forget_belongings(newest.person)
    certificate = ErasureCertificate.objects.create(
        data_set=newest,
        reference_number=newest.reference_number,
        category=newest.category,
        due_on=newest.erase_on,
        erased_at=clock.now(),
        erased_by=officer,
        ground=ground,
        reason=reason,
        counts={"versions": len(versions), "search_keys": keys, "links": links, **belongings},
    )
    hooks.erasure_certified.call(certificate)
    audit.record("persons.data_set.erased", subject=newest, person=newest.person_id, officer=officer, why=ground)
    return certificate


def _erase_version(version: DataSet) -> int:
    """Empty one version; how many look-up keys went."""
    hooks.data_set_erased.call(version)
    keys = remove_search_keys(version)
    drop_deadlines(version, at=clock.now())
    version.status = DataSet.Status.ERASED
    version.elements = version.national_number = version.event_at = version.captured_at = None
    version.reason_note = version.void_note = None
    version.national_number_key = ""
    version.save(
        update_fields=[
            "status",
            "elements",
            "national_number",
            "national_number_key",
            "event_at",
            "captured_at",
            "reason_note",
            "void_note",
        ]
    )
    return keys
