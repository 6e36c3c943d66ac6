"""Look at everything once more, then sign."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from egnatia import audit, law
from egnatia.accounts import policy
from egnatia.accounts.policy import officer_required
from egnatia.base.errors import Problem
from egnatia.biometrics.consistency import find_inconsistencies
from egnatia.biometrics.queries import find_photo, is_waiting
from egnatia.registration.actions.sign_draft import sign_draft
from egnatia.registration.document.findings import findings_of
from egnatia.registration.document.page import sentences
from egnatia.registration.hand import finger_lines, hand_picture_of
from egnatia.registration.models import Draft
from egnatia.registration.problems import changed_meanwhile
from egnatia.registration.queries import find_gaps, get_draft
from egnatia.registration.views.possible import possible_of


@officer_required("registration.write")
@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Everything on one page, what is missing on top; signing it signs exactly what was shown."""
    draft = get_draft(request.user, draft_id)
    if not draft.is_open:
        return redirect("registration_signed", draft.pk)
    if request.method == "POST":
        try:
            _sign(request, draft)
        except Problem as problem:
            if problem.status not in (409, 422):
                raise
            messages.error(request, f"{problem.message} {problem.cure}")
            return redirect("registration_review", draft.pk)
        return redirect("registration_signed", draft.pk)
    audit.record("registration.draft.read", subject=draft, person=draft.person_id, officer=request.user, step="review")
    return render(request, "registration/review.html", _context(request, draft))


def _sign(request: HttpRequest, draft: Draft) -> None:
    if request.POST.get("revision") != str(draft.revision):
        raise changed_meanwhile()
    sign_draft(request.user, draft, fingers_checked="fingers_checked" in request.POST)


def _context(request: HttpRequest, draft: Draft) -> dict[str, object]:
    data = draft.data or {}
    lines = finger_lines(draft.pk)
    notice = data.get("notice") or {}
    return {
        **possible_of(request.user, draft),
        "elements": data.get("elements", {}),
        "given": notice,
        "notice": law.notices().get(notice.get("language", "")),
        "category": law.category(draft.category) if draft.category is not None else None,
        "gaps": find_gaps(draft),
        "findings": sentences(findings_of(data)),
        "lines": lines,
        "hand": hand_picture_of(lines),
        "photo": find_photo(draft.pk),
        "is_waiting": (waits := is_waiting(draft.pk)),
        "inconsistencies": [] if waits else find_inconsistencies(draft.pk),
        "may_sign": policy.may(request.user, "registration.sign"),
    }
