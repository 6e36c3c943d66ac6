"""The statistics of months that are closed: each in its vintages, none ever changed."""

from typing import Any, NoReturn

from django.conf import settings
from django.db import models

from egnatia.base.models import Row


class ClosedMonth(Row):
    """A month as it was known when it was closed, or counted again after a late correction. Counts only, about nobody.

    month      its first day
    vintage    1 when it was closed, then 2, 3 …
    content    the exact counts (`figures.Statistics`), for this partner's own use
    released   the counts as they may leave it; of the first vintage only, for between two of them one person would show
    digest     SHA-256 of `content`
    closed_by  None: the nightly job
    """

    month = models.DateField()
    vintage = models.PositiveSmallIntegerField()
    content = models.JSONField()
    released = models.JSONField(null=True)
    digest = models.CharField(max_length=64)
    closed_at = models.DateTimeField()
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("-month", "-vintage")
        constraints = (
            models.UniqueConstraint(fields=("month", "vintage"), name="one_row_per_vintage"),
            models.CheckConstraint(
                condition=models.Q(vintage=1, released__isnull=False) | models.Q(vintage__gt=1, released__isnull=True),
                name="only_the_first_vintage_is_released",
            ),
        )

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} vintage {self.vintage}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("a closed month is never changed: count it again for a new vintage")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("a closed month stays")
