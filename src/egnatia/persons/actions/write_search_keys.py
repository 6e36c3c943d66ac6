"""Keep the look-up keys of a data set or a child's note in step with what it holds."""

from egnatia.persons.models import ChildNote, DataSet, SearchKey
from egnatia.persons.search_keys import keys_of


def write_search_keys(row: DataSet | ChildNote) -> None:
    """Make the row findable by what it says now."""
    owner = {"data_set": row} if isinstance(row, DataSet) else {"child_note": row}
    SearchKey.objects.bulk_create(
        SearchKey(person_id=row.person_id, kind=key.kind, key=key.key, **owner) for key in sorted(keys_of(row.elements or {}))
    )


def remove_search_keys(row: DataSet | ChildNote) -> int:
    """Make the row impossible to find by its content; how many keys went."""
    owner = {"data_set": row} if isinstance(row, DataSet) else {"child_note": row}
    removed, _ = SearchKey.objects.filter(**owner).delete()
    return removed
