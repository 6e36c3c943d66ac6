"""Messages out and in: kept before anything is sent, kept before anything is answered."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from egnatia.base.fields import EncryptedTextField
from egnatia.base.models import Row
from egnatia.exchange.models.partners import Partner


class OutboxMessage(Row):
    """A message to a partner, until the partner has answered for it. The row's id is the message's.

    correspondence, number   messages of one correspondence arrive in the order of their numbers
    letter                   the signed body, made once; emptied when what it is about has been erased
    digest                   SHA-256 of the letter, which stays
    earlier_digest           of the letter as it was first signed, where its key was revoked before the partner answered
    answer                   the letter that came back
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Under way")
        ANSWERED = "answered", _("Arrived")
        REFUSED = "refused", _("Refused by the partner")
        WITHDRAWN = "withdrawn", _("Withdrawn before it was sent")

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="outbox")
    correspondence = models.UUIDField()
    number = models.PositiveIntegerField()
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

    class Meta:
        ordering = ("made_at",)
        indexes = (models.Index(fields=("partner", "state", "made_at")),)
        constraints = (
            models.UniqueConstraint(fields=("partner", "correspondence", "number"), name="one_outgoing_message_per_number"),
        )

    def is_named_by(self, digest: str | None) -> bool:
        """Whether an answer to this digest is one to this message."""
        return bool(digest) and digest in (self.digest, self.earlier_digest)


class InboxMessage(Row):
    """A message from a partner and the answer that was given to it: given again, word for word, whenever it comes again."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="inbox")
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
            models.UniqueConstraint(fields=("partner", "message_id"), name="one_message_per_id"),
            models.UniqueConstraint(fields=("partner", "correspondence", "number"), name="one_incoming_message_per_number"),
        )
