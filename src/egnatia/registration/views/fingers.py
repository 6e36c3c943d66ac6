"""Fingerprints and photo: the hands with a state on each finger, files, missing fingers, photo; samples in the demo."""

from collections.abc import Iterable
from typing import cast
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from egnatia.accounts.models import Officer
from egnatia.accounts.policy import officer_required
from egnatia.base.errors import Problem, not_found
from egnatia.biometrics.actions.view_prints import view_capture
from egnatia.biometrics.models import Capture
from egnatia.biometrics.queries import captures_of, find_photo, is_waiting
from egnatia.registration.actions.take_captures import (
    drop_capture,
    miss_finger,
    require_open,
    take_finger,
    take_nist_file,
    take_photo,
)
from egnatia.registration.actions.take_from_scanner import take_from_scanner
from egnatia.registration.age import age_gate_of
from egnatia.registration.finger_files import by_position, is_nist
from egnatia.registration.forms.fingers import FingerFilesForm, MissingFingerForm, PhotoForm
from egnatia.registration.hand import finger_lines, hand_picture_of
from egnatia.registration.models import Draft
from egnatia.registration.queries import finger_problems, get_draft
from egnatia.registration.samples import find_source
from egnatia.registration.watched_folder import find_folder, scans
from egnatia.ui.forms import EgnatiaForm

_FORMS: dict[str, type[EgnatiaForm]] = {"files": FingerFilesForm, "missing": MissingFingerForm, "photo": PhotoForm}


def fingers(request: HttpRequest, draft: Draft) -> HttpResponse:
    """The page; each of its forms says by `do` what it is for."""
    try:
        require_open(request.user, draft)
    except Problem as problem:
        return _not_yet(request, draft, problem)
    forms = {name: kind(auto_id=f"{name}_%s") for name, kind in _FORMS.items()}
    if request.method == "POST":
        do = request.POST.get("do", "")
        if do == "continue":
            return _continue(request, draft)
        if do in forms:
            forms[do] = _FORMS[do](request.POST, request.FILES, auto_id=f"{do}_%s")
        if _did(request, draft, do, forms.get(do)):
            return redirect("registration_step", draft.pk, "fingers")
    folder = find_folder()
    context = {"draft": draft, "forms": forms, "all_forms": list(forms.values()), **_states(draft)}
    context |= {"has_scanner": folder is not None, "scans": scans(folder) if folder is not None else []}
    if (source := find_source()) is not None:
        context["samples"] = source.samples()
    return render(request, "registration/fingers.html", context)


