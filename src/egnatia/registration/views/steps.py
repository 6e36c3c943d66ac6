"""The steps that are typed: notice, category and event, person, documents. Each is saved when it is sent, valid or not."""

from typing import Any, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from egnatia import audit, law
from egnatia.accounts.policy import officer_required
from egnatia.base.errors import Problem, not_found
from egnatia.registration.actions.save_step import save_step
from egnatia.registration.age import age_gate_of
from egnatia.registration.forms import documents
from egnatia.registration.forms.countries import country_names
from egnatia.registration.forms.documents import DocumentFormSet, DocumentRows
from egnatia.registration.forms.event import EventForm
from egnatia.registration.forms.identity import IdentityForm
from egnatia.registration.forms.notice import NoticeForm
from egnatia.registration.models import Draft
from egnatia.registration.queries import get_draft, taken_over
from egnatia.registration.steps import DOCUMENTS, EVENT, IDENTITY, NOTICE, STEPS
from egnatia.registration.views.fingers import fingers

_TEMPLATES = {step.code: f"registration/{step.code}.html" for step in STEPS}
_LANGUAGE = "notice_language"


@officer_required("registration.write")
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, draft_id: UUID, code: str) -> HttpResponse:
    """One step of a draft."""
    draft = get_draft(request.user, draft_id)
    if not draft.is_open:
        return redirect("registration_signed", draft.pk)
    pages = {NOTICE.code: _notice, EVENT.code: _event, IDENTITY.code: _identity, DOCUMENTS.code: _documents, "fingers": fingers}
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
        if _saved(request, draft, NOTICE.code, form, form.values()):
            return _onward(request, draft, NOTICE.code)
    context = {"notice": notice, "notices": law.notices().values()}
    return _page(request, draft, NOTICE.code, form=form, **context)


def _event(request: HttpRequest, draft: Draft) -> HttpResponse:
    category = _number(request.POST.get("category")) if request.method == "POST" else draft.category
    form = EventForm(request.POST or None, initial=EventForm.initial_of(draft), category=category)
    return _typed(request, draft, EVENT.code, form)


def _identity(request: HttpRequest, draft: Draft) -> HttpResponse:
    form = IdentityForm(request.POST or None, initial=IdentityForm.initial_of(draft))
    return _typed(request, draft, IDENTITY.code, form, country_names=country_names())


def _documents(request: HttpRequest, draft: Draft) -> HttpResponse:
    rows = _rows(draft, request.POST or None)
    if request.method == "POST":
        is_valid = rows.is_valid()
        saved = _saved(request, draft, DOCUMENTS.code, rows.forms[0], rows.values())
        if _is_autosave(request):
            return HttpResponse(status=204)
        if saved and is_valid and "add" in request.POST:
            rows = _rows(draft, None)
        elif (saved and is_valid) or "later" in request.POST:
            return _onward(request, draft, DOCUMENTS.code)
    return _page(request, draft, DOCUMENTS.code, rows=rows, country_names=country_names())


def _rows(draft: Draft, data: Any) -> DocumentFormSet:
    return cast(DocumentFormSet, DocumentRows(data, initial=documents.initial_of(draft), prefix="documents"))


def _typed(request: HttpRequest, draft: Draft, code: str, form: Any, **context: Any) -> HttpResponse:
    """Save what is valid, whatever else is wrong; go on only when nothing is, or when the officer comes back later."""
    if request.method == "POST":
        is_valid = form.is_valid()
        saved = _saved(request, draft, code, form, form.values())
        if _is_autosave(request):
            return HttpResponse(status=204)
        if (is_valid and saved) or "later" in request.POST:
            return _onward(request, draft, code)
    return _page(request, draft, code, form=form, **context)


def _saved(request: HttpRequest, draft: Draft, code: str, form: Any, values: dict[str, Any]) -> bool:
    """Whether all of it was saved; what the law refuses is shown beside its box."""
    try:
        confirms = not _is_autosave(request) and "later" not in request.POST
        found = save_step(request.user, draft, code, values, confirms=confirms).problems
    except Problem as problem:
        if problem.status != 400:
            raise
        found = (problem,)
    for one in found:
        # A box that the form itself refused arrives here empty: what is wrong with it was said already.
        if (one.field or "").split(".")[0] not in form.errors:
            form.add_problem(one)
    return not found


def _onward(request: HttpRequest, draft: Draft, code: str) -> HttpResponse:
    """To the next step; to the child's page where nothing may be taken; to the task list for who comes back later."""
    if "later" in request.POST:
        return redirect("registration_tasks", draft.pk)
    if code == IDENTITY.code:
        gate = age_gate_of(draft.data or {})
        if gate is not None and not gate.takes_biometrics:
            return redirect("registration_child", draft.pk)
    if "review" in request.GET:
        return redirect("registration_review", draft.pk)
    codes = [one.code for one in STEPS]
    following = codes[codes.index(code) + 1 :]
    return redirect("registration_step", draft.pk, following[0]) if following else redirect("registration_review", draft.pk)


def _page(request: HttpRequest, draft: Draft, code: str, **context: Any) -> HttpResponse:
    number = [one.code for one in STEPS].index(code) + 1
    context |= {"draft": draft, "number": number, "steps": len(STEPS), "taken_over": taken_over(draft, code)}
    return render(request, _TEMPLATES[code], context)


def _is_autosave(request: HttpRequest) -> bool:
    """Sent by the page itself while somebody types, so that a lost session loses nothing."""
    return bool(getattr(request, "htmx", False)) and "autosave" in request.POST


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and int(text) in law.categories() else None
