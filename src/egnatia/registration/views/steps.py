"""The steps that are typed: notice, category and event, person, documents. Each is saved when it is sent, valid or not."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from egnatia import audit, law
from egnatia.accounts.policy import officer_required
from egnatia.base.errors import not_found
from egnatia.registration.forms.countries import country_names
from egnatia.registration.forms.event import EventForm
from egnatia.registration.forms.identity import IdentityForm
from egnatia.registration.forms.notice import NoticeForm
from egnatia.registration.models import Draft
from egnatia.registration.queries import get_draft
from egnatia.registration.steps import DOCUMENTS, EVENT, IDENTITY, NOTICE
from egnatia.registration.views.documents import documents
from egnatia.registration.views.fingers import fingers
from egnatia.registration.views.step_pages import is_autosave, onward, page, saved, saved_by_itself

_LANGUAGE = "notice_language"


@officer_required("registration.write")
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, draft_id: UUID, code: str) -> HttpResponse:
    """One step of a draft."""
    draft = get_draft(request.user, draft_id)
    if not draft.is_open:
        return redirect("registration_signed", draft.pk)
    pages = {NOTICE.code: _notice, EVENT.code: _event, IDENTITY.code: _identity, DOCUMENTS.code: documents, "fingers": fingers}
    if code not in pages:
        raise not_found("registration.step")
    if request.method == "GET":
        audit.record("registration.draft.read", subject=draft, person=draft.person_id, officer=request.user, step=code)
    return pages[code](request, draft)


def _notice(request: HttpRequest, draft: Draft) -> HttpResponse:
    data = draft.data or {}
    given = data.get("notice") or data.get("notice_offered") or {}
    chosen = request.GET.get("language") or given.get("language") or request.session.get(_LANGUAGE) or "en"
    notice = law.notice(chosen if chosen in law.notices() else "en")
    form = NoticeForm(request.POST or None, initial={**given, "language": notice.language})
    if request.method == "POST" and form.is_valid():
        request.session[_LANGUAGE] = form.cleaned_data["language"]
        if saved(request, draft, NOTICE.code, form, form.values()):
            return onward(request, draft, NOTICE.code)
    context = {"notice": notice, "notices": law.notices().values()}
    return page(request, draft, NOTICE.code, form=form, **context)


def _event(request: HttpRequest, draft: Draft) -> HttpResponse:
    category = _number(request.POST.get("category")) if request.method == "POST" else draft.category
    form = EventForm(request.POST or None, initial=EventForm.initial_of(draft), category=category)
    return _typed(request, draft, EVENT.code, form)


def _identity(request: HttpRequest, draft: Draft) -> HttpResponse:
    form = IdentityForm(request.POST or None, initial=IdentityForm.initial_of(draft))
    if "suggest" in request.POST:  # without script: the names are saved, and the page shows them with their likely forms
        form.is_valid()
        saved(request, draft, IDENTITY.code, form, form.values())
        form = IdentityForm(initial=IdentityForm.initial_of(draft))
        return page(request, draft, IDENTITY.code, form=form, country_names=country_names())
    return _typed(request, draft, IDENTITY.code, form, country_names=country_names())


def _typed(request: HttpRequest, draft: Draft, code: str, form: Any, **context: Any) -> HttpResponse:
    """Save what is valid, whatever else is wrong; go on only when nothing is, or when the officer comes back later."""
    if request.method == "POST":
        is_valid = form.is_valid()
        is_saved = saved(request, draft, code, form, form.values())
        if is_autosave(request):
            return saved_by_itself()
        if (is_valid and is_saved) or "later" in request.POST:
            return onward(request, draft, code)
    return page(request, draft, code, form=form, **context)


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and int(text) in law.categories() else None
