"""What goes between the police of two partners: whom a request asks, and the record of what partners ask of us."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from egnatia.base.ids import new_id
from egnatia.base.models import Row
from egnatia.exchange.models import OutboxMessage, Partner
from egnatia.lawenforcement.models.requests import Request


class AskedPartner(Row):
    """One partner in one request. Its id is the `case` on the wire.

    reason                    why not asked (a code of `partners_to_ask`), or the code of a refusal
    has_hit                   whether an examiner confirmed what it found: stays when the copies are gone
    told_unjustified_at       when the partner was told that the urgency wasn't justified (EX-73)
    partner_erased_at         when the partner said that it erased what it had of it (EX-75)
    told_erased_at            when the partner was told that everything of it is erased here (EX-75)
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("No answer yet")
        POSSIBLE_MATCH = "possible_match", _("Possible match")
        NO_MATCH = "no_match", _("No match")
        NOT_ASKED = "not_asked", _("Not asked")
        REFUSED = "refused", _("Refused to answer")
        GIVEN_UP = "given_up", _("Given up before an answer came")

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="asked")
    partner_code = models.CharField(max_length=2)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=15, choices=State.choices, default=State.WAITING)
    reason = models.CharField(max_length=60, blank=True)
    correspondence = models.UUIDField(unique=True, default=new_id)
    asked_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    has_hit = models.BooleanField(default=False)
    told_unjustified_at = models.DateTimeField(null=True)
    partner_erased_at = models.DateTimeField(null=True)
    told_erased_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("partner_code",)
        constraints = (models.UniqueConstraint(fields=("request", "partner_code"), name="one_asked_partner_per_request"),)


class ReceivedQuestion(Row):
    """The record of a question that the police of a partner asked: who, for which offence, verified by whom, when. It stays.

    case           the partner's own name for the matter, opaque
    age            as the partner says it; `child` with the additional ground
    verified_by    kind of authority that approved it; empty while it is urgent and not verified
    found          how many persons were told of; `confirmed` how many of them an examiner there said are the same
    erase_on       when prints and released data go here; `erased_at` when they went, `erased_because` a code
    partner_erased_at   when the partner said that everything it had of it is erased (EX-75)
    """

    class Verification(models.TextChoices):
        APPROVED = "approved", _("Approved")
        WAITING = "waiting", _("Urgent, not verified yet")
        UNJUSTIFIED = "unjustified", _("The urgency was not justified")

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    correspondence = models.UUIDField()
    case = models.UUIDField()
    received_at = models.DateTimeField(db_index=True)
    offence = models.CharField(max_length=60)
    age = models.CharField(max_length=10)
    urgent = models.BooleanField(default=False)
    verification = models.CharField(max_length=12, choices=Verification.choices)
    verified_by = models.CharField(max_length=40, blank=True)
    verified_at = models.DateTimeField(null=True)
    found = models.PositiveSmallIntegerField(default=0)
    confirmed = models.PositiveSmallIntegerField(default=0)
    erase_on = models.DateTimeField(db_index=True)
    erased_at = models.DateTimeField(null=True)
    erased_because = models.CharField(max_length=20, blank=True)
    partner_erased_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-received_at",)
        constraints = (
            models.UniqueConstraint(fields=("partner", "correspondence"), name="one_received_question_per_correspondence"),
        )


class ReceivedMatch(Row):
    """Which of our data sets an opaque reference stands for. It goes when the partner has erased everything of its request.

    fingers    positions that were sent
    release    what became of the data that a verdict of *same* asks for
    notice     what of it the partner has to be told (EX-74); `notice_message` by which message
    """

    class Verdict(models.TextChoices):
        NONE = "", _("No verdict yet")
        SAME = "same", _("Same person")
        DIFFERENT = "different", _("Not the same person")

    class Release(models.TextChoices):
        NONE = "", _("Not asked for")
        ASKED = "asked", _("To be decided")
        RELEASED = "released", _("Released")
        REFUSED = "refused", _("Refused")

    class Notice(models.TextChoices):
        NONE = "", _("None")
        GONE = "gone", _("Withdrawn")
        CORRECTED = "corrected", _("Corrected")

    question = models.ForeignKey(ReceivedQuestion, on_delete=models.CASCADE, related_name="matches")
    reference = models.CharField(max_length=32, unique=True)
    data_set = models.ForeignKey("persons.DataSet", on_delete=models.PROTECT, related_name="law_enforcement_matches")
    fingers = models.JSONField()
    score = models.FloatField()
    verdict = models.CharField(max_length=10, choices=Verdict.choices, blank=True)
    verdict_at = models.DateTimeField(null=True)
    release = models.CharField(max_length=10, choices=Release.choices, blank=True)
    asked_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    refusal_reason = models.CharField(max_length=60, blank=True)
    notice = models.CharField(max_length=10, choices=Notice.choices, blank=True)
    notice_message = models.ForeignKey(OutboxMessage, on_delete=models.PROTECT, null=True, related_name="+")
    noticed_at = models.DateTimeField(null=True)
    notice_answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-score",)
        indexes = (models.Index(fields=("release", "asked_at")),)

    @property
    def is_withdrawn(self) -> bool:
        return self.notice == self.Notice.GONE
