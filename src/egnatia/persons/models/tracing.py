"""Tracing requests: a relative is looked for, with the consent of who asks; nothing is told before who was found agrees."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from egnatia.accounts.models import Unit
from egnatia.base.fields import EncryptedJSONField
from egnatia.base.models import Row
from egnatia.persons.models.records import Person


class TracingRequest(Row):
    """Somebody looks for a relative from whom they were separated.

    person   who asks
    wanted   who is looked for: {"surnames", "forenames", "birth_date", "birth_place", "sex", "nationalities", "relation",
             "father", "mother", "place", "on", "note"}, as far as known
    consent  {"by": person | representative, "name", "on", "how"}: that of who asks, for a child the representative's
    scope    codes of `law.tracing_scopes()` that the consent covers; a look in the own register always
    state    open | possible (a person may be the one) | found (who was found agreed, an officer confirmed) | closed
    searched_at   when the program held it against the whole register; newcomers are held against it since
    closing  code of `law.tracing_closings()`
    """

    class State(models.TextChoices):
        OPEN = "open"
        POSSIBLE = "possible"
        FOUND = "found"
        CLOSED = "closed"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="tracing_requests")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    wanted = EncryptedJSONField(null=True)
    consent = EncryptedJSONField(null=True)
    scope = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    looked_at = models.DateTimeField()
    searched_at = models.DateTimeField(null=True)
    closing = models.CharField(max_length=40, blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    erase_on = models.DateField(db_index=True)

    class Meta:
        ordering = ("-opened_at",)

    @property
    def is_closed(self) -> bool:
        return self.state == self.State.CLOSED


class TracingMatch(Row):
    """A person of this register who may be the one looked for.

    state   proposed (by the program: no officer has looked) | possible | agreed (they want it told, an officer confirmed) |
            dropped (another person, or they don't want it)
    said    {"on", "how", "by", "name"} of the consent, or {"why"}: never told to who asks, but for the consent
    """

    class State(models.TextChoices):
        PROPOSED = "proposed"
        POSSIBLE = "possible"
        AGREED = "agreed"
        DROPPED = "dropped"

    request = models.ForeignKey(TracingRequest, on_delete=models.CASCADE, related_name="matches")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="tracing_matches")
    state = models.CharField(max_length=10, choices=State.choices, default=State.POSSIBLE)
    said = EncryptedJSONField(null=True)
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("noted_at",)
        constraints = (
            models.UniqueConstraint(fields=("request", "person"), name="one_match_per_request_and_person"),
            models.UniqueConstraint(fields=("request",), condition=Q(state="agreed"), name="one_found_per_request"),
        )
