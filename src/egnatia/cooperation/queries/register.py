"""The register of databases, tools and needs."""

from uuid import UUID

from django.db.models import QuerySet

from egnatia.base.errors import not_found
from egnatia.cooperation.models import RegisterEntry


def register_entries(*, partner: str = "", kind: str = "") -> QuerySet[RegisterEntry]:
    """By partner, kind and name; "" leaves a thing open."""
    wanted = {key: value for key, value in {"partner": partner, "kind": kind}.items() if value}
    return RegisterEntry.objects.filter(**wanted)


def get_register_entry(entry_id: UUID) -> RegisterEntry:
    """Raises Problem `cooperation.register_entry.not_found`."""
    entry = RegisterEntry.objects.select_related("changed_by").filter(pk=entry_id).first()
    if entry is None:
        raise not_found("cooperation.register_entry")
    return entry
