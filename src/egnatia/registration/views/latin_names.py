"""Likely Latin forms while a name is being typed: the part of the form that the page asks for again."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from egnatia.accounts.policy import officer_required
from egnatia.registration.forms.identity import IdentityForm


@never_cache
@require_POST
@officer_required("registration.write", "registration.correct")
def latin_names(request: HttpRequest) -> HttpResponse:
    """For the names that the form holds now. Nothing is kept."""
    return render(request, "registration/parts/latin_names.html", {"form": IdentityForm(request.POST)})
