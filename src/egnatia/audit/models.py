"""The audit's one table."""

from typing import Any, NoReturn

from django.db import models

from egnatia.base.fields import EncryptedJSONField
from egnatia.base.models import Row


class EventQuerySet(models.QuerySet["Event"]):
    """Events can be read and added; nothing else."""

    def update(self, **_: Any) -> NoReturn:
        raise TypeError("audit events are append-only")

    def delete(self) -> NoReturn:
        raise TypeError("audit events are append-only")


class Event(Row):
    """One thing that was done, chained to the one before by its hash.

    number      1, 2, 3 … without a gap
    person_id   whose data it was about, for the access log of a person
    details     sealed; never needed to know who read what
    chain       SHA-256 over the fields and the chain value before (hexadecimal)
    """

    number = models.PositiveBigIntegerField(unique=True, editable=False)
    at = models.DateTimeField(db_index=True)
    action = models.CharField(max_length=80, db_index=True)
    kind = models.CharField(max_length=10)
    actor_kind = models.CharField(max_length=10)
    actor_id = models.CharField(max_length=64, blank=True, db_index=True)
    actor_label = models.CharField(max_length=150, blank=True)
    where = models.CharField(max_length=150)
    why = models.CharField(max_length=500, blank=True)
    subject_kind = models.CharField(max_length=60, blank=True)
    subject_id = models.CharField(max_length=64, blank=True)
    person_id = models.UUIDField(null=True, db_index=True)
    details = EncryptedJSONField(null=True)
    details_digest = models.CharField(max_length=64, blank=True)
    chain = models.CharField(max_length=64)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ("-number",)
        indexes = (models.Index(fields=("subject_kind", "subject_id")),)

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("audit events are append-only")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("audit events are append-only")
