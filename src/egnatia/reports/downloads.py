"""A report as it stands in one language: composed while it is a draft, as it was issued afterwards; and as a file."""

import json
from datetime import datetime
from typing import Any

from egnatia.reports.compose import compose
from egnatia.reports.files import pdf_of
from egnatia.reports.models import Report
from egnatia.reports.queries.gather import canonical
from egnatia.reports.queries.reports import find_edition

#: Ending of the file → its media type.
KINDS = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}


def document_of(report: Report, language: str) -> dict[str, Any]:
    """The frozen document of an issued report, else the draft's. Raises Problem `reports.language_unknown`."""
    edition = find_edition(report, language) if report.is_issued else None
    found: dict[str, Any] = json.loads(edition.content) if edition else compose(report, language)
    return found


def write_document(report: Report, document: dict[str, Any], kind: str) -> bytes:
    """`pdf`, `xlsx` or `json`. Raises KeyError for another kind."""
    moment = report.issued_at or report.vintage
    if kind == "json":
        return canonical(document).encode()
    return {"pdf": pdf_of, "xlsx": _xlsx_of}[kind](document, moment)


def _xlsx_of(document: dict[str, Any], moment: datetime) -> bytes:
    from egnatia.reports.spreadsheet import xlsx_of  # brings in openpyxl, which most processes of a node never need

    return xlsx_of(document, moment)
