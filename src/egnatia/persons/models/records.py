"""Persons, their data sets, the links between these, and what is left after an erasure."""

from __future__ import annotations

from typing import Any, NoReturn
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q

from egnatia.accounts.models import Unit
from egnatia.base.fields import EncryptedJSONField, EncryptedTextField
from egnatia.base.models import Row

#: What a data set may still change after it was signed, and what is emptied when it is erased.
CHANGES_AFTER_SIGNING = frozenset({"status", "transmission", "transmitted_at", "erase_on", "void_reason", "void_note"})
EMPTIED_BY_ERASURE = frozenset(
    {"elements", "national_number", "national_number_key", "event_at", "captured_at", "reason_note", "void_note"}
)


class Person(Row):
    """Somebody, as this node knows them. Never shared: partners know opaque references only.

    All that is known lies in data sets, or in a child's note. Two persons found to be one stay two rows, joined by a link.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("-created_at",)


class DataSetQuerySet(models.QuerySet["DataSet"]):
    """Data sets can be read and added; of signed ones only the state changes."""

    def update(self, **values: Any) -> int:
        if not values.keys() <= CHANGES_AFTER_SIGNING:
            raise TypeError(f"a signed data set is immutable: {sorted(values.keys() - CHANGES_AFTER_SIGNING)}")
        return super().update(**values)

    def delete(self) -> NoReturn:
        raise TypeError("data sets are erased by persons.actions.erase_data_set, never deleted")


class DataSet(Row):
    """One event in one category, as it was signed: a registration, an apprehension.

    elements       values by law element code, see `law.elements()`
    version        1, 2, 3 … under one reference number; only the newest is `active`
    status         active | superseded | voided | erased
    transmission   provisional (transmitted_at is the signing) | acknowledged (by the first partner)
    erase_on       the day on which it is erased, by the law's retention
    reason         why this version took the place of the one before (`law.correction_reasons`), with a note
    void_reason    why it was declared void (`law.void_reasons`), with a note
    origin         page | api | cli | import | watched_folder
    """

    class Status(models.TextChoices):
        ACTIVE = "active"
        SUPERSEDED = "superseded"
        VOIDED = "voided"
        ERASED = "erased"

    class Transmission(models.TextChoices):
        PROVISIONAL = "provisional"
        ACKNOWLEDGED = "acknowledged"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="data_sets")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    reference_number = models.CharField(max_length=30, db_index=True)
    version = models.PositiveSmallIntegerField(default=1)
    category = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.ACTIVE)
    elements = EncryptedJSONField(null=True)
    national_number = EncryptedTextField(null=True)
    national_number_key = models.CharField(max_length=64, blank=True)
    event_at = models.DateField(null=True)
    captured_at = models.DateTimeField(null=True)
    signed_at = models.DateTimeField(db_index=True)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    transmitted_at = models.DateTimeField()
    transmission = models.CharField(max_length=12, choices=Transmission.choices, default=Transmission.PROVISIONAL)
    erase_on = models.DateField(db_index=True)
    supersedes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="superseded_by")
    reason = models.CharField(max_length=40, blank=True)
    reason_note = EncryptedTextField(null=True)
    void_reason = models.CharField(max_length=40, blank=True)
    void_note = EncryptedTextField(null=True)
    origin = models.CharField(max_length=20, default="page")

    objects = DataSetQuerySet.as_manager()

    class Meta:
        ordering = ("-signed_at", "-version")
        constraints = (
            models.UniqueConstraint(fields=("reference_number", "version"), name="one_data_set_per_version"),
            models.UniqueConstraint(
                fields=("reference_number",), condition=Q(status="active"), name="one_active_version_per_reference"
            ),
            models.UniqueConstraint(
                fields=("national_number_key",),
                condition=Q(status="active") & ~Q(national_number_key=""),
                name="one_active_data_set_per_national_number",
            ),
        )

    def __str__(self) -> str:
        return self.reference_number

    @property
    def is_active(self) -> bool:
        return self.status == self.Status.ACTIVE

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Writes a new data set; of a signed one only what `CHANGES_AFTER_SIGNING` names, or its erasure."""
        if not self._state.adding:
            self._refuse_change(set(kwargs.get("update_fields") or {"everything"}))
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("data sets are erased by persons.actions.erase_data_set, never deleted")

    def _refuse_change(self, fields: set[str]) -> None:
        is_erasure = self.status == self.Status.ERASED and self.elements is None
        allowed = CHANGES_AFTER_SIGNING | (EMPTIED_BY_ERASURE if is_erasure else frozenset())
        if not fields <= allowed:
            raise TypeError(f"a signed data set is immutable: {sorted(fields - allowed)}")


