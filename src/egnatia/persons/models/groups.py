"""Families and travelling groups: who belonged to them from when to when, and what two persons are to each other.

What was said isn't rewritten: a membership or a relation ends, with a reason, and another one begins.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from egnatia.accounts.models import Unit
from egnatia.base.fields import EncryptedJSONField, EncryptedTextField
from egnatia.base.models import Row
from egnatia.persons.models.records import Person


class _Said(Row):
    """Something said of persons, that may end. What was said isn't changed afterwards.

    said      {"basis", "on"?, "note"?, …}: what it rests on, since when, on what document
    ending    {"why", "on"?, "note"?}: why and when it ended; None while it holds
    """

    said = EncryptedJSONField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    ending = EncryptedJSONField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        abstract = True

    @property
    def holds(self) -> bool:
        return self.ended_at is None

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Writes it once; afterwards only its end, once."""
        if not self._state.adding and set(kwargs.get("update_fields") or {"everything"}) != {"ending", "ended_at", "ended_by"}:
            raise TypeError("what was said of persons is ended, never rewritten")
        super().save(*args, **kwargs)


class Group(Row):
    """A family, or people who travel together.

    size             of how many persons it consists, as they say; None where nobody asked
    national_number  what a national system knows the group by
    ended_at         when its last member was gone
    """

    class Kind(models.TextChoices):
        FAMILY = "family"
        TRAVELLING = "travelling"

    kind = models.CharField(max_length=12, choices=Kind.choices)
    size = models.PositiveSmallIntegerField(null=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    national_number = EncryptedTextField(null=True)
    national_number_key = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-created_at",)
        constraints = (
            models.UniqueConstraint(
                fields=("national_number_key",),
                condition=Q(ended_at__isnull=True) & ~Q(national_number_key=""),
                name="one_group_per_national_number",
            ),
        )


class Membership(_Said):
    """That a person belongs to a group, as declared, documented or assessed."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")

    class Meta:
        ordering = ("recorded_at",)
        constraints = (
            models.UniqueConstraint(
                fields=("group", "person"), condition=Q(ended_at__isnull=True), name="one_membership_per_group_and_person"
            ),
        )


class Relation(_Said):
    """What `person` is to `other`: `said["kind"]` is a code of `law.relations()`.

    key   keyed digest of the pair and the kind, whichever end it is said from: a pair has each kind once
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="relations")
    other = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="relations_from_other")
    key = models.CharField(max_length=64)

    class Meta:
        ordering = ("recorded_at",)
        constraints = (
            models.UniqueConstraint(
                fields=("key",), condition=Q(ended_at__isnull=True), name="one_relation_of_a_kind_per_pair"
            ),
            models.CheckConstraint(condition=~Q(person=models.F("other")), name="relation_of_two_persons"),
        )
