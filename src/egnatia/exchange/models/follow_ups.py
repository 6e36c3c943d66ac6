"""After the verdict: data asked for and released, rules that release by themselves, hits that were wrong."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from egnatia.base.fields import EncryptedJSONField, EncryptedTextField
from egnatia.base.models import Row
from egnatia.exchange.models.partners import Partner
from egnatia.exchange.models.searches import InboundMatch, PossibleMatch


class Direction(models.TextChoices):
    """Seen from this node."""

    OUTGOING = "outgoing", _("Asked by us")
    INCOMING = "incoming", _("Asked of us")


def belongs_to_its_match() -> models.CheckConstraint:
    """What we asked of a partner hangs on its match, what was asked of us on ours."""
    return models.CheckConstraint(
        condition=Q(direction="outgoing", possible_match__isnull=False, inbound_match__isnull=True)
        | Q(direction="incoming", possible_match__isnull=True, inbound_match__isnull=False),
        name="%(class)s_match_fits_direction",
    )


class StandingRule(Row):
    """What is released to a partner without a person looking at the single case. Never the category or reference number."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="standing_rules")
    purpose = models.CharField(max_length=3)
    fields = models.JSONField()
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("partner", "purpose")
        constraints = (
            models.UniqueConstraint(
                fields=("partner", "purpose"), condition=Q(ended_at__isnull=True), name="one_standing_rule_in_force"
            ),
        )


class FollowUp(Row):
    """Data about a confirmed match: asked for, then released or refused.

    need      why, in the asking officer's words
    fields    what was asked for, by code
    released  what was released, by code
    data      what arrived from the partner; never kept for what we released ourselves
    answered_at   also when a request of ours was given up
    """

    class State(models.TextChoices):
        REQUESTED = "requested", _("Waiting for the partner")
        RELEASED = "released", _("Released")
        REFUSED = "refused", _("Refused")
        OUTDATED = "outdated", _("Corrected by the partner since")
        ERASED = "erased", _("Erased")
        GIVEN_UP = "given_up", _("Given up before it arrived")

    direction = models.CharField(max_length=10, choices=Direction.choices)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="follow_ups")
    possible_match = models.ForeignKey(PossibleMatch, on_delete=models.CASCADE, null=True, related_name="follow_ups")
    inbound_match = models.ForeignKey(InboundMatch, on_delete=models.CASCADE, null=True, related_name="follow_ups")
    message_id = models.UUIDField(unique=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.REQUESTED)
    need = EncryptedTextField(null=True)
    fields = models.JSONField()
    released = models.JSONField(default=list)
    asked_at = models.DateTimeField(db_index=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    standing_rule = models.ForeignKey(StandingRule, on_delete=models.PROTECT, null=True, related_name="releases")
    refusal_reason = models.CharField(max_length=60, blank=True)
    data = EncryptedJSONField(null=True)

    class Meta:
        ordering = ("-asked_at",)
        constraints = (belongs_to_its_match(),)


class WrongHitNotice(Row):
    """A possible match that an examiner found to be another person; told to the owner within the law's limit."""

    direction = models.CharField(max_length=10, choices=Direction.choices)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="wrong_hits")
    possible_match = models.OneToOneField(PossibleMatch, on_delete=models.CASCADE, null=True, related_name="wrong_hit")
    inbound_match = models.OneToOneField(InboundMatch, on_delete=models.CASCADE, null=True, related_name="wrong_hit")
    message_id = models.UUIDField(unique=True)
    reason = models.CharField(max_length=60)
    decided_at = models.DateTimeField()
    made_at = models.DateTimeField(db_index=True)
    acknowledged_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-made_at",)
        constraints = (belongs_to_its_match(),)
