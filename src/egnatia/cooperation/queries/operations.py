"""Joint operations: those that go on, those to come, those that are over."""

from uuid import UUID

from django.db.models import Q, QuerySet

from egnatia.base.errors import not_found
from egnatia.cooperation.models import JointOperation
from egnatia.cooperation.queries.days import today


def operations_now() -> QuerySet[JointOperation]:
    """Those that go on today."""
    return JointOperation.objects.filter(Q(ends_on=None) | Q(ends_on__gte=today()), starts_on__lte=today())


def operations_to_come() -> QuerySet[JointOperation]:
    return JointOperation.objects.filter(starts_on__gt=today())


def operations_over() -> QuerySet[JointOperation]:
    """The latest first."""
    return JointOperation.objects.filter(ends_on__lt=today(), starts_on__lte=today()).order_by("-ends_on")


def get_operation(operation_id: UUID) -> JointOperation:
    """Raises Problem `cooperation.operation.not_found`."""
    operation = JointOperation.objects.filter(pk=operation_id).first()
    if operation is None:
        raise not_found("cooperation.operation")
    return operation
