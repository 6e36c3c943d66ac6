"""What shows that data which were told are wrong: sent to the owner, decided there."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from egnatia.base.fields import EncryptedJSONField, EncryptedTextField
from egnatia.base.models import Row
from egnatia.exchange.models.follow_ups import Direction, belongs_to_its_match
from egnatia.exchange.models.partners import Partner
from egnatia.exchange.models.searches import InboundMatch, PossibleMatch


class Evidence(Row):
    """One piece of evidence, ours about a partner's data or a partner's about ours.

    proposed       what the data should be, by field
    evidence, document_type, checked_by   codes of `law`
    corrected      fields that the owner corrected by it
    refusal_reason   why it didn't, or the code of the partner's refusal to take it in
    """

    class State(models.TextChoices):
        SENT = "sent", _("To be decided by the owner")
        ACCEPTED = "accepted", _("Corrected by the owner")
        REFUSED = "refused", _("Not followed by the owner")
        ERASED = "erased", _("Erased")

    direction = models.CharField(max_length=10, choices=Direction.choices)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="evidence")
    possible_match = models.ForeignKey(PossibleMatch, on_delete=models.CASCADE, null=True, related_name="evidence")
    inbound_match = models.ForeignKey(InboundMatch, on_delete=models.CASCADE, null=True, related_name="evidence")
    message_id = models.UUIDField(unique=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.SENT)
    fields = models.JSONField()
    proposed = EncryptedJSONField(null=True)
    evidence = models.CharField(max_length=60)
    document_type = models.CharField(max_length=60, blank=True)
    checked_by = models.CharField(max_length=60)
    remark = EncryptedTextField(null=True)
    sent_at = models.DateTimeField(db_index=True)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    corrected = models.JSONField(default=list)
    refusal_reason = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ("-sent_at",)
        constraints = (belongs_to_its_match(),)
