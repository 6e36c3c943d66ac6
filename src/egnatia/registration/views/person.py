"""A person's record: each part a page of its own, each look an entry in the person's access log."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from egnatia.accounts import policy
from egnatia.accounts.policy import officer_required
from egnatia.base.errors import not_found
from egnatia.biographics.queries import suggestions_about
from egnatia.persons.actions.flag_data_set import SET as SET_FLAG
from egnatia.persons.actions.read_person import read_person
from egnatia.persons.actions.read_security_flags import read_security_flags
from egnatia.persons.models import DataSet
from egnatia.registration.hand import finger_lines, hand_picture_of
from egnatia.registration.models import NoticeGiven
from egnatia.registration.record import history, searches
from egnatia.registration.record.data_sets import element_rows, registrations_of
from egnatia.registration.record.header import Header, head_of, may_see_prints, tabs_of
from egnatia.registration.record.sequence import may_read_released, together_with

READ = "person.read"


@require_safe
@officer_required(READ)
def summary(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Who it is, what is in force, what was found, what may be done."""
    header = _open(request, person_id, "summary")
    data_set = header.data_set
    context = {
        "rows": element_rows(data_set.category, data_set.elements or {}) if data_set else _note_rows(header),
        "together": together_with(request.user, header.person),
        "suggested": suggestions_about(header.person),
        "may_read_released": may_read_released(request.user),
        "regional": searches.regional_searches_of(header.person, most=1),
        "clocks": [one for one in history.clocks_of(header.person) if one.colour in ("red", "teal")],
        "notice": NoticeGiven.objects.filter(data_set__reference_number=header.reference).first() if data_set else None,
        "may_register": policy.may(request.user, "registration.write"),
    }
    return _page(request, header, "summary", **context)


@require_safe
@officer_required(READ)
def data_sets(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Every registration with all its versions."""
    header = _open(request, person_id, "data_sets")
    references = [one.reference_number for one in header.person.data_sets.all()]
    flags = read_security_flags(request.user, references)
    may_flag = policy.may(request.user, SET_FLAG)
    return _page(request, header, "data_sets", registrations=registrations_of(header.person, flags), may_flag=may_flag)


@require_safe
@officer_required(READ)
def fingerprints(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """The hands with a state on each finger; pictures only for whoever may see prints."""
    header = _open(request, person_id, "fingerprints")
    data_set = _chosen(header, request.GET.get("data_set", ""))
    lines = finger_lines(data_set)  # type: ignore[arg-type]  # reads a data set's captures as well as a draft's
    has_images = any(line.capture is not None and line.capture.blob for line in lines)
    context = {
        "data_set": data_set,
        "choices": [one.newest for one in registrations_of(header.person) if one.newest.status != DataSet.Status.ERASED],
        "lines": lines,
        "hand": hand_picture_of(lines),
        "shows_prints": has_images and may_see_prints(request.user),
        "has_images": has_images,
    }
    return _page(request, header, "fingerprints", **context)


@require_safe
@officer_required(READ)
def searched(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """What was searched, and what came of it."""
    header = _open(request, person_id, "searches")
    context = {
        "candidates": searches.candidates_about(header.person),
        "local": (local := searches.local_searches_of(header.person)),
        "missing_parts": any(row.search.missing_parts for row in local),
        "regional": searches.regional_searches_of(header.person),
    }
    return _page(request, header, "searches", **context)


@require_safe
@officer_required(READ)
def timeline(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """What was done, and by when something has to be."""
    header = _open(request, person_id, "timeline")
    page, lines = history.timeline_of(header.person, request.GET.get("page"))
    return _page(request, header, "timeline", page=page, lines=lines, clocks=history.clocks_of(header.person))


@require_safe
@officer_required(READ)
def access_log(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Who looked at this person's data, when and why; this look included."""
    header = _open(request, person_id, "access_log")
    page, lines = history.looks_at(header.person, request.GET.get("page"))
    shows_where = policy.may(request.user, "access_log.read")
    return _page(request, header, "access_log", page=page, lines=lines, shows_where=shows_where)


def _open(request: HttpRequest, person_id: UUID, part: str) -> Header:
    via = request.GET.get("via", "")
    person = read_person(request.user, person_id, part=part, why=via if via in history.REASONS else "")
    header = head_of(person)
    if header.data_set is None and part in ("data_sets", "fingerprints", "searches"):
        raise not_found("persons.data_set")
    return header


def _page(request: HttpRequest, header: Header, part: str, **context: Any) -> HttpResponse:
    may_correct = policy.may(request.user, "registration.correct")
    context |= {"header": header, "tabs": tabs_of(header, part), "may_correct": may_correct}
    response = render(request, f"registration/person/{part}.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _note_rows(header: Header) -> Any:
    """A child's note has no category; its elements are those that any registration has."""
    return element_rows(1, header.note.elements or {}) if header.note else ()


def _chosen(header: Header, data_set_id: str) -> DataSet:
    """The data set that the address names, else the one that the header shows."""
    known = {str(one.pk): one for one in header.person.data_sets.all() if one.status != DataSet.Status.ERASED}
    if data_set_id and data_set_id not in known:
        raise not_found("persons.data_set")
    chosen = known.get(data_set_id) or header.data_set
    if chosen is None:
        raise not_found("persons.data_set")
    return chosen
