"""Documents of connected systems: a zone is read, held against what was declared, and nothing of it is kept."""

from django.http import HttpRequest
from ninja import Router

from egnatia import law
from egnatia.accounts.api_auth import account_of, require_purpose
from egnatia.base.json_fields import REFUSALS
from egnatia.registration.actions.read_zone import read_zone
from egnatia.registration.api_schemas import DocumentIn, DocumentOut
from egnatia.registration.document.facts import facts_of

router = Router()
_REGISTERING = "MIG"
#: Identity and documents are the same in the lists of all categories.
_CORE = 1


@router.post("/documents/read", response={200: DocumentOut, **REFUSALS}, summary="Read a document's machine-readable zone")
def read_document_zone(request: HttpRequest, document: DocumentIn) -> DocumentOut:
    """Field by field, with corrections to choose from and what differs from what was declared. Nothing is kept."""
    require_purpose(request, _REGISTERING)
    declared = law.clean_elements(_CORE, document.elements, complete=False)
    reading = read_zone(account_of(request), document.zone, photo=document.photo)
    return DocumentOut(**facts_of(reading, declared))
