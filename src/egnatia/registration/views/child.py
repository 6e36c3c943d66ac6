"""A child under six, or in doubt: a note for child protection instead of a registration."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from egnatia.accounts.policy import officer_required
from egnatia.registration.actions.note_child import note_child
from egnatia.registration.age import age_gate_of
from egnatia.registration.queries import get_draft
from egnatia.registration.views.possible import possible_of


@officer_required("registration.write")
@require_http_methods(["GET", "POST"])
def child(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Say why nothing is taken, and write the note."""
    draft = get_draft(request.user, draft_id)
    if not draft.is_open:
        return redirect("registration_signed", draft.pk)
    gate = age_gate_of(draft.data or {})
    if gate is None or gate.takes_biometrics:
        return redirect("registration_step", draft.pk, "identity")
    if request.method == "POST":
        note_child(request.user, draft)
        return redirect("registration_signed", draft.pk)
    context = {**possible_of(request.user, draft), "gate": gate, "elements": (draft.data or {}).get("elements", {})}
    return render(request, "registration/child.html", context)
