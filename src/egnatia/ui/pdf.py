"""Letters, receipts and reports as tagged PDF (PDF/UA-1), by Typst.

A template lies in `<package>/typst/<name>.typ` and begins with

    #import "/ui/typst/page.typ": data, facts, page
    #show: page

`data` is what was given to `render_pdf`; `data.title` and `data.language` must be there. Nothing is read or loaded but the
templates and the fonts of the build, so the same data gives the same bytes on every machine.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

import typst
from django.core.serializers.json import DjangoJSONEncoder

from egnatia.base import clock
from egnatia.base.errors import Problem

ROOT = Path(__file__).resolve().parent.parent
FONTS = ROOT / "ui" / "static" / "ui" / "built" / "pdf-fonts"


class _Encoder(DjangoJSONEncoder):
    """Also images: bytes become a list of numbers, which `image(bytes(data.photo))` takes."""

    def default(self, value: Any) -> Any:
        return list(value) if isinstance(value, bytes | bytearray) else super().default(value)


def render_pdf(template: str, data: dict[str, Any]) -> bytes:
    """Fill the Typst template `package/name.typ` with `data`.

    data   JSON values, dates, UUIDs, translated strings and bytes of images; `title` (the document's name) and `language`
           (a code of ours, such as `sr-latn` or `ar`) are needed by whoever has it read out
    Raises Problem `ui.pdf.no_fonts` where the front end isn't built, `ui.pdf.failed` where the template doesn't compile.
    """
    package, _, name = template.partition("/")
    source = ROOT / package / "typst" / name
    inputs = {"data": json.dumps(data, cls=_Encoder)}
    try:
        compiler = typst.Compiler(source, root=ROOT, font_paths=_fonts(), sys_inputs=inputs)
        result = compiler.compile(format="pdf", pdf_standards="ua-1", timestamp=int(clock.now().timestamp()))
    except RuntimeError as error:  # also the base of typst.TypstError, and what a missing file raises
        raise Problem(
            "ui.pdf.failed", f"The document {template} can't be made: {error}", "Tell your operator.", status=500
        ) from error
    return bytes(result) if isinstance(result, bytes) else b"".join(result or [])


@cache
def _fonts() -> typst.Fonts:
    """The fonts of the build and no others: a machine's own would change the pages from node to node."""
    if not list(FONTS.glob("*.ttf")):
        raise Problem(
            "ui.pdf.no_fonts", "The fonts for documents are not built.", "Run: python -m egnatia.ui.build", status=500
        )
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
