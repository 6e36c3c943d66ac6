"""The pictures of a person's record: photo, and the sheet of fingers."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from egnatia.accounts.policy import officer_required
from egnatia.base.errors import not_found
from egnatia.biometrics.actions.view_prints import view_capture
from egnatia.biometrics.queries import find_photo
from egnatia.persons.models import DataSet
from egnatia.persons.queries import get_data_set
from egnatia.registration.actions.view_fingers import view_fingers


@require_safe
@officer_required("person.read")
def photo(request: HttpRequest, person_id: UUID, data_set_id: UUID) -> HttpResponse:
    """The face that was photographed for one data set."""
    capture = find_photo(_data_set_of(request, person_id, data_set_id))
    if capture is None:
        raise not_found("biometrics.capture")
    content, media_type = view_capture(request.user, capture)  # type: ignore[arg-type]
    return _unstored(content, media_type)


@require_safe
@officer_required("person.read")
def fingers(request: HttpRequest, person_id: UUID, data_set_id: UUID) -> HttpResponse:
    """Ten fingers, small, thumb to little finger, right hand first."""
    content = view_fingers(request.user, _data_set_of(request, person_id, data_set_id))  # type: ignore[arg-type]
    return _unstored(content, "image/png")


def _data_set_of(request: HttpRequest, person_id: UUID, data_set_id: UUID) -> DataSet:
    data_set = get_data_set(request.user, data_set_id)
    if data_set.person_id != person_id:
        raise not_found("persons.data_set")
    return data_set


def _unstored(content: bytes, media_type: str) -> HttpResponse:
    """Nothing of it stays in a browser's or a proxy's cache."""
    return HttpResponse(content, content_type=media_type, headers={"Cache-Control": "no-store"})
