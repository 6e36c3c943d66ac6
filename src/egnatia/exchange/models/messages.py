"""Messages out and in: kept before anything is sent, kept before anything is answered."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from egnatia.base.fields import EncryptedTextField
from egnatia.base.models import Row
from egnatia.exchange.models.fields import GatewayField
from egnatia.exchange.models.partners import Partner


class OutboxMessage(Row):
    """A message to a partner, until the partner has answered for it. The row's id is the message's.

    gateway                  whose keys signed it, whose lane carries it and whose log has it
    correspondence, number   messages of one correspondence arrive in the order of their numbers
    stand_in                 0; 1, 2 …: goes in the place of a dropped message with the same number
    letter                   the signed body, made once; emptied when what it is about has been erased
    digest                   SHA-256 of the letter, which stays
    earlier_digest           of the letter as it was first signed, where its key was revoked before the partner answered
    answer                   the letter that came back
    stopped_at, stopped_by, stopped_because   of one that is parked or dropped (None: the operator, at the machine itself)
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Under way")
        ANSWERED = "answered", _("Arrived")
        REFUSED = "refused", _("Refused by the partner")
        WITHDRAWN = "withdrawn", _("Withdrawn before it was sent")
        PARKED = "parked", _("Parked")
        DROPPED = "dropped", _("Given up")

    #: Not answered for yet: what comes later in the correspondence waits for it.
    UNDER_WAY = (State.WAITING, State.PARKED)

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="outbox")
    gateway = GatewayField()
    correspondence = models.UUIDField()
    number = models.PositiveIntegerField()
    stand_in = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=40)
    purpose = models.CharField(max_length=3, blank=True)
    letter = EncryptedTextField(null=True)
    digest = models.CharField(max_length=64)
    earlier_digest = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    made_at = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True)
    last_problem = models.CharField(max_length=80, blank=True)
    answered_at = models.DateTimeField(null=True)
    answer = EncryptedTextField(null=True)
    answer_kind = models.CharField(max_length=40, blank=True)
    stopped_at = models.DateTimeField(null=True)
    stopped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, db_index=False, related_name="+"
    )
    stopped_because = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("made_at",)
        indexes = (models.Index(fields=("partner", "gateway", "state", "made_at")),)
        constraints = (
            models.UniqueConstraint(
                fields=("partner", "gateway", "correspondence", "number", "stand_in"), name="one_outgoing_message_per_number"
            ),
        )

    @property
    def short_id(self) -> str:
        """What an operator types."""
        return self.pk.hex[:8]

    def is_named_by(self, digest: str | None) -> bool:
        """Whether an answer to this digest is one to this message."""
        return bool(digest) and digest in (self.digest, self.earlier_digest)


class InboxMessage(Row):
    """A message from a partner and the answer that was given to it: given again, word for word, whenever it comes again."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="inbox")
    gateway = GatewayField()
    message_id = models.UUIDField()
    correspondence = models.UUIDField()
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=40)
    purpose = models.CharField(max_length=3, blank=True)
    letter = EncryptedTextField(null=True)
    digest = models.CharField(max_length=64)
    received_at = models.DateTimeField(db_index=True)
    answer = EncryptedTextField(null=True)
    answer_kind = models.CharField(max_length=40)

    class Meta:
        ordering = ("received_at",)
        constraints = (
            models.UniqueConstraint(fields=("partner", "gateway", "message_id"), name="one_message_per_id"),
            models.UniqueConstraint(
                fields=("partner", "gateway", "correspondence", "number"), name="one_incoming_message_per_number"
            ),
        )
