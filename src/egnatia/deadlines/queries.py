"""What is due."""

from datetime import timedelta

from django.db import models

from egnatia.base import clock
from egnatia.deadlines.models import Deadline


def running() -> models.QuerySet[Deadline]:
    """All clocks that run, the most urgent first."""
    return Deadline.objects.filter(met_at=None, dropped_at=None).order_by("due_at")


def overdue() -> models.QuerySet[Deadline]:
    return running().filter(due_at__lt=clock.now())


def due_within(hours: float) -> models.QuerySet[Deadline]:
    """Not overdue yet, but within `hours`."""
    now = clock.now()
    return running().filter(due_at__gte=now, due_at__lt=now + timedelta(hours=hours))


def for_subject(subject: models.Model) -> models.QuerySet[Deadline]:
    return Deadline.objects.filter(subject_kind=subject._meta.label, subject_id=str(subject.pk))
