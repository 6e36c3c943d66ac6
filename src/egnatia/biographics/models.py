"""Pairs of persons who may be one, and what officers said about them. Nothing here says who they are."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from egnatia.base.fields import EncryptedTextField
from egnatia.base.models import Row
from egnatia.persons.models import Link, Person


class Suggestion(Row):
    """Two persons of whom much speaks for their being one; one row a pair, the two in the order of their ids.

    found_by   registration (somebody signed, corrected or noted) | batch (all were compared) | fingerprints (an examiner's)
    bits, standing, seen   what the comparison said the last time they were suggested, and which data sets and notes it read
    link       what holds them together since somebody said *same*; none where a child's note has no data set to be linked
    """

    class State(models.TextChoices):
        OPEN = "open", _("To be looked at")
        SAME = "same", _("Same person")
        DIFFERENT = "different", _("Not the same person")
        UNCLEAR = "unclear", _("Cannot tell")

    class FoundBy(models.TextChoices):
        REGISTRATION = "registration", _("When one of them was registered")
        BATCH = "batch", _("When all records were compared")
        FINGERPRINTS = "fingerprints", _("By fingerprints")

    first = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    found_by = models.CharField(max_length=12, choices=FoundBy.choices)
    found_at = models.DateTimeField()
    bits = models.FloatField(default=0.0)
    standing = models.CharField(max_length=10)
    seen = models.JSONField(default=list)
    link = models.ForeignKey(Link, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("first", "second"), name="one_suggestion_per_pair"),
            models.CheckConstraint(condition=models.Q(first__lt=F("second")), name="suggestion_in_order"),
        )
        indexes = (models.Index(fields=("state", "-bits")),)

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def colour(self) -> str:
        """Of the tag that says the state."""
        return {self.State.OPEN: "ochre", self.State.SAME: "green"}.get(self.State(self.state), "grey")


class Judgement(Row):
    """What was decided about a pair, by whom, why; all of them together are its history.

    decision  same | different | unclear, or open: the last one holds no more
    cause     officer | fingerprints (an examiner's verdict) | new_data (more speaks for it than before) | link_dissolved
    why       the officer's words
    """

    class Cause(models.TextChoices):
        OFFICER = "officer", _("An officer")
        FINGERPRINTS = "fingerprints", _("An examiner, by fingerprints")
        NEW_DATA = "new_data", _("More is known than before")
        LINK_DISSOLVED = "link_dissolved", _("The link was dissolved")

    suggestion = models.ForeignKey(Suggestion, on_delete=models.CASCADE, related_name="judgements")
    decision = models.CharField(max_length=10, choices=Suggestion.State.choices)
    cause = models.CharField(max_length=15, choices=Cause.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    why = EncryptedTextField(null=True)

    class Meta:
        ordering = ("at", "pk")


class Newcomers(Row):
    """Up to which event of the audit whoever it is about was compared with the register; one row."""

    number = models.BigIntegerField()