class Link(Row):
    """What joins two data sets of one person: two of ours, or ours and a partner's by its opaque reference.

    pair       the two ends in a fixed order, so that a pair has one confirmed link at most
    basis      fingerprint | biographic
    verdict_id the examiner's verdict it stands on
    """

    class State(models.TextChoices):
        CONFIRMED = "confirmed"
        DISSOLVED = "dissolved"

    data_set = models.ForeignKey(DataSet, on_delete=models.PROTECT, related_name="links")
    other = models.ForeignKey(DataSet, on_delete=models.PROTECT, null=True, related_name="links_from_other")
    partner = models.CharField(max_length=2, blank=True)
    partner_reference = models.CharField(max_length=100, blank=True)
    pair = models.CharField(max_length=140)
    basis = models.CharField(max_length=12)
    state = models.CharField(max_length=10, choices=State.choices, default=State.CONFIRMED)
    algorithm = models.CharField(max_length=60, blank=True)
    score = models.FloatField(null=True)
    verdict_id = models.UUIDField(null=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField()
    dissolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    dissolved_at = models.DateTimeField(null=True)
    dissolved_because = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("-confirmed_at",)
        constraints = (
            models.UniqueConstraint(fields=("pair",), condition=Q(state="confirmed"), name="one_confirmed_link_per_pair"),
            models.CheckConstraint(condition=Q(other=None) ^ Q(partner=""), name="link_to_own_data_set_or_to_partner"),
        )

    @staticmethod
    def pair_of(data_set: UUID, other: UUID | str) -> str:
        """The same text for the two ends in either order."""
        return "|".join(sorted((str(data_set), str(other))))


class ChildNote(Row):
    """A child under six, or somebody who may be: what child protection needs to know. Never in an answer to anybody.

    elements  names, birth date, nationality, sex as said, who came with the child
    reason    of `law.age_gate`: why nothing was captured
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="child_notes")
    elements = EncryptedJSONField(null=True)
    reason = models.CharField(max_length=60)
    national_number_key = models.CharField(max_length=64, blank=True, db_index=True)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    erase_on = models.DateField(db_index=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-written_at",)


class SearchKey(Row):
    """One keyed digest under which a person is found by exact look-up; it says nothing without the node's key.

    kind   document | birth_date
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="search_keys")
    data_set = models.ForeignKey(DataSet, on_delete=models.PROTECT, null=True, related_name="search_keys")
    child_note = models.ForeignKey(ChildNote, on_delete=models.PROTECT, null=True, related_name="search_keys")
    kind = models.CharField(max_length=12)
    key = models.CharField(max_length=64)

    class Meta:
        indexes = (models.Index(fields=("key", "kind")),)


class Mark(Row):
    """That a data set is marked, since when and why, in all its versions. One that was taken off stays for its history.

    event          code of `law.marking_rules()`: a grant of protection, a residence document; "" once the data set is erased
    ended_because  code of the event that took it off
    """

    reference_number = models.CharField(max_length=30, db_index=True)
    category = models.PositiveSmallIntegerField()
    event = models.CharField(max_length=60, blank=True)
    set_at = models.DateTimeField(db_index=True)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    ended_because = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ("-set_at",)
        constraints = (
            models.UniqueConstraint(
                fields=("reference_number",), condition=Q(ended_at__isnull=True), name="one_mark_per_reference_number"
            ),
        )


class SecurityFlag(Row):
    """That a person could pose a threat to internal security, with the grounds; of a data set in all its versions.

    grounds        codes of `law.security_flag_grounds()`
    authority      whose finding it rests on, and under which number
    looked_at_at   when it was set, or reviewed the last time: its review is counted from then
    changed_at_partner_at   a partner's own flag of the person, that we had been told of, isn't as it was: to be looked at
    ended_because  code of `law.security_flag_removals()`
    consulted      partners that were asked before it was removed

    The row goes with the erasure of the data set; one that was removed keeps neither grounds nor authority.
    """

    reference_number = models.CharField(max_length=30, db_index=True)
    grounds = EncryptedJSONField(null=True)
    authority = EncryptedTextField(null=True)
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    looked_at_at = models.DateTimeField()
    looked_at_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at_partner_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    ended_because = models.CharField(max_length=60, blank=True)
    consulted = models.JSONField(default=list)

    class Meta:
        ordering = ("-set_at",)
        constraints = (
            models.UniqueConstraint(
                fields=("reference_number",), condition=Q(ended_at__isnull=True), name="one_security_flag_per_reference_number"
            ),
        )


class ErasureCertificate(Row):
    """What stays of what was erased (a data set, a child's note, a tracing request): that, when, on what ground, how much;
    nothing about whom.

    ground    retention | citizenship | data_subject | authority | void | child_note | tracing_request
    counts    how many versions, search keys, links, memberships … went
    """

    data_set = models.OneToOneField(DataSet, on_delete=models.PROTECT, null=True, related_name="erasure_certificate")
    reference_number = models.CharField(max_length=30, blank=True, db_index=True)
    category = models.PositiveSmallIntegerField(null=True)
    due_on = models.DateField()
    erased_at = models.DateTimeField()
    erased_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    ground = models.CharField(max_length=20)
    reason = models.CharField(max_length=500, blank=True)
    counts = models.JSONField(default=dict)

    class Meta:
        ordering = ("-erased_at",)
