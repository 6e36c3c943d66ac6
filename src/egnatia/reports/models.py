"""Reports: drafts with their figures and people's own words, and the editions that were issued."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from egnatia.base.models import Row


class Report(Row):
    """This node's report for one due date.

    number    "MK-2027-1": partner, year, which one of the year
    vintage   the moment as of which its counts are; a draft may be brought up to a later one, an issued report never
    facts     all that it says, as values and codes without a language (`queries.gather`)
    digest    SHA-256 of the canonical JSON of `facts`, set when it is issued
    signatory name and office of the representative who signed, as they were on that day
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        ISSUED = "issued", _("Issued")

    number = models.CharField(max_length=20, unique=True)
    partner = models.CharField(max_length=2)
    due_on = models.DateField(unique=True)
    language = models.CharField(max_length=10)
    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT)
    vintage = models.DateTimeField()
    facts = models.JSONField()
    digest = models.CharField(max_length=64, blank=True)
    drafted_at = models.DateTimeField()
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(null=True)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    signatory = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("-due_on",)

    def __str__(self) -> str:
        return self.number

    @property
    def is_issued(self) -> bool:
        return self.state == self.State.ISSUED


class Passage(Row):
    """Somebody's own words in place of a passage written from the data, in one language. Drafting anew never touches it.

    code   chapter and part, as in `data/chapters.toml`: "flows.irregular_crossings", "flows.own" for a chapter's remarks
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="passages")
    language = models.CharField(max_length=10)
    code = models.CharField(max_length=80)
    text = models.TextField(max_length=4000)
    edited_at = models.DateTimeField()
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("report", "language", "code"), name="one_passage_per_place"),)


class Edition(Row):
    """An issued report in one language, word for word as it was handed out.

    content   the document as `compose.compose` made it, kept as canonical JSON text: its bytes are what `digest` is of
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="editions")
    language = models.CharField(max_length=10)
    content = models.TextField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("report", "language"), name="one_edition_per_language"),)
