"""Measures between partners: those that we gave to another, and those that others gave to us."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from egnatia.base.models import Row
from egnatia.exchange.models import OutboxMessage
from egnatia.picture.models.alarms import Recommendation


class SentMeasure(Row):
    """A recommendation given to a partner: what it was told, and what it answered. Given anew, it is another row.

    reference, correspondence   names of this one giving on the wire
    told         content of the newest message, as it was sent; `message` that message: whether it has arrived
    withdrawn_at   the partner was told that it need not do it any more
    answer_text  of the partner; `answered_at` by the partner's clock; an answer may cross a withdrawal
    """

    class Answer(models.TextChoices):
        NONE = "", _("No answer yet")
        DONE = "done", _("Done")
        DECLINED = "declined", _("Declined")

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="sent")
    partner = models.CharField(max_length=2)
    reference = models.CharField(max_length=32, unique=True)
    correspondence = models.UUIDField(unique=True)
    told = models.JSONField()
    told_at = models.DateTimeField()
    message = models.OneToOneField(OutboxMessage, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=8, choices=Answer.choices, blank=True)
    answer_text = models.TextField(max_length=2000, blank=True)
    done_on = models.DateField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("told_at",)
        constraints = (
            models.UniqueConstraint(
                fields=("recommendation",), condition=Q(withdrawn_at=None, answer=""), name="given_to_one_partner_at_a_time"
            ),
        )


class PartnerMeasure(Row):
    """A measure that a partner asks us to take, as it said last; never about a person.

    partner, reference   who asks, and its name for it; `correspondence` where the answer goes
    measure      code of the partner's catalogue, which may know measures that ours doesn't
    about        what gave rise to it, as in EX-62; None where we aren't told
    made_at      when the partner made its newest message: an older one that arrives later changes nothing
    changed_at   when its newest change came; withdrawn_at also of one that we had answered before
    answer       the message with our answer: whether it has arrived
    """

    class State(models.TextChoices):
        OPEN = "open", _("To be done")
        DONE = "done", _("Done")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    partner = models.CharField(max_length=2)
    reference = models.CharField(max_length=32)
    correspondence = models.UUIDField()
    measure = models.CharField(max_length=60)
    level = models.CharField(max_length=7, choices=Recommendation.Level.choices)
    text = models.TextField(max_length=2000)
    due = models.DateField()
    about = models.JSONField(null=True)
    state = models.CharField(max_length=9, choices=State.choices, default=State.OPEN, db_index=True)
    made_at = models.DateTimeField()
    received_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    answer_text = models.TextField(max_length=2000, blank=True)
    done_on = models.DateField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    answer = models.OneToOneField(OutboxMessage, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("due",)
        constraints = (
            models.UniqueConstraint(fields=("partner", "reference"), name="one_row_per_partners_measure"),
            models.CheckConstraint(
                condition=Q(state__in=("open", "withdrawn"))
                | Q(answer__isnull=False, answered_at__isnull=False, answered_by__isnull=False),
                name="answered_by_somebody",
            ),
            models.CheckConstraint(condition=Q(done_on__isnull=False) | ~Q(state="done"), name="done_on_a_day"),
        )

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN
