"""What happened at the border and in the procedures, without who it was."""

from django.db import models
from django.db.models import Q

from egnatia.base.models import Row
from egnatia.picture.models.imports import Batch


class Event(Row):
    """Something that happened to somebody, reduced to what is counted. Nothing in it names or describes a person.

    kind         code of `indicators.event_kinds()`: registration, apprehension, refused_entry, reception_arrival …
    on           day of the event; `hour` 0 to 23 where the source says it
    place        code of a border section or crossing point, see `places`; empty where it isn't known
    group        irregular_crossing | irregular_stay | applicant | … (the law's category as the picture tells it), or empty
    nationality  ISO 3166 alpha-3, or empty
    age_band     see `bands.AGE_BANDS`; sex as in `law.sexes()`; both may be empty
    group_size   how many came together, as far as the source says
    persons      how many persons it stands for: one, but for imported rows that are counts already
    origin       registration | hand | import
    subject_id   the data set it came from; emptied when that is erased, so that the count stays and the trace goes
    withdrawn_at declared void, or replaced by a corrected one
    is_counted   whether the counts of its day know of it as it now is; the recount looks for those they don't
    """

    kind = models.CharField(max_length=30)
    on = models.DateField()
    hour = models.PositiveSmallIntegerField(null=True)
    place = models.CharField(max_length=40, blank=True)
    group = models.CharField(max_length=30, blank=True)
    nationality = models.CharField(max_length=3, blank=True)
    age_band = models.CharField(max_length=10, blank=True)
    sex = models.CharField(max_length=12, blank=True)
    group_size = models.PositiveSmallIntegerField(null=True)
    persons = models.PositiveIntegerField(default=1)
    origin = models.CharField(max_length=20)
    subject_id = models.UUIDField(null=True, db_index=True)
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, null=True, related_name="events")
    recorded_at = models.DateTimeField(db_index=True)
    withdrawn_at = models.DateTimeField(null=True)
    is_counted = models.BooleanField(default=False)

    class Meta:
        indexes = (
            models.Index(fields=("on", "kind")),
            models.Index(fields=("on",), condition=Q(is_counted=False), name="event_to_count"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("subject_id", "kind"),
                condition=Q(withdrawn_at=None, subject_id__isnull=False),
                name="one_event_per_subject_and_kind",
            ),
        )


class Incident(Row):
    """Something that was found, without persons: a smuggling method, a forged document, a vehicle, a place.

    kind   code of `indicators.incident_kinds()`; `type` one of that kind's closed list
    place  as in `Event`
    many   how many pieces, vehicles, documents
    is_counted  as in `Event`
    """

    kind = models.CharField(max_length=30)
    type = models.CharField(max_length=40)
    on = models.DateField(db_index=True)
    place = models.CharField(max_length=40, blank=True)
    many = models.PositiveIntegerField(default=1)
    origin = models.CharField(max_length=20)
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, null=True, related_name="incidents")
    recorded_at = models.DateTimeField(db_index=True)
    withdrawn_at = models.DateTimeField(null=True)
    is_counted = models.BooleanField(default=False)

    class Meta:
        indexes = (models.Index(fields=("on",), condition=Q(is_counted=False), name="incident_to_count"),)
