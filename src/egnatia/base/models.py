"""The abstract row that every table of Egnatia is."""

from django.db import models

from egnatia.base.ids import new_id


class Row(models.Model):
    """A row whose id is known before it is written, as its sealed fields need."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)

    class Meta:
        abstract = True
