"""Entering events and findings by hand, and taking in files."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from egnatia.accounts.policy import officer_required
from egnatia.base.errors import Problem
from egnatia.picture import indicators, places
from egnatia.picture.actions.enter_event import enter_event, enter_incident
from egnatia.picture.actions.import_file import import_file
from egnatia.picture.actions.withdraw_entry import withdraw_entry
from egnatia.picture.entries.forms import EventForm, ImportForm, IncidentForm
from egnatia.picture.imports.layouts import layout_names
from egnatia.picture.models import Event, Incident
from egnatia.picture.queries.entries import batches, events_by_hand, get_entry, incidents_by_hand
from egnatia.picture.series_words import source_name
from egnatia.picture.tabs import picture_tabs
from egnatia.registration.forms.countries import country_names, name_of

_SHOWN = 25


@require_safe
@officer_required("picture.import")
def entries(request: HttpRequest) -> HttpResponse:
    """What was entered lately, and the files taken in."""
    entered: list[Event | Incident] = [*events_by_hand()[:_SHOWN], *incidents_by_hand()[:_SHOWN]]
    typed = [_row_of(one) for one in entered]
    typed.sort(key=lambda row: row["entry"].recorded_at, reverse=True)
    files = [(batch, layout_names().get(batch.layout, batch.layout), source_name(batch.source)) for batch in batches()[:_SHOWN]]
    return render(
        request, "picture/entry/entries.html", {"rows": typed[:_SHOWN], "files": files, "tabs": picture_tabs(request)}
    )


@officer_required("picture.import")
@require_http_methods(["GET", "HEAD", "POST"])
def event(request: HttpRequest) -> HttpResponse:
    """An event of one or more persons."""
    return _entry(request, EventForm(_sent(request)), "picture/entry/event.html")


@officer_required("picture.import")
@require_http_methods(["GET", "HEAD", "POST"])
def incident(request: HttpRequest) -> HttpResponse:
    """A finding without persons."""
    return _entry(request, IncidentForm(_sent(request)), "picture/entry/incident.html")


@require_POST
@officer_required("picture.import")
def withdraw(request: HttpRequest, sort: str, entry_id: UUID) -> HttpResponse:
    """Take back an entry."""
    withdraw_entry(request.user, get_entry(sort, entry_id))
    messages.success(request, _("Withdrawn. The counts follow within seconds."))
    return redirect("picture_entries")


@officer_required("picture.import")
@require_http_methods(["GET", "HEAD", "POST"])
def take_file(request: HttpRequest) -> HttpResponse:
    """A file of counts: the whole of it, or nothing, with everything that has to be mended."""
    form = ImportForm(_sent(request), request.FILES or None)
    errors: list[dict[str, Any]] = []
    in_all = 0
    if request.method == "POST" and form.is_valid():
        (file,) = form.cleaned_data["file"]
        try:
            done = import_file(request.user, file.read(), file.name or "", **form.values())
        except Problem as problem:
            errors, in_all = problem.details.get("errors", []), problem.details.get("in_all", 0)
            form.add_problem(problem)
        else:
            for remark in done.remarks:
                messages.warning(request, str(remark))
            messages.success(request, _words_of(done.rows, done.changed, is_known=done.is_known))
            return redirect("picture_entries")
    return render(request, "picture/entry/import.html", {"form": form, "faults": errors, "in_all": in_all})


def _entry(request: HttpRequest, form: EventForm | IncidentForm, template: str) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            if isinstance(form, EventForm):
                enter_event(request.user, **form.values())
            else:
                enter_incident(request.user, **form.cleaned_data)
        except Problem as problem:
            form.add_problem(problem)
        else:
            messages.success(request, _("Entered. The counts follow within seconds."))
            return redirect(request.path if "another" in request.POST else "picture_entries")
    return render(request, template, {"form": form, "country_names": country_names()})


def _sent(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _row_of(entry: Event | Incident) -> dict[str, Any]:
    if isinstance(entry, Event):
        group = indicators.groups().get(entry.group)
        name = indicators.event_kinds()[entry.kind].name
        what, many, sort = f"{name}: {group.name}" if group else name, entry.persons, "event"
        who = ", ".join(part for part in (name_of(entry.nationality), entry.age_band, entry.sex) if part)
    else:
        kind = indicators.incident_kinds()[entry.kind]
        what, many, sort, who = f"{kind.name}: {kind.types[entry.type]}", entry.many, "incident", ""
    return {"entry": entry, "what": what, "who": who, "many": many, "sort": sort, "where": places.name_of(entry.place)}


def _words_of(rows: int, changed: int, *, is_known: bool) -> str:
    if is_known:
        return _("This file was taken in before: nothing changed.")
    return _("%(rows)d rows read, %(changed)d figures changed.") % {"rows": rows, "changed": changed}
