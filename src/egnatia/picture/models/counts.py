"""Counts by period and cell, each with the time during which it was what was known."""

from django.db import models
from django.db.models import Q

from egnatia.picture.models.imports import Batch


class Count(models.Model):
    """One figure: how many in one period and one cell, as known from `known_from` until `known_until`.

    A revision closes the row and writes a new one, so that the picture of any past day can be drawn again as it was then:
    known at T means `known_from <= T` and (`known_until` is null or `> T`). A figure that turned out to be nothing is written
    as 0 when there was one before; periods that were never reported have no row at all.

    source     partner code, or whose series it is (frontex, unhcr)
    indicator  code of `indicators.indicators()`, which names unit and definition
    every      day | month | year
    period     its first day
    cut        what the cells of this row divide: "" the whole, section, nationality, group (age band and sex),
               type (of incident)
    key        the cell: code of the section, nationality …; "" for the whole
    known_from when this node learnt it; for a published series the day of its vintage
    """

    class Every(models.TextChoices):
        DAY = "day"
        MONTH = "month"
        YEAR = "year"

    class Cut(models.TextChoices):
        WHOLE = ""
        SECTION = "section"
        NATIONALITY = "nationality"
        GROUP = "group"
        TYPE = "type"

    source = models.CharField(max_length=20)
    indicator = models.CharField(max_length=40)
    every = models.CharField(max_length=5, choices=Every.choices)
    period = models.DateField()
    cut = models.CharField(max_length=12, blank=True, choices=Cut.choices)
    key = models.CharField(max_length=40, blank=True)
    value = models.PositiveIntegerField()
    known_from = models.DateTimeField()
    known_until = models.DateTimeField(null=True)
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, null=True, related_name="counts")

    class Meta:
        indexes = (
            models.Index(fields=("indicator", "every", "cut", "period", "source"), name="count_by_cell"),
            models.Index(  # all that a series needs, of today or as of any moment, so that the rows themselves needn't be read
                fields=("indicator", "every", "cut", "key", "period", "source", "known_until", "known_from", "value"),
                name="count_of_series",
            ),
            models.Index(fields=("known_from",), name="count_by_vintage"),
            models.Index(fields=("known_until",), condition=Q(cut="", known_until__isnull=False), name="count_revised"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("source", "indicator", "every", "period", "cut", "key"),
                condition=Q(known_until=None),
                name="one_present_count_per_cell",
            ),
        )
