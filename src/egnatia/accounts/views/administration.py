"""The administrator's pages: officers, units, connected systems, settings of the node."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from egnatia import law
from egnatia.accounts import forms, queries
from egnatia.accounts.actions.change_node_settings import change_node_settings
from egnatia.accounts.actions.change_officer import change_officer
from egnatia.accounts.actions.create_api_token import create_api_token
from egnatia.accounts.actions.create_officer import create_officer
from egnatia.accounts.actions.create_unit import create_unit
from egnatia.accounts.actions.reset_second_factor import reset_second_factor
from egnatia.accounts.actions.revoke_api_token import revoke_api_token
from egnatia.accounts.actions.set_password import set_password
from egnatia.accounts.models import ApiToken, Officer, Unit
from egnatia.accounts.policy import officer_required
from egnatia.base.errors import Problem, not_found
from egnatia.base.node_settings import setting_types, value_of

PAGE_LENGTH = 25


@officer_required("accounts.manage", "partners.manage", "settings.manage")
def index(request: HttpRequest) -> HttpResponse:
    counts = {"officers": Officer.objects.filter(kind="person").count(), "units": Unit.objects.count()}
    return render(request, "accounts/administration.html", {"counts": counts})


@officer_required("accounts.manage")
def officers(request: HttpRequest) -> HttpResponse:
    found = queries.officers().filter(kind="person")
    page = Paginator(found, PAGE_LENGTH).get_page(request.GET.get("page"))
    return render(request, "accounts/officers.html", {"page": page})


@officer_required("accounts.manage")
def new_officer(request: HttpRequest) -> HttpResponse:
    form = forms.NewOfficerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = {key: value for key, value in form.cleaned_data.items() if key != "is_active"}
        try:
            made = create_officer(request.user, **values)
        except Problem as problem:
            form.add_problem(problem)
        else:
            messages.success(request, _("The account %(name)s was made.") % {"name": made.username})
            return redirect("officers")
    return render(request, "accounts/form.html", {"form": form, "title": _("New account"), "back": "officers"})


@officer_required("accounts.manage")
def officer(request: HttpRequest, officer_id: UUID) -> HttpResponse:
    target = _get(Officer, officer_id)
    form = forms.OfficerForm.of(target, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            change_officer(_acting(request), target, **form.cleaned_data)
        except Problem as problem:
            form.add_problem(problem)
        else:
            messages.success(request, _("The account was changed."))
            return redirect("officers")
    return render(request, "accounts/officer.html", {"form": form, "target": target})


@officer_required("accounts.manage")
def password(request: HttpRequest, officer_id: UUID) -> HttpResponse:
    target, form = _get(Officer, officer_id), forms.PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            set_password(_acting(request), target, **form.cleaned_data)
        except Problem as problem:
            form.add_problem(problem)
        else:
            messages.success(request, _("The password was set."))
            return redirect("officer", target.pk)
    title = _("Set the password of %(name)s") % {"name": target.username}
    return render(request, "accounts/form.html", {"form": form, "title": title, "back": "officers"})


@officer_required("accounts.manage")
def second_factor(request: HttpRequest, officer_id: UUID) -> HttpResponse:
    target, form = _get(Officer, officer_id), forms.ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            reset_second_factor(_acting(request), target, **form.cleaned_data)
        except Problem as problem:
            form.add_problem(problem)
        else:
            messages.success(request, _("The second factor was reset; the officer sets up a new one when signing in."))
            return redirect("officer", target.pk)
    title = _("Reset the second factor of %(name)s") % {"name": target.username}
    return render(request, "accounts/form.html", {"form": form, "title": title, "back": "officers"})


@officer_required("accounts.manage")
def units(request: HttpRequest) -> HttpResponse:
    form = forms.UnitForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            create_unit(request.user, **form.cleaned_data)
        except Problem as problem:
            form.add_problem(problem)
        else:
            messages.success(request, _("The unit was made."))
            return redirect("units")
    return render(request, "accounts/units.html", {"form": form, "units": Unit.objects.all()})


@officer_required("accounts.manage")
def systems(request: HttpRequest) -> HttpResponse:
    form, key = forms.SystemForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        try:
            key = _connect(_acting(request), **form.cleaned_data)
            form = forms.SystemForm()
        except Problem as problem:
            form.add_problem(problem)
    tokens = ApiToken.objects.select_related("officer__unit")
    return render(request, "accounts/systems.html", {"form": form, "tokens": tokens, "key": key})


@transaction.atomic
def _connect(acting: Officer, *, name: str, unit: Unit, purposes: list[str]) -> str:
    role = "law_enforcement_service" if any(law.purpose(one).gateway != "migration" for one in purposes) else "service"
    account = create_officer(acting, username=name, full_name=name, unit=unit, roles=[role], kind="service")
    return create_api_token(acting, name=name, account=account, purposes=purposes)[1]


@require_POST
@officer_required("accounts.manage")
def revoke(request: HttpRequest, token_id: UUID) -> HttpResponse:
    revoke_api_token(_acting(request), _get(ApiToken, token_id))
    messages.success(request, _("The key opens nothing any more."))
    return redirect("systems")


@officer_required("settings.manage")
def settings(request: HttpRequest) -> HttpResponse:
    initial = {key: value_of(key) for key, setting in setting_types().items() if setting.at_page}
    form = forms.NodeSettingsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            change_node_settings(_acting(request), form.cleaned_data)
        except Problem as problem:
            form.add_problem(problem)
        else:
            messages.success(request, _("Saved. The node takes it up when it is started the next time."))
            return redirect("settings")
    return render(request, "accounts/form.html", {"form": form, "title": _("Settings of the node"), "back": "administration"})


def _acting(request: HttpRequest) -> Officer:
    assert isinstance(request.user, Officer)  # noqa: S101  (for the type checker; the decorators see to it)
    return request.user


def _get(model: Any, row_id: UUID) -> Any:
    found = model.objects.filter(pk=row_id).first()
    if found is None:
        raise not_found(f"accounts.{model._meta.model_name}")
    return found
