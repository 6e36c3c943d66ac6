"""The information notice as PDF, and the administrator's page for the partner's own files."""

from typing import cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from egnatia import law
from egnatia.accounts.models import Officer
from egnatia.accounts.policy import officer_required
from egnatia.base.errors import Problem
from egnatia.registration.actions.replace_notice_file import replace_notice_file
from egnatia.registration.notice_files import find_own_file, read_notice
from egnatia.ui.forms import EgnatiaForm


def _languages() -> list[tuple[str, str]]:
    return [(notice.language, notice.name) for notice in law.notices().values()]


class NoticeFileForm(EgnatiaForm):
    """A PDF for one language."""

    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=_languages)
    file = forms.FileField(
        label=gettext_lazy("Your own notice (PDF)"), widget=forms.ClearableFileInput(attrs={"accept": "application/pdf"})
    )


@officer_required()
def notice_file(request: HttpRequest, language: str) -> HttpResponse:
    """To be printed and handed out."""
    name = f"notice-{language}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(read_notice(language), content_type="application/pdf", headers=headers)


@officer_required("settings.manage")
def notices(request: HttpRequest) -> HttpResponse:
    """Which languages have the partner's own file; upload one, or put the shipped text back."""
    form = NoticeFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        if back := request.POST.get("back"):
            replace_notice_file(cast(Officer, request.user), back, None)
            messages.success(request, _("The shipped text is handed out again."))
            return redirect("notices")
        if form.is_valid():
            try:
                content = form.cleaned_data["file"].read()
                replace_notice_file(cast(Officer, request.user), form.cleaned_data["language"], content)
            except Problem as problem:
                form.add_problem(problem)
            else:
                messages.success(request, _("Your own notice is handed out from now on."))
                return redirect("notices")
    rows = [(notice, find_own_file(notice.language) is not None) for notice in law.notices().values()]
    return render(request, "registration/notices.html", {"form": form, "rows": rows})
