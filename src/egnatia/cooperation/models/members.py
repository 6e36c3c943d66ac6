"""Who sits in the working group."""

from django.db import models

from egnatia.base.fields import EncryptedTextField
from egnatia.base.models import Row


class Member(Row):
    """A partner's person in the working group.

    reports   represents the partner: reports to its minister and signs its edition of the report
    contact   address and telephone, sealed
    until     the last day; None while the membership lasts
    """

    partner = models.CharField(max_length=2)
    full_name = models.CharField(max_length=150)
    position = models.CharField(max_length=150)
    authority = models.CharField(max_length=150, blank=True)
    contact = EncryptedTextField(null=True)
    reports = models.BooleanField(default=False)
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        ordering = ("partner", "-reports", "full_name")

    def __str__(self) -> str:
        return self.full_name
