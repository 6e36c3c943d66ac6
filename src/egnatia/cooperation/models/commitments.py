"""What the partners have taken on themselves, and how far it has come here."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from egnatia import law
from egnatia.base.models import Row
from egnatia.cooperation.models.notes import Note


class Commitment(Row):
    """One commitment as this node's partner follows it.

    code       of a standing commitment in the law, which holds its sentence, document and theme; "" for one added here
    title, document, place, theme    only of those added here: the sentence, what it stands in, where in it
    owner      "each" partner for itself, "coordinator", or a partner's letters
    due_on     by when; None where nobody has set a day
    months     it comes again after so many months; 0: once
    counted_from   the day from which the later ones are counted, so that a 31st stays one; None where due_on is
    confirmed  the partner has confirmed the wording and the document
    """

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        DONE = "done", _("Done")
        DROPPED = "dropped", _("Dropped")

    EACH, COORDINATOR = "each", "coordinator"

    code = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=300, blank=True)
    document = models.CharField(max_length=300, blank=True)
    place = models.CharField(max_length=150, blank=True)
    theme = models.CharField(max_length=20)
    owner = models.CharField(max_length=12, default=EACH)
    due_on = models.DateField(null=True, db_index=True)
    months = models.PositiveSmallIntegerField(default=0)
    counted_from = models.DateField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    ended_on = models.DateField(null=True)
    confirmed = models.BooleanField(default=False)
    made_at = models.DateTimeField()

    class Meta:
        ordering = (models.F("due_on").asc(nulls_last=True), "made_at")
        constraints = (
            models.UniqueConstraint(fields=("code",), condition=~models.Q(code=""), name="one_row_per_standing_commitment"),
        )

    def __str__(self) -> str:
        return self.sentence

    @property
    def standing(self) -> "law.StandingCommitment | None":
        """What the law says of it; None for one added here, or one that the law has given up."""
        return law.standing_commitments().get(self.code)

    @property
    def sentence(self) -> str:
        return self.standing.name if self.standing else self.title or self.code

    @property
    def source(self) -> str:
        """Document and place in it, in the reader's language."""
        if self.standing:
            return law.cite(self.standing.source)
        return ", ".join(part for part in (self.document, self.place) if part)

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def next_due(self) -> date | None:
        """The day after `due_on` on which it is due again, even where that has passed; None for what comes once."""
        if not self.months or self.due_on is None:
            return None
        due_on = self.due_on
        return next(day for day in law.every_months(self.counted_from or due_on, self.months) if day > due_on)


class CommitmentNote(Note):
    """Progress of a commitment. `fulfilled`: it was met, for the time that was due on `due_on` where a day was set."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="notes")
    fulfilled = models.BooleanField(default=False)
    due_on = models.DateField(null=True)
