"""The work programme: what was agreed under each of the three mandates."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from egnatia.base.models import Row
from egnatia.cooperation.models.notes import Note


class Item(Row):
    """One thing to be done.

    owner     letters of a partner, or "" for all six together
    state     planned and under way are open
    ended_on  when it was done or dropped, as the partner's calendar has it
    """

    class Chapter(models.TextChoices):
        DATA = "data", _("Data and information")
        FLOWS = "flows", _("Processes of migration flows")
        TECHNOLOGY = "technology", _("Databases and technology")

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        UNDER_WAY = "under_way", _("Under way")
        DONE = "done", _("Done")
        DROPPED = "dropped", _("Dropped")

    OPEN = (State.PLANNED, State.UNDER_WAY)

    chapter = models.CharField(max_length=12, choices=Chapter.choices)
    title = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    owner = models.CharField(max_length=2, blank=True)
    due_on = models.DateField(null=True, db_index=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    ended_on = models.DateField(null=True)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("chapter", models.F("due_on").asc(nulls_last=True), "made_at")

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN


class ItemNote(Note):
    """Progress of an item."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="notes")
