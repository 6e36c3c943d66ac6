"""The node's own list of lost and stolen documents: which list it is, and whether a document is in it."""

from egnatia.base import sealing
from egnatia.engines.documents.codes import iso_code
from egnatia.registration.models import LostDocument, LostList


def find_list() -> LostList | None:
    """The list that the node was given last."""
    return LostList.objects.first()


def find_lost(issuer: str, number: str) -> bool | None:
    """Is the document in the list? None where the node has none. `issuer`: as in the zone, or by ISO 3166-1."""
    if find_list() is None:
        return None
    return LostDocument.objects.filter(key=key_of(issuer, number)).exists()


def key_of(issuer: str, number: str) -> str:
    """The keyed digest of a document; blanks, hyphens and the like in its number don't count."""
    return sealing.search_key("lost_document", f"{iso_code(issuer)}/{''.join(filter(str.isalnum, number))}")
