"""Which months of events the analysts' files know as they now are."""

from django.db import models


class RawMonth(models.Model):
    """A month in which something happened.

    month     its first day
    touched   how often the events of its days changed; written: the `touched` that its files tell of (-1: no files yet)
    rows      how many events and incidents the files hold
    """

    month = models.DateField(unique=True)
    touched = models.PositiveIntegerField(default=0)
    written = models.IntegerField(default=-1)
    rows = models.PositiveIntegerField(default=0)
