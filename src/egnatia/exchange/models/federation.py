"""Federation lists: those that were applied, kept for ever, and those that this node has signed."""

from django.conf import settings
from django.db import models

from egnatia.base.models import Row
from egnatia.exchange.models.fields import LogField


class FederationList(Row):
    """A list that was verified and applied here.

    content           the file with all its signatures, as it is given to others
    applied_by        None: the operator, at the machine itself
    log               which log this node has from then on (each gateway its own of that number)
    put_in_force_at   when the partners' rows were brought in line with it; None: its time hasn't come
    """

    number = models.PositiveIntegerField(unique=True)
    digest = models.CharField(max_length=64, unique=True)
    content = models.TextField()
    made_at = models.DateTimeField()
    in_force_from = models.DateTimeField()
    applied_at = models.DateTimeField()
    applied_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    log = LogField()
    put_in_force_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("number",)


class SignedProposal(Row):
    """A proposal that this node signed: it doesn't sign another of the same number unknowingly."""

    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64, unique=True)
    signed_at = models.DateTimeField()
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("number", "signed_at")
