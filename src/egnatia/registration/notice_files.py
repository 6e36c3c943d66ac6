"""The notice as a file to hand out: the partner's own PDF where it uploaded one, else the shipped text set by Typst."""

from pathlib import Path

from egnatia import law
from egnatia.base import node
from egnatia.ui.pdf import render_pdf


def find_own_file(language: str) -> Path | None:
    """The PDF that the partner uploaded for a language of the law's list, if it did."""
    path = own_file(language)
    return path if path.is_file() else None


def own_file(language: str) -> Path:
    """Where that PDF lies or would lie. Raises Problem `law.notice.unknown` for a language that isn't in the list."""
    return node.current().folder("law", "notices") / f"{law.notice(language).language}.pdf"


def read_notice(language: str) -> bytes:
    """The PDF to hand out. Raises Problem `law.notice.unknown`, `ui.pdf.failed`."""
    own = find_own_file(language)
    return own.read_bytes() if own is not None else _typeset(law.notice(language))


def _typeset(notice: law.Notice) -> bytes:
    return render_pdf(
        "registration/notice.typ",
        {
            "title": notice.title,
            "language": notice.language,
            "node": node.current().name,
            "sections": [{"heading": section.heading, "text": section.text} for section in notice.sections],
            "footer": notice.footnote,
        },
    )
