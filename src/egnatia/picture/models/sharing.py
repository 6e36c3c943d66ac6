"""What was told to whom: to partners day by day, to everybody in numbered releases."""

from django.conf import settings
from django.db import models

from egnatia.base.models import Row


class ToldDay(models.Model):
    """What a partner was told last of one day of ours.

    counted   the newest figure of the day at that time: a newer one is a reason to tell the day anew; the year 1970: that
              waits already, in its turn
    digest    of what was told; empty before the first time
    hidden    keys by cut ("" for the total) that were ever hidden from it: they stay so
    """

    partner = models.CharField(max_length=2)
    indicator = models.CharField(max_length=40)
    day = models.DateField()
    counted = models.DateTimeField()
    digest = models.CharField(max_length=64)
    hidden = models.JSONField(default=dict)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("partner", "indicator", "day"), name="one_telling_per_day"),)


class HeardDay(models.Model):
    """What a partner told last of one day of its own; the counts themselves are `Count` rows.

    made_at   when the partner made the message: an older one that arrives later changes nothing
    hidden    keys by cut ("" for the total) that it doesn't tell us: not nought, but unknown
    """

    partner = models.CharField(max_length=2)
    indicator = models.CharField(max_length=40)
    day = models.DateField()
    made_at = models.DateTimeField()
    hidden = models.JSONField(default=dict)
    hides = models.BooleanField(default=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("partner", "indicator", "day"), name="one_hearing_per_day"),)
        indexes = (models.Index(fields=("indicator", "day"), condition=models.Q(hides=True), name="heard_with_hidden_cells"),)


class Release(Row):
    """Counts given to everybody: numbered, and never changed. Whatever is released later is checked against it.

    number    1, 2, 3 … of this node
    sources   codes of the partners it counts
    start, end   first days of its first and last month
    vintages  by month ("2026-03"): the moment as of which its figures are; that of the month's first release
    content   the table with what it hides, see `release_content`: never handed out as it is
    digest    SHA-256 of what was handed out
    """

    number = models.PositiveIntegerField(unique=True)
    title = models.CharField(max_length=200)
    indicator = models.CharField(max_length=40)
    cut = models.CharField(max_length=12)
    sources = models.JSONField()
    start = models.DateField()
    end = models.DateField()
    vintages = models.JSONField()
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("number",)
