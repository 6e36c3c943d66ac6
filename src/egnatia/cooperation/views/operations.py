"""Joint operations."""

from collections.abc import Iterable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from egnatia import law
from egnatia.accounts import policy
from egnatia.accounts.policy import officer_required
from egnatia.base import node
from egnatia.cooperation.actions.plan_operation import change_operation, plan_operation
from egnatia.cooperation.forms.operations import OperationForm, initial_of
from egnatia.cooperation.models import JointOperation
from egnatia.cooperation.queries.operations import get_operation, operations_now, operations_over, operations_to_come
from egnatia.cooperation.views import READ, WRITE
from egnatia.cooperation.views.saving import save_form
from egnatia.exchange.views import officer_of


@officer_required(READ)
@require_safe
def operations(request: HttpRequest) -> HttpResponse:
    """Now, to come, over; and the agreements with the European Union that they rest on."""
    context = {
        "groups": [
            (_("Now"), _with_names(operations_now())),
            (_("To come"), _with_names(operations_to_come())),
            (_("Over"), _with_names(operations_over())),
        ],
        "agreements": [one for one in law.agreements().values() if one.kind == "operations"],
        "may_write": policy.may(request.user, WRITE),
    }
    return render(request, "cooperation/operations.html", context)


@officer_required(WRITE)
@require_http_methods(["GET", "POST"])
def new_operation(request: HttpRequest) -> HttpResponse:
    """Put an operation into the calendar."""
    form = OperationForm(request.POST or None, initial={"partners": [node.current().partner]})
    return save_form(
        request,
        form,
        lambda: plan_operation(officer_of(request), form.facts()),
        to=lambda _operation: reverse("joint_operations"),
        context={"title": _("Add a joint operation"), "up": reverse("joint_operations")},
        said=_("The operation was added."),
    )


@officer_required(WRITE)
@require_http_methods(["GET", "POST"])
def operation(request: HttpRequest, operation_id: UUID) -> HttpResponse:
    """Change an operation."""
    found = get_operation(operation_id)
    form = OperationForm(request.POST or None, initial=initial_of(found))
    return save_form(
        request,
        form,
        lambda: change_operation(officer_of(request), found, form.facts()),
        to=lambda _operation: reverse("joint_operations"),
        context={"title": found.name, "up": reverse("joint_operations")},
        said=_("The change was saved."),
    )


def _with_names(found: Iterable[JointOperation]) -> list[tuple[JointOperation, str]]:
    return [(one, ", ".join(law.partner(code).name for code in one.partners)) for one in found]
