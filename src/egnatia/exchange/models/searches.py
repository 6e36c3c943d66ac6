"""Searches: what we asked of whom and what came back; what was asked of us and what we answered."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from egnatia.base.ids import new_id
from egnatia.base.models import Row
from egnatia.exchange.models.messages import OutboxMessage
from egnatia.exchange.models.partners import Partner


class RegionalSearch(Row):
    """One data set, asked about in the region for one purpose.

    consent   recorded consent of the person or the guardian, where the purpose asks for it
    """

    data_set = models.ForeignKey("persons.DataSet", on_delete=models.PROTECT, related_name="regional_searches")
    purpose = models.CharField(max_length=3)
    urgent = models.BooleanField(default=False)
    consent = models.BooleanField(default=False)
    started_at = models.DateTimeField(db_index=True)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-started_at",)


class SearchTarget(Row):
    """One partner in one search: a row of the page. Its id is the `case` on the wire.

    partner_code   also of a partner with whom there is no agreement, who then is not asked
    reason         why not asked (`law.not_asked_reasons`, or no_agreement, suspended, purpose_not_agreed), or the code of a
                   refusal
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("No answer yet")
        POSSIBLE_MATCH = "possible_match", _("Possible match")
        NO_MATCH = "no_match", _("No match")
        NOT_ASKED = "not_asked", _("Not asked")
        REFUSED = "refused", _("Refused to answer")
        GIVEN_UP = "given_up", _("Given up before an answer came")

    search = models.ForeignKey(RegionalSearch, on_delete=models.CASCADE, related_name="targets")
    partner_code = models.CharField(max_length=2)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=15, choices=State.choices, default=State.WAITING)
    reason = models.CharField(max_length=60, blank=True)
    correspondence = models.UUIDField(unique=True, default=new_id)
    question = models.OneToOneField(OutboxMessage, on_delete=models.PROTECT, null=True, related_name="target")
    asked_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("partner_code",)
        indexes = (models.Index(fields=("state", "asked_at")),)
        constraints = (models.UniqueConstraint(fields=("search", "partner_code"), name="one_row_per_partner"),)


class PossibleMatch(Row):
    """Somebody whom a partner may know, under the name that the partner made up for this search.

    fingers     positions that agree, so the partner says
    candidate   what our examiner looks at, once the prints have arrived
    marked_at   since when the partner says that its data set is marked
    mark_answered_at   when an officer here marked ours, too, or found that it isn't to be
    """

    class State(models.TextChoices):
        PRINTS_ASKED = "prints_asked", _("Prints asked for")
        TO_EXAMINE = "to_examine", _("Waiting for an examiner")
        SAME = "same", _("Same person")
        DIFFERENT = "different", _("Not the same person")
        UNDECIDED = "undecided", _("Could not be decided")
        WITHDRAWN = "withdrawn", _("Erased by the partner")
        GIVEN_UP = "given_up", _("Prints not asked for: given up")

    target = models.ForeignKey(SearchTarget, on_delete=models.CASCADE, related_name="matches")
    reference = models.CharField(max_length=32)
    fingers = models.JSONField()
    score = models.FloatField()
    state = models.CharField(max_length=15, choices=State.choices, default=State.PRINTS_ASKED)
    candidate = models.OneToOneField("biometrics.Candidate", on_delete=models.SET_NULL, null=True, related_name="partner_match")
    found_at = models.DateTimeField()
    prints_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    marked_at = models.DateTimeField(null=True)
    mark_answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-score",)
        constraints = (models.UniqueConstraint(fields=("target", "reference"), name="one_possible_match_per_reference"),)


class InboundSearch(Row):
    """A partner's search of us.

    case           the partner's own name for the matter
    withdrawn_at   the partner erased what it asked about
    marked_at      since when the partner says that what it asked about is marked
    mark_answered_at   as in PossibleMatch
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("To be answered")
        POSSIBLE_MATCH = "possible_match", _("Possible match")
        NO_MATCH = "no_match", _("No match")

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="inbound_searches")
    correspondence = models.UUIDField()
    case = models.UUIDField()
    purpose = models.CharField(max_length=3)
    urgent = models.BooleanField(default=False)
    received_at = models.DateTimeField(db_index=True)
    state = models.CharField(max_length=15, choices=State.choices, default=State.WAITING)
    answered_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    marked_at = models.DateTimeField(null=True)
    mark_answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-received_at",)
        constraints = (models.UniqueConstraint(fields=("partner", "correspondence"), name="one_search_per_correspondence"),)


class InboundMatch(Row):
    """Which of our data sets an opaque reference stands for: known here only, made anew for each search."""

    class Verdict(models.TextChoices):
        NONE = "", _("No verdict yet")
        SAME = "same", _("Same person")
        DIFFERENT = "different", _("Not the same person")

    search = models.ForeignKey(InboundSearch, on_delete=models.CASCADE, related_name="matches")
    reference = models.CharField(max_length=32, unique=True)
    data_set = models.ForeignKey("persons.DataSet", on_delete=models.PROTECT, related_name="inbound_matches")
    fingers = models.JSONField()
    score = models.FloatField()
    prints_sent_at = models.DateTimeField(null=True)
    verdict = models.CharField(max_length=10, choices=Verdict.choices, blank=True)
    verdict_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-score",)
