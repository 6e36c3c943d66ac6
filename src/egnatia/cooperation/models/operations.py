"""Joint operations of partners, with or without a European agency."""

from django.db import models

from egnatia.base.models import Row


class JointOperation(Row):
    """One operation.

    led_by    who leads it: a partner, an agency, both, in words
    partners  letters of the partners that take part
    ends_on   the last day; None where it is open
    """

    name = models.CharField(max_length=150)
    led_by = models.CharField(max_length=150)
    partners = models.JSONField(default=list)
    place = models.CharField(max_length=200)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    text = models.TextField(blank=True)

    class Meta:
        ordering = ("starts_on", "name")

    def __str__(self) -> str:
        return self.name
