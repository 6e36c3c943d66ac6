"""What the alarms' jobs remember: how far they have looked, and what the back-tests said."""

from django.db import models

from egnatia.base.models import Row


class Look(Row):
    """One look over the watched series. `newest_count` is the highest id of `Count` that it saw."""

    at = models.DateTimeField(db_index=True)
    newest_count = models.BigIntegerField()
    series = models.PositiveIntegerField()
    raised = models.PositiveIntegerField()
    grown = models.PositiveIntegerField()
    closed = models.PositiveIntegerField()

    class Meta:
        ordering = ("-at",)


class BackTest(Row):
    """How forecasts and alarms of one series would have done in the past; computed by a job, kept until the series changes.

    digest    of the values and of the rules they were judged by
    result    JSON as `back_tests.compute` gives it
    """

    source = models.CharField(max_length=20)
    indicator = models.CharField(max_length=40)
    cut = models.CharField(max_length=12, blank=True)
    key = models.CharField(max_length=40, blank=True)
    every = models.CharField(max_length=5)
    digest = models.CharField(max_length=64)
    computed_at = models.DateTimeField()
    result = models.JSONField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("source", "indicator", "cut", "key", "every"), name="one_back_test_per_series"),
        )
