"""Requests of this node's law enforcement, the prints they came with, what was found, and what examiners said of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from egnatia.accounts.models import Unit
from egnatia.base.fields import EncryptedBinaryField, EncryptedJSONField, EncryptedTextField
from egnatia.base.models import Row


class Request(Row):
    """One question about one person in one case (Eurodac arts 32-33).

    number           our reference number of category 4
    state            the request's life; `verification` runs beside it, as an urgent one is searched before it is verified
    file_number      of the national investigation
    ordered_by       who ordered the search (art. 51(2)); `asked_by` is who made it
    penalty_years    what the offence carries at most under national law
    checks           by code of `law.prior_checks()`: {"done_on": ISO date} or {"reason": code, "note": text}
    age              of the person asked about, as far as law enforcement knows
    verify_by        of an urgent request: until when it has to be verified; past it nothing of the answer is shown
    partners         codes of the partners whose police are asked too; None: all whom an agreement in force lets be asked
    erase_on         when prints and answers go, unless `kept_because` says why the ongoing case needs them
    hits             how many examiners confirmed: stays when the copies are gone
    told_to_erase_at   the urgency was not justified: whoever read the answer has to erase what they took out of it
    """

    class State(models.TextChoices):
        DRAFTED = "drafted", _("Draft")
        SUBMITTED = "submitted", _("Waits for verification")
        VERIFIED = "verified", _("Verified")
        SEARCHED = "searched", _("Searched, prints are being compared")
        ANSWERED = "answered", _("Answered")
        CLOSED = "closed", _("Closed")
        REFUSED = "refused", _("Refused")

    class Verification(models.TextChoices):
        NONE = "", _("Not submitted")
        WAITING = "waiting", _("Not verified yet")
        APPROVED = "approved", _("Approved")
        REFUSED = "refused", _("Refused")

    class Age(models.TextChoices):
        GROWN = "grown", _("Fourteen or over")
        CHILD = "child", _("Under fourteen, or may be")
        UNKNOWN = "unknown", _("Not known: it isn't known who it is")

    class Outcome(models.TextChoices):
        IDENTIFIED = "identified", _("The answer told who the person is")
        HELPED = "helped", _("The answer helped the investigation otherwise")
        NOT_HELPED = "not_helped", _("The answer was of no help")
        NOTHING_FOUND = "nothing_found", _("Nothing was found")

    number = models.CharField(max_length=30, unique=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFTED)
    verification = models.CharField(max_length=10, choices=Verification.choices, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ordered_by = EncryptedTextField(null=True)
    file_number = EncryptedTextField(null=True)
    offence = models.CharField(max_length=40)
    penalty_years = models.PositiveSmallIntegerField()
    involvement = models.CharField(max_length=20)
    grounds = EncryptedTextField(null=True)
    necessity = EncryptedTextField(null=True)
    checks = EncryptedJSONField(null=True)
    age = models.CharField(max_length=10, choices=Age.choices)
    child_ground = EncryptedTextField(null=True)
    urgent = models.BooleanField(default=False)
    urgent_because = EncryptedTextField(null=True)
    partners = models.JSONField(null=True)
    origin = models.CharField(max_length=10, default="page")
    drafted_at = models.DateTimeField(db_index=True)
    submitted_at = models.DateTimeField(null=True)
    verify_by = models.DateTimeField(null=True)
    verified_at = models.DateTimeField(null=True)
    verified_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    refusal_reason = models.CharField(max_length=40, blank=True)
    refusal_note = EncryptedTextField(null=True)
    searched_at = models.DateTimeField(null=True)
    searched_data_sets = models.PositiveIntegerField(default=0)
    answered_at = models.DateTimeField(null=True)
    hits = models.PositiveSmallIntegerField(default=0)
    erase_on = models.DateTimeField(null=True, db_index=True)
    kept_because = EncryptedTextField(null=True)
    kept_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=15, choices=Outcome.choices, blank=True)
    told_to_erase_at = models.DateTimeField(null=True)
    erasure_confirmed_at = models.DateTimeField(null=True)
    erasure_confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("-drafted_at",)
        indexes = (models.Index(fields=("state", "submitted_at")),)

    def __str__(self) -> str:
        return self.number

    @property
    def is_unjustified(self) -> bool:
        """Whether it was searched as urgent and not approved afterwards."""
        return self.verification == self.Verification.REFUSED and self.searched_at is not None


class ProbePrint(Row):
    """One finger of the person asked about. Goes with the copies.

    record   ISO/IEC 19794-2; image   the file it was read from, where there was one
    """

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="prints")
    position = models.PositiveSmallIntegerField()
    record = EncryptedBinaryField()
    quality = models.PositiveSmallIntegerField(default=0)
    image = EncryptedBinaryField(null=True)
    dpi = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("position",)
        constraints = (models.UniqueConstraint(fields=("request", "position"), name="one_probe_print_per_finger"),)


class Hit(Row):
    """A possible match of a request, in the own gallery or at a partner; law enforcement sees nothing of it before an examiner
    says *same*.

    data_set            of the own gallery; None where a partner found it
    asked, reference    of a partner's: which one, and its opaque name for the person
    release             of a partner's: what became of the data that the verdict asks for
    released            what the purpose LEA may see of the person, as it was when it was released
    """

    class State(models.TextChoices):
        OPEN = "open", _("To be compared")
        SECOND = "second", _("To be compared by another examiner")
        SAME = "same", _("Same person")
        DIFFERENT = "different", _("Not the same person")
        UNDECIDED = "undecided", _("Could not be decided")
        WITHDRAWN = "withdrawn", _("Withdrawn: the data may not be used any more")

    class Release(models.TextChoices):
        NONE = "", _("Not asked for")
        ASKED = "asked", _("Asked for, the partner decides")
        RELEASED = "released", _("Released by the partner")
        REFUSED = "refused", _("Refused by the partner")

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="found")
    data_set = models.ForeignKey("persons.DataSet", on_delete=models.PROTECT, null=True, related_name="law_enforcement_hits")
    asked = models.ForeignKey("lawenforcement.AskedPartner", on_delete=models.CASCADE, null=True, related_name="found")
    reference = models.CharField(max_length=32, blank=True)
    algorithm = models.CharField(max_length=60)
    score = models.FloatField()
    finger_scores = models.JSONField(default=dict)
    needs_two = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    found_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    release = models.CharField(max_length=10, choices=Release.choices, blank=True)
    release_asked_at = models.DateTimeField(null=True)
    refusal_reason = models.CharField(max_length=60, blank=True)
    released = EncryptedJSONField(null=True)
    released_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-score",)
        constraints = (
            models.UniqueConstraint(fields=("request", "data_set"), name="one_hit_per_data_set"),
            models.UniqueConstraint(fields=("asked", "reference"), name="one_hit_per_reference"),
            models.CheckConstraint(
                condition=Q(data_set__isnull=False, asked__isnull=True) | Q(data_set__isnull=True, asked__isnull=False),
                name="a_hit_is_found_here_or_at_a_partner",
            ),
        )
        indexes = (models.Index(fields=("found_at",), condition=Q(state__in=("open", "second")), name="hits_to_compare"),)

    @property
    def is_open(self) -> bool:
        return self.state in (self.State.OPEN, self.State.SECOND)

    @property
    def partner_code(self) -> str:
        """Whose police found it; empty for the own gallery."""
        return self.asked.partner_code if self.asked is not None else ""


class HitPrint(Row):
    """One finger of a person whom a partner found, to be compared by our examiner: an ISO/IEC 19794-2 record."""

    hit = models.ForeignKey(Hit, on_delete=models.CASCADE, related_name="prints")
    position = models.PositiveSmallIntegerField()
    record = EncryptedBinaryField()

    class Meta:
        ordering = ("position",)
        constraints = (models.UniqueConstraint(fields=("hit", "position"), name="one_hit_print_per_finger"),)


class HitVerdict(Row):
    """What one examiner said about a hit, and why."""

    hit = models.ForeignKey(Hit, on_delete=models.CASCADE, related_name="verdicts")
    examiner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decision = models.CharField(max_length=15)
    reason = models.CharField(max_length=40)
    note = EncryptedTextField(null=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("at",)
        constraints = (models.UniqueConstraint(fields=("hit", "examiner"), name="one_hit_verdict_per_examiner"),)
