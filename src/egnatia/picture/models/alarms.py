"""From an alarm to what came of it: what rang, what was recommended, who does it by when, and what it changed."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from egnatia import law
from egnatia.accounts.models import Unit
from egnatia.base.models import Row


class Alarm(Row):
    """One episode in which a series left what was to be expected of it. It grows while the episode goes on.

    source, indicator, cut, key, every   the series, as in `Count`
    watch       code of the entry of `alarm_rules.rules()` by which the series is watched
    rule        which of the engine's rules rang first
    since       first period outside; `period` the latest one so far, to which the following figures belong
    expected    and the range `low` to `high` in which the figure was to lie; `observed` what it was
    p           how often a figure this far out comes by chance; small is sure
    vintage     when the newest of the counts was known that the figures are drawn from
    reason      code of `alarm_rules.reasons()`: why it was confirmed, dismissed or closed
    """

    class State(models.TextChoices):
        OPEN = "open", _("To be looked at")
        CONFIRMED = "confirmed", _("Confirmed")
        DISMISSED = "dismissed", _("Dismissed")
        CLOSED = "closed", _("Closed")

    class Direction(models.TextChoices):
        RISE = "rise", _("Rise")
        FALL = "fall", _("Fall")

    class Pace(models.TextChoices):
        SUDDEN = "sudden", _("Sudden")
        SLOW = "slow", _("Slow")

    source = models.CharField(max_length=20)
    indicator = models.CharField(max_length=40)
    cut = models.CharField(max_length=12, blank=True)
    key = models.CharField(max_length=40, blank=True)
    every = models.CharField(max_length=5)
    watch = models.CharField(max_length=40)
    direction = models.CharField(max_length=4, choices=Direction.choices)
    pace = models.CharField(max_length=6, choices=Pace.choices)
    rule = models.CharField(max_length=40)
    since = models.DateField()
    period = models.DateField()
    expected = models.FloatField()
    low = models.FloatField()
    high = models.FloatField()
    observed = models.FloatField()
    p = models.FloatField()
    vintage = models.DateTimeField()
    raised_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN, db_index=True)
    reason = models.CharField(max_length=40, blank=True)
    note = models.CharField(max_length=500, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("-period", "-raised_at")
        indexes = (models.Index(fields=("indicator", "source", "cut", "key"), name="alarm_by_series"),)
        constraints = (
            models.UniqueConstraint(
                fields=("source", "indicator", "cut", "key", "every", "direction", "since"), name="one_alarm_per_episode"
            ),
        )

    @property
    def is_decided(self) -> bool:
        return self.state in (self.State.DISMISSED, self.State.CLOSED)


class Recommendation(Row):
    """A measure of the catalogue, put forward as an answer to an alarm; never about a person.

    measure   code of `measures.measures()`; `text` the measure's own, as the analyst edited it
    level     central | local
    owner     one officer, one unit, or one partner; nobody while it is only proposed. What a partner is told: `SentMeasure`
    note      why it was dropped, or why a partner declined it
    rights    answers to the measure's rights questions: code → true | false
    """

    class Level(models.TextChoices):
        CENTRAL = "central", _("Central")
        LOCAL = "local", _("Local")

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        ASSIGNED = "assigned", _("Assigned")
        DONE = "done", _("Done")
        DROPPED = "dropped", _("Dropped")

    alarm = models.ForeignKey(Alarm, on_delete=models.PROTECT, related_name="recommendations")
    measure = models.CharField(max_length=40)
    level = models.CharField(max_length=7, choices=Level.choices)
    text = models.TextField(max_length=2000)
    owner_officer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    owner_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    owner_partner = models.CharField(max_length=2, blank=True)
    due = models.DateField(null=True)
    rights = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=State.choices, default=State.PROPOSED, db_index=True)
    note = models.CharField(max_length=2000, blank=True)
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField(null=True)
    assigned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("proposed_at",)
        constraints = (
            models.CheckConstraint(
                condition=Q(state="proposed") | Q(state="dropped") | Q(due__isnull=False, assigned_at__isnull=False),
                name="assigned_with_due_date",
            ),
            models.CheckConstraint(
                condition=Q(owner_officer__isnull=True, owner_unit__isnull=True)
                | Q(owner_officer__isnull=True, owner_partner="")
                | Q(owner_unit__isnull=True, owner_partner=""),
                name="one_owner_at_most",
            ),
        )

    @property
    def owner(self) -> str:
        """The owner by the name people know; empty while nobody has it."""
        if self.owner_partner:
            return law.partner(self.owner_partner).name
        return str(self.owner_officer or self.owner_unit or "")

    @property
    def is_open(self) -> bool:
        return self.state in (self.State.PROPOSED, self.State.ASSIGNED)


class Outcome(Row):
    """What was done, and what the alarm's indicator did afterwards.

    done_on      the day from which the measure worked
    recorded_by  None: the partner that had the measure told so
    measured_at  when a job found enough figures after that day to compare; the figures below are empty until then
    before       mean of a period before, `after` mean of a period after, over `periods` periods each
    low, high    where `after` was to lie without the measure, four times in five (see `effects.compare`)
    cases        how many earlier stretches of the same series say so
    """

    recommendation = models.OneToOneField(Recommendation, on_delete=models.PROTECT, related_name="outcome")
    text = models.TextField(max_length=2000)
    done_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    measured_at = models.DateTimeField(null=True, db_index=True)
    periods = models.PositiveSmallIntegerField(null=True)
    before = models.FloatField(null=True)
    after = models.FloatField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    cases = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ("-done_on",)
        constraints = (
            models.CheckConstraint(
                condition=Q(measured_at__isnull=True)
                | Q(before__isnull=False, after__isnull=False, low__isnull=False, high__isnull=False),
                name="measured_with_figures",
            ),
        )

    @property
    def effect(self) -> str:
        """lower | higher than the series by itself | chance; empty until it is measured."""
        if self.after is None or self.low is None or self.high is None:
            return ""
        if self.low <= self.after <= self.high:
            return "chance"
        return "lower" if self.after < self.low else "higher"
