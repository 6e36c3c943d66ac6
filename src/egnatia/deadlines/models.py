"""The one table of every limit that runs."""

from django.db import models

from egnatia.base.models import Row


class Deadline(Row):
    """A limit of the law that started to run for something.

    rule      code of the limit in `law` (`search.answer`)
    subject   what it runs for
    due_at    counted by `law.due_at`
    met_at    when it was done; None while it runs
    dropped_at  when it stopped to matter without being done (the registration was voided, say)
    """

    rule = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=64)
    person_id = models.UUIDField(null=True, db_index=True)
    label = models.CharField(max_length=150, blank=True)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField(db_index=True)
    met_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("due_at",)
        indexes = (models.Index(fields=("subject_kind", "subject_id")),)
        constraints = (
            models.UniqueConstraint(fields=("rule", "subject_kind", "subject_id"), name="one_clock_per_rule_and_subject"),
        )
