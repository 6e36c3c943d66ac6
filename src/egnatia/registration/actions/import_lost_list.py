"""Take over a list of lost and stolen documents, in place of the one before."""

import csv
from collections.abc import Iterable, Iterator
from itertools import islice

from django.db import transaction
from django.utils.translation import gettext as _

from egnatia import audit
from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.law.characters import clean_text
from egnatia.registration.lost_documents import key_of
from egnatia.registration.models import LostDocument, LostList

_BATCH = 5_000
_COLUMNS = {"issuer", "number"}


def import_lost_list(lines: Iterable[str], *, source: str) -> LostList:
    """Read a list and put it in force whole, or not at all.

    lines   of a CSV file with the columns `issuer` (three letters, as in the zone or of ISO 3166-1) and `number`; others are
            not read. Kept are keyed digests, not numbers
    source  what the list is called where it comes from, with its date

    Raises Problem `registration.lost_list.columns`, `registration.lost_list.line`, `law.text.…`.
    """
    name = clean_text(source, field="source", max_length=200)
    with transaction.atomic():
        LostDocument.objects.all().delete()
        LostList.objects.all().delete()
        keys = _keys(lines)
        while batch := [LostDocument(key=key) for key in islice(keys, _BATCH)]:
            LostDocument.objects.bulk_create(batch, ignore_conflicts=True)
        found = LostList.objects.create(source=name, documents=LostDocument.objects.count(), imported_at=clock.now())
        audit.record("registration.lost_list.imported", subject=found, documents=found.documents)
    return found


def _keys(lines: Iterable[str]) -> Iterator[str]:
    reader = csv.DictReader(lines)
    if not _COLUMNS <= set(reader.fieldnames or ()):
        raise Problem(
            "registration.lost_list.columns",
            _("The list lacks a column."),
            _("Its first line names the columns: issuer and number, with a comma between them."),
        )
    for row in reader:
        issuer, number = ((row[column] or "").strip().upper() for column in ("issuer", "number"))
        if not any(map(str.isalnum, number)) or not _is_issuer(issuer):
            raise Problem(
                "registration.lost_list.line",
                _("Line %(line)d of the list has no issuer of three letters, or no number.") % {"line": reader.line_num},
                _("Mend it; nothing of the list was taken over."),
                line=reader.line_num,
            )
        yield key_of(issuer, number)


def _is_issuer(code: str) -> bool:
    return code == "D" or (len(code) == 3 and code.isascii() and code.isalpha())