@never_cache
@officer_required("registration.write")
def finger_states(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """The hands alone: what the page asks for again as long as a finger is being read."""
    draft = get_draft(request.user, draft_id)
    return render(request, "registration/parts/finger_states.html", {"draft": draft, **_states(draft)})


@never_cache
@officer_required("registration.write")
def capture_image(request: HttpRequest, draft_id: UUID, capture_id: UUID) -> HttpResponse:
    """A print or the photo of a draft, as a picture."""
    draft = get_draft(request.user, draft_id)
    capture = captures_of(draft.pk).filter(pk=capture_id).exclude(blob=None).first()
    if capture is None:
        raise not_found("biometrics.capture")
    content, media_type = view_capture(cast(Officer, request.user), capture)
    return HttpResponse(content, content_type=media_type)


def _did(request: HttpRequest, draft: Draft, do: str, form: EgnatiaForm | None) -> bool:
    """Do what was asked; what is refused stands on the page."""
    if do == "scan":
        return _took_scan(request, draft)
    try:
        if do == "sample":
            _use_sample(request, draft, request.POST.get("code", ""))
        elif do == "remove":
            _remove(request, draft, request.POST.get("finger", ""))
        elif form is None or not form.is_valid():
            return False
        elif do == "files":
            _take_files(request, draft, form)
        elif do == "missing":
            miss_finger(request.user, draft, form.cleaned_data["finger"], form.cleaned_data["reason"])
        else:
            take_photo(request.user, draft, form.cleaned_data["photo"].read())
    except Problem as problem:
        if form is None:
            raise
        form.add_problem(problem)
        return False
    return True


def _take_files(request: HttpRequest, draft: Draft, form: EgnatiaForm) -> None:
    files: list[UploadedFile[bytes]] = form.cleaned_data["images"]
    dpi = form.cleaned_data["dpi"]
    contents = [(file.name or "", file.read()) for file in files]
    for _name, content in (one for one in contents if is_nist(*one)):
        take_nist_file(request.user, draft, content)
    images = [one for one in contents if not is_nist(*one)]
    if form.cleaned_data["position"] and images:
        wanted = {int(form.cleaned_data["position"]): images[0][1]}
    else:
        wanted = dict(by_position(images))
    _take_each(request, draft, wanted.items(), dpi)


def _take_each(request: HttpRequest, draft: Draft, images: Iterable[tuple[int, bytes]], dpi: int | None) -> None:
    """Take all that can be taken; one bad file doesn't cost the other nine. The first that was refused is told."""
    refused: list[Problem] = []
    for position, image in images:
        try:
            take_finger(request.user, draft, position, image, dpi=dpi)
        except Problem as problem:
            refused.append(_of_finger(problem, position))
    if refused:
        raise refused[0]


def _of_finger(problem: Problem, position: int) -> Problem:
    message = _("Finger %(number)d: %(message)s") % {"number": position, "message": problem.message}
    return Problem(problem.code, message, problem.cure, status=problem.status, field="images", **problem.details)


def _use_sample(request: HttpRequest, draft: Draft, code: str) -> None:
    source = find_source()
    if source is None or code not in {sample.code for sample in source.samples()}:
        raise not_found("registration.sample")
    _take_each(request, draft, source.fingers(code).items(), None)
    if (photo := source.photo(code)) is not None:
        take_photo(request.user, draft, photo)


def _took_scan(request: HttpRequest, draft: Draft) -> bool:
    """A scan has no form of its own: what is refused stands above the page, with the list as it is now."""
    try:
        take_from_scanner(request.user, draft, request.POST.get("scan", ""))
    except Problem as problem:
        messages.error(request, f"{problem.message} {problem.cure}")
    return True


def _remove(request: HttpRequest, draft: Draft, finger: str) -> None:
    if finger == "photo":
        drop_capture(request.user, draft, kind=Capture.Kind.FACE)
    elif finger.isdecimal():
        drop_capture(request.user, draft, kind=Capture.Kind.FINGER, position=int(finger))
    else:
        raise not_found("biometrics.capture")


def _continue(request: HttpRequest, draft: Draft) -> HttpResponse:
    """To the review when all ten fingers are settled; prints still being read may be waited for there."""
    if "later" in request.POST:
        return redirect("registration_tasks", draft.pk)
    left = [problem for problem in finger_problems(draft) if problem.code != "registration.fingers.waiting"]
    for problem in left:
        messages.error(request, f"{problem.message} {problem.cure}")
    return redirect("registration_step", draft.pk, "fingers") if left else redirect("registration_review", draft.pk)


def _not_yet(request: HttpRequest, draft: Draft, problem: Problem) -> HttpResponse:
    """Notice or age are missing, or the age forbids it: lead to where that is settled."""
    gate = age_gate_of(draft.data or {})
    if gate is not None and not gate.takes_biometrics:
        return redirect("registration_child", draft.pk)
    messages.error(request, f"{problem.message} {problem.cure}")
    return redirect("registration_step", draft.pk, "notice" if problem.field == "notice" else "identity")


def _states(draft: Draft) -> dict[str, object]:
    lines = finger_lines(draft.pk)
    return {
        "lines": lines,
        "hand": hand_picture_of(lines),
        "photo": find_photo(draft.pk),
        "is_waiting": is_waiting(draft.pk),
        "settled": sum(line.is_settled for line in lines),
    }
