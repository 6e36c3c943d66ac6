"""What the node has reminded people of, once for each thing, day and stage."""

from django.conf import settings
from django.db import models

from egnatia.base.models import Row


class Reminder(Row):
    """Something falls due soon, or is late.

    subject_id   of the commitment or item; "" for the report to the ministers
    due_on       the day it was due when the reminder was made: a changed day makes a new one
    seen_at      somebody has taken note; it is not shown any more
    """

    class Kind(models.TextChoices):
        REPORT = "report"
        COMMITMENT = "commitment"
        ITEM = "item"

    class Stage(models.TextChoices):
        SOON = "soon"
        LATE = "late"

    kind = models.CharField(max_length=12, choices=Kind.choices)
    subject_id = models.CharField(max_length=36, blank=True)
    due_on = models.DateField()
    stage = models.CharField(max_length=4, choices=Stage.choices)
    made_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    seen_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("due_on", "made_at")
        constraints = (
            models.UniqueConstraint(fields=("kind", "subject_id", "due_on", "stage"), name="one_reminder_per_day_and_stage"),
        )
