"""The security flag of a registration, for those who may see one: set, look at it again, remove."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from egnatia import law
from egnatia.accounts import policy
from egnatia.accounts.policy import officer_required
from egnatia.base.errors import Problem, not_found
from egnatia.persons.actions.flag_data_set import SET, remove_security_flag, review_security_flag, set_security_flag
from egnatia.persons.actions.read_person import read_person
from egnatia.persons.actions.read_security_flags import READ, read_security_flags
from egnatia.persons.models import DataSet, SecurityFlag
from egnatia.persons.queries import find_by_reference, partners_to_consult
from egnatia.registration.forms.security_flag import RemoveFlagForm, SecurityFlagForm


@require_http_methods(["GET", "POST"])
@officer_required(READ)
def security_flag(request: HttpRequest, person_id: UUID, data_set_id: UUID) -> HttpResponse:
    """What it rests on, who looked at it last; and what may be done."""
    data_set = _get(request, person_id, data_set_id)
    flag = read_security_flags(request.user, [data_set.reference_number]).get(data_set.reference_number)
    forms = _forms(request, data_set, flag) if policy.may(request.user, SET) else {}
    if request.method == "POST" and forms and _act(request, data_set, flag, forms):
        return redirect("person_data_sets", person_id)
    context = {
        "data_set": data_set,
        "category": law.category(data_set.category),
        "flag": flag,
        "grounds": [law.security_flag_grounds()[code].name for code in (flag.grounds or [] if flag else [])],
        **forms,
    }
    return render(request, "registration/person/security_flag.html", context)


@require_safe
@officer_required(READ)
def flag_under_review(request: HttpRequest, flag_id: UUID) -> HttpResponse:
    """From a limit to the page of its flag."""
    flag = SecurityFlag.objects.filter(pk=flag_id).first()
    data_set = find_by_reference(flag.reference_number) if flag else None
    if data_set is None:
        raise not_found("persons.data_set")
    return redirect("security_flag", data_set.person_id, data_set.pk)


def _forms(request: HttpRequest, data_set: DataSet, flag: SecurityFlag | None) -> dict[str, Any]:
    """The one that was sent filled."""
    sent = request.POST.get("decision")
    before = {"grounds": flag.grounds, "authority": flag.authority} if flag else {}
    forms: dict[str, Any] = {"set_form": SecurityFlagForm(request.POST if sent == "set" else None, initial=before)}
    if flag is not None:
        partners = partners_to_consult(data_set)
        forms["remove_form"] = RemoveFlagForm(request.POST if sent == "remove" else None, partners=partners)
    return forms


def _act(request: HttpRequest, data_set: DataSet, flag: SecurityFlag | None, forms: dict[str, Any]) -> bool:
    """Do what was decided; False where a form has to be shown again."""
    sent = request.POST.get("decision")
    form = forms.get(f"{sent}_form")
    try:
        if sent == "review" and flag is not None:
            review_security_flag(request.user, flag)
            messages.success(request, _("The flag stays; the next review is counted from now."))
            return True
        if form is None or not form.is_valid():
            return False
        if sent == "set":
            set_security_flag(request.user, data_set, **form.cleaned_data)
            messages.success(request, _("The security flag is set."))
        elif flag is not None:
            remove_security_flag(request.user, data_set, flag, **form.cleaned_data)
            messages.success(request, _("The flag is removed. Whoever was told of it hears."))
        return True
    except Problem as problem:
        if problem.status == 403 or form is None:
            raise
        form.add_problem(problem)
        return False


def _get(request: HttpRequest, person_id: UUID, data_set_id: UUID) -> DataSet:
    """The data set in force; opening it here is a look at the person's data sets, as any other."""
    person = read_person(request.user, person_id, part="data_sets")
    found = next((one for one in person.data_sets.all() if one.pk == data_set_id and one.is_active), None)
    if found is None:
        raise not_found("persons.data_set")
    return found
