"""A report's document as PDF."""

from datetime import datetime
from typing import Any

from egnatia.base import clock
from egnatia.reports.document import Piece
from egnatia.reports.drawing import drawn_in, figure_of
from egnatia.ui.pdf import render_pdf


def pdf_of(document: dict[str, Any], moment: datetime) -> bytes:
    """Tagged PDF (PDF/UA-1). The same document and moment give the same bytes: `moment` is the date inside the file."""
    with drawn_in(document["language"]):
        chapters = [
            chapter | {"pieces": [_with_drawing(piece) for piece in chapter["pieces"]]} for chapter in document["chapters"]
        ]
    with clock.frozen(moment):
        return render_pdf("reports/report.typ", document | {"chapters": chapters})


def _with_drawing(piece: Piece) -> Piece:
    return piece | {"svg": figure_of(piece).svg} if piece["kind"] == "figure" else piece
