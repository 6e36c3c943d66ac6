"""Files that were taken in, and the mappings by which their columns were understood."""

from django.conf import settings
from django.db import models

from egnatia.base.models import Row


class Mapping(Row):
    """How the columns of one kind of file are read; saved, so that the next month's file needs no second thought.

    columns   JSON: what each field is read from, and how (see `imports.mapping`)
    """

    name = models.CharField(max_length=80, unique=True)
    columns = models.JSONField()
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()


class Batch(Row):
    """One file that was taken in as a whole, or not at all.

    source    partner code, `frontex`, `unhcr` …: whose figures these are
    layout    name of the layout or of the saved mapping
    digest    of the file's bytes: the same file twice changes nothing
    vintage   the day as of which the source published it
    """

    source = models.CharField(max_length=20)
    layout = models.CharField(max_length=80)
    file_name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64, db_index=True)
    vintage = models.DateField()
    rows = models.PositiveIntegerField(default=0)
    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    imported_at = models.DateTimeField()
