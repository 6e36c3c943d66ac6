"""What was captured of a person, what was found with it, and what examiners said about that."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from egnatia.base.fields import EncryptedBinaryField, EncryptedJSONField
from egnatia.base.models import Row


class Capture(Row):
    """One image taken of a person, or the note why a finger couldn't be taken.

    holder        the draft it was taken for; several data sets may use it later (`CaptureUse`)
    position      1 right thumb … 5 right little, 6 left thumb … 10 left little, 13 and 14 right and left four fingers,
                  15 both thumbs (ANSI/NIST-ITL 1-2011, table 8); 0 for what is no finger
    blob          the image as it came, sealed; nothing for a missing finger
    digest        keyed digest of that image: the same file is noticed, and extracted once
    dpi           resolution the image was taken at; width and height in pixels at 500 dpi
    quality       0 to 100
    reasons       codes of what is wrong with the print
    minutiae      the ISO/IEC 19794-2 record, which stores `Minutiae` without loss
    claim         which run of the extraction works on it, since `claimed_at`; a run that died loses its claim
    """

    class Kind(models.TextChoices):
        FINGER = "finger", _("Finger")
        SLAP = "slap", _("Several fingers together")
        FACE = "face", _("Photo")
        DOCUMENT = "document", _("Document")

    class Impression(models.TextChoices):
        PLAIN = "plain", _("Plain")
        ROLLED = "rolled", _("Rolled")

    class State(models.TextChoices):
        WAITING = "waiting", _("Being read")
        READY = "ready", _("Taken")
        REFUSED = "refused", _("Take again")
        MISSING = "missing", _("Cannot be taken")

    kind = models.CharField(max_length=10, choices=Kind.choices)
    position = models.PositiveSmallIntegerField(default=0)
    impression = models.CharField(max_length=10, choices=Impression.choices, default=Impression.PLAIN)
    holder = models.UUIDField(db_index=True)
    blob = models.UUIDField(null=True, unique=True)
    digest = models.CharField(max_length=64, blank=True, db_index=True)
    source_format = models.CharField(max_length=20, blank=True)
    dpi = models.PositiveIntegerField(default=0)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    captured_at = models.DateTimeField()
    captured_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    device = models.CharField(max_length=100, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    problem_code = models.CharField(max_length=60, blank=True)
    quality = models.PositiveSmallIntegerField(default=0)
    reasons = models.JSONField(default=list)
    minutiae = EncryptedBinaryField(null=True)
    extractor = models.CharField(max_length=40, blank=True)
    missing_reason = models.CharField(max_length=40, blank=True)
    claim = models.UUIDField(null=True)
    claimed_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("holder", "kind", "position"), condition=~Q(kind="document"), name="one_capture_per_position"
            ),
            models.UniqueConstraint(fields=("holder", "digest"), condition=~Q(digest=""), name="one_capture_per_image"),
        )
        #: Only of the few that wait: an index of all states leads SQLite, which knows no figures before the first night,
        #: through every finger that was ever read when it is asked for those of one data set.
        indexes = (models.Index(fields=("captured_at",), condition=Q(state="waiting"), name="captures_to_read"),)


class CaptureUse(Row):
    """A data set that stands on a capture; several may (a new version, a second category on the same day)."""

    data_set = models.ForeignKey("persons.DataSet", on_delete=models.PROTECT, related_name="capture_uses")
    capture = models.ForeignKey(Capture, on_delete=models.PROTECT, related_name="uses")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("data_set", "capture"), name="one_use_per_data_set"),)


class Enrolment(Row):
    """A data set's fingers in the gallery, under this row's id.

    appended   the worker has written them to the gallery's file; until then a search reads them from here
    erased     they may not be found any more; the worker still has to overwrite them in the file
    """

    data_set = models.OneToOneField("persons.DataSet", on_delete=models.PROTECT, related_name="enrolment")
    enrolled_at = models.DateTimeField()
    appended = models.BooleanField(default=False)
    erased = models.BooleanField(default=False)

    class Meta:
        indexes = (models.Index(fields=("appended", "erased")),)


class LocalSearch(Row):
    """That the node's own gallery was searched: by what, against how many persons, in how many seconds.

    missing_parts  numbers of the gallery's parts that weren't there, with commas; a registration's are searched when they are
    """

    class Kind(models.TextChoices):
        REGISTRATION = "registration", _("Registration")
        IDENTIFY = "identify", _("Identification")
        PARTNER = "partner", _("Search by a partner")

    data_set = models.ForeignKey("persons.DataSet", null=True, on_delete=models.PROTECT, related_name="local_searches")
    holder = models.UUIDField(null=True)
    kind = models.CharField(max_length=15, choices=Kind.choices)
    at = models.DateTimeField()
    algorithm = models.CharField(max_length=60)
    persons = models.PositiveIntegerField()
    seconds = models.FloatField()
    missing_parts = models.CharField(max_length=200, blank=True)

    class Meta:
        #: Only of the few that wait, as for captures.
        indexes = (models.Index(fields=("at",), condition=~Q(missing_parts=""), name="searches_to_complete"),)

    @property
    def missing(self) -> list[int]:
        return [int(part) for part in self.missing_parts.split(",") if part]


class Candidate(Row):
    """A possible match: somebody in the own gallery (`other`), or at a partner under its opaque reference.

    needs_two         two examiners have to say the same, each without knowing what the other said
    reference_prints  a partner's ISO/IEC 19794-2 records, by position; kept only as long as they are needed
    finger_scores     by position
    """

    class State(models.TextChoices):
        OPEN = "open", _("To be examined")
        SECOND = "second", _("To be examined by another examiner")
        SAME = "same", _("Same person")
        DIFFERENT = "different", _("Not the same person")
        UNDECIDED = "undecided", _("Could not be decided")

    data_set = models.ForeignKey("persons.DataSet", on_delete=models.PROTECT, related_name="candidates")
    other = models.ForeignKey("persons.DataSet", null=True, on_delete=models.PROTECT, related_name="candidates_as_other")
    search = models.ForeignKey(LocalSearch, null=True, on_delete=models.SET_NULL, related_name="candidates")
    partner = models.CharField(max_length=2, blank=True)
    partner_reference = models.CharField(max_length=64, blank=True)
    reference_prints = EncryptedJSONField(null=True)
    algorithm = models.CharField(max_length=60)
    score = models.FloatField()
    finger_scores = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    needs_two = models.BooleanField(default=False)
    urgent = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("data_set", "other"), condition=Q(other__isnull=False), name="one_own_candidate"),
            models.UniqueConstraint(
                fields=("data_set", "partner", "partner_reference"), condition=~Q(partner=""), name="one_partner_candidate"
            ),
            models.CheckConstraint(
                condition=Q(other__isnull=False, partner="") | (Q(other__isnull=True) & ~Q(partner="")),
                name="own_or_partners_candidate",
            ),
        )
        indexes = (models.Index(fields=("state", "created_at")),)

    @property
    def is_open(self) -> bool:
        """Whether an examiner still has to look at it."""
        return self.state in (self.State.OPEN, self.State.SECOND)


class Verdict(Row):
    """What one examiner said about a candidate, and why."""

    class Decision(models.TextChoices):
        SAME = "same", _("Same person")
        DIFFERENT = "different", _("Not the same person")
        CANNOT_TELL = "cannot_tell", _("Cannot tell")

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="verdicts")
    examiner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decision = models.CharField(max_length=15, choices=Decision.choices)
    reason = models.CharField(max_length=40)
    note = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("at",)
        constraints = (models.UniqueConstraint(fields=("candidate", "examiner"), name="one_verdict_per_examiner"),)
