"""What somebody wrote about how far a thing has come. Notes are added, never changed."""

from django.conf import settings
from django.db import models

from egnatia.base.models import Row


class Note(Row):
    """text: what was done or what stands in the way; evidence: where it can be seen (a file number, an address)."""

    text = models.TextField()
    evidence = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True
        ordering = ("-at",)
