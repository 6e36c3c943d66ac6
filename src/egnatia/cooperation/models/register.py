"""The register of each partner's databases, tools and needs (the third mandate)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from egnatia.base.models import Row


class RegisterEntry(Row):
    """One database, tool or need of one partner.

    authority   who keeps it, or who needs it
    technology  what it is built with, which formats it speaks
    offered     others may use it or learn from it
    priority    of a need only
    """

    class Kind(models.TextChoices):
        DATABASE = "database", _("Database")
        TOOL = "tool", _("Tool")
        NEED = "need", _("Need")

    class State(models.TextChoices):
        IN_USE = "in_use", _("In use")
        PLANNED = "planned", _("Planned")
        WANTED = "wanted", _("Wanted")
        ENDING = "ending", _("To be replaced")

    class Priority(models.TextChoices):
        HIGH = "high", _("High")
        MIDDLE = "middle", _("Middle")
        LOW = "low", _("Low")

    partner = models.CharField(max_length=2)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = models.CharField(max_length=150)
    purpose = models.TextField()
    authority = models.CharField(max_length=150, blank=True)
    technology = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=State.choices)
    offered = models.BooleanField(default=False)
    priority = models.CharField(max_length=6, blank=True, choices=Priority.choices)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("partner", "kind", "name")
        constraints = (models.UniqueConstraint(fields=("partner", "kind", "name"), name="one_register_entry_per_name"),)

    def __str__(self) -> str:
        return self.name
