"""After signing: the reference number, what was found, and the receipt for the person."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from egnatia import audit, law
from egnatia.accounts.policy import officer_required
from egnatia.base.errors import not_found
from egnatia.biometrics.queries import candidates_of, find_missing_parts
from egnatia.persons.models import DataSet
from egnatia.persons.queries import get_data_set
from egnatia.registration.models import Draft, NoticeGiven
from egnatia.registration.queries import get_draft
from egnatia.registration.receipt import make_receipt
from egnatia.registration.record.group_progress import progress_of


@officer_required("registration.write")
def signed(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """What came of a registration that is finished."""
    draft = get_draft(request.user, draft_id)
    if draft.is_open:
        return redirect("registration_tasks", draft.pk)
    if draft.state == Draft.State.NOTED:
        noted = {"draft": draft, "note": draft.child_note, "progress": progress_of(request.user, draft)}
        return render(request, "registration/noted.html", noted)
    data_set = draft.data_set
    if draft.state != Draft.State.SIGNED or data_set is None or data_set.status == DataSet.Status.ERASED:
        raise not_found("registration.draft")
    context = {
        "draft": draft,
        "data_set": data_set,
        "category": law.category(data_set.category),
        "candidates": candidates_of(data_set).filter(partner=""),
        "missing_parts": find_missing_parts(data_set),
        "search": reverse("regional_search", args=(data_set.pk,)),
        "person": reverse("person", args=(data_set.person_id,)),
        "notices": law.notices().values(),
        "language": receipt_language(data_set),
        "progress": progress_of(request.user, draft),
    }
    return render(request, "registration/signed.html", context)


@officer_required("registration.write", "person.read")
def receipt(request: HttpRequest, data_set_id: UUID) -> HttpResponse:
    """The receipt as PDF, in `?language=` or the language of the notice."""
    data_set = get_data_set(request.user, data_set_id)
    language = request.GET.get("language", "")
    pdf = make_receipt(data_set, language if language in law.notices() else receipt_language(data_set))
    audit.record("registration.receipt.printed", subject=data_set, person=data_set.person_id, officer=request.user)
    name = f"{data_set.reference_number}.pdf"
    return HttpResponse(pdf, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'})


def receipt_language(data_set: DataSet) -> str:
    """The language in which the person was told, English where that isn't known."""
    given = NoticeGiven.objects.filter(data_set__reference_number=data_set.reference_number).first()
    return given.language if given and given.language in law.notices() else "en"
