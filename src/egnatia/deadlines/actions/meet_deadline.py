"""Stop a limit: done, or no longer to be done."""

from datetime import datetime

from django.db import models

from egnatia.deadlines.models import Deadline


def meet_deadline(rule: str, subject: models.Model, *, at: datetime) -> None:
    """What `rule` asks for was done; a clock that never ran or was met before is left as it is."""
    _running(subject).filter(rule=rule).update(met_at=at)


def drop_deadlines(subject: models.Model, *, at: datetime) -> None:
    """Nothing is to be done any more for `subject`."""
    _running(subject).update(dropped_at=at)


def _running(subject: models.Model) -> models.QuerySet[Deadline]:
    return Deadline.objects.filter(subject_kind=subject._meta.label, subject_id=str(subject.pk), met_at=None, dropped_at=None)
