"""The documents of the person: typed row by row, or taken from the machine-readable zone of one of them."""

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from egnatia.base.errors import Problem
from egnatia.registration.actions.read_zone import read_zone_at_draft, take_from_zone
from egnatia.registration.document.findings import findings_of
from egnatia.registration.document.page import page_of, sentences
from egnatia.registration.document.photo import can_read_photos
from egnatia.registration.document.reading import Reading
from egnatia.registration.forms import documents as document_forms
from egnatia.registration.forms.countries import country_names
from egnatia.registration.forms.documents import DocumentFormSet, DocumentRows
from egnatia.registration.forms.zone import PagePhotoForm, ZoneForm
from egnatia.registration.models import Draft
from egnatia.registration.steps import DOCUMENTS
from egnatia.registration.views.step_pages import is_autosave, onward, page, saved, saved_by_itself

_ZONE_BUTTONS = ("read", "corrected", "take")


def documents(request: HttpRequest, draft: Draft) -> HttpResponse:
    """The page. Its rows are saved whichever button was pressed; the zone is read again for each, for nothing of it is kept."""
    rows, zone, photo, reading = _rows(draft, request.POST or None), ZoneForm(), PagePhotoForm(), None
    if request.method == "POST":
        is_valid = rows.is_valid()
        is_saved = saved(request, draft, DOCUMENTS.code, rows.forms[0], rows.values()) and is_valid
        if is_autosave(request):
            return saved_by_itself()
        if request.POST.get("read") == "photo":
            photo, reading = _read_photo(request, draft)
        elif any(button in request.POST for button in _ZONE_BUTTONS):
            zone, reading = _read(request, draft, is_saved=is_saved)
        elif (is_saved and "add" not in request.POST) or "later" in request.POST:
            return onward(request, draft, DOCUMENTS.code)
        if is_saved:
            rows = _rows(draft, None)
    if reading is not None:
        zone = ZoneForm(initial={"zone": reading.text})
    shown = page_of(reading, _elements(draft)) if reading is not None else None
    context = {
        "rows": rows,
        "zone": zone,
        "photo": photo,
        "can_read_photos": can_read_photos(),
        "reading": shown,
        "findings": sentences(findings_of(draft.data or {}), beside=shown),
        "country_names": country_names(),
    }
    return page(request, draft, DOCUMENTS.code, **context)


def _read(request: HttpRequest, draft: Draft, *, is_saved: bool) -> tuple[ZoneForm, Reading | None]:
    """The box as it is now, and what stands in it."""
    form = ZoneForm(request.POST)
    if "corrected" in request.POST:
        form = ZoneForm({"zone": request.POST["corrected"]})
    if not form.is_valid():
        return form, None
    try:
        reading = read_zone_at_draft(request.user, draft, form.cleaned_data["zone"])
        if "take" in request.POST and is_saved:
            _take(request, draft, reading)
    except Problem as problem:
        if problem.field != "zone":
            raise
        form.add_problem(problem)
        return form, None
    return form, reading


def _read_photo(request: HttpRequest, draft: Draft) -> tuple[PagePhotoForm, Reading | None]:
    """The lines in the picture go into the box, where they are corrected like typed ones."""
    form = PagePhotoForm(request.POST, request.FILES)
    if not form.is_valid():
        return form, None
    try:
        reading = read_zone_at_draft(request.user, draft, photo=form.cleaned_data["photo"].read())
    except Problem as problem:
        if problem.field not in ("photo", "zone"):
            raise
        form.add_problem(problem)
        return form, None
    messages.info(request, _("Read from the picture: look at each letter of the name, which no check digit covers."))
    return PagePhotoForm(), reading


def _take(request: HttpRequest, draft: Draft, reading: Reading) -> None:
    chosen = request.POST.getlist("chosen")
    spellings = {element: request.POST.get(f"spelling_{element}", "") for element in ("surnames", "forenames")}
    taken = take_from_zone(request.user, draft, reading, chosen, spellings)
    for problem in taken.problems:
        messages.error(request, f"{problem.message} {problem.cure}")
    if chosen and not taken.problems:
        messages.success(request, _("Taken into the registration."))


def _rows(draft: Draft, data: Any) -> DocumentFormSet:
    return cast(DocumentFormSet, DocumentRows(data, initial=document_forms.initial_of(draft), prefix="documents"))


def _elements(draft: Draft) -> dict[str, Any]:
    elements: dict[str, Any] = (draft.data or {}).get("elements", {})
    return elements
