"""What the present counts come to by month, and how far they reach: so that pages needn't add up days again and again."""

from django.db import models

from egnatia.picture.models.counts import Count


class Summary(models.Model):
    """The present figures of one cell by month: its days added up, or its month or year as it was given as such.

    Nothing is decided here: where a source gave days and their month, there is a row of each, and whoever reads takes one
    of them, as of `Count` itself. Always to be had from the present counts: `actions.summarise_counts` makes it anew.

    every      day: sum of the days that there are of the month; month, year: the figure that was given
    period     first day of the month or year
    known_from of the newest of the figures it is made of
    The other columns are those of `Count`.
    """

    source = models.CharField(max_length=20)
    indicator = models.CharField(max_length=40)
    every = models.CharField(max_length=5, choices=Count.Every.choices)
    period = models.DateField()
    cut = models.CharField(max_length=12, blank=True, choices=Count.Cut.choices)
    key = models.CharField(max_length=40, blank=True)
    value = models.PositiveBigIntegerField()
    known_from = models.DateTimeField()

    class Meta:
        indexes = (
            models.Index(  # all that is asked for, so that the rows themselves needn't be read
                fields=("indicator", "every", "cut", "key", "period", "source", "value", "known_from"),
                name="summary_of_cell",
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("source", "indicator", "every", "period", "cut", "key"), name="one_summary_per_cell"
            ),
        )


class Coverage(models.Model):
    """From when to when a source has figures of an indicator, and since when this node has known any.

    Whoever writes counts of the two writes this row first: that makes the next one wait until the first is done.

    first, last  first days of its first and last period with a present figure; None: there is none
    known_since  when the first figure became known, be it withdrawn since; None: there never was one
    """

    source = models.CharField(max_length=20)
    indicator = models.CharField(max_length=40)
    first = models.DateField(null=True)
    last = models.DateField(null=True)
    known_since = models.DateTimeField(null=True)
    written_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("indicator", "source"), name="one_coverage_per_series"),)
