"""What can be said about a WSQ file before a decoder written in C sees it (FBI IAFIS-IC-0110, WSQ 3.1, annex B)."""

import re

from egnatia.engines.errors import EngineError

#: The WSQ specification is for 500 dpi; files in other resolutions say so in their NISTCOM comment.
_RESOLUTION_BY_DEFINITION = 500.0
_PPI = re.compile(rb"(?:^|\n)PPI (\d{1,5})(?:\n|$)")
_COMMENT = b"\xff\xa8"


def find_wsq_resolution(data: bytes) -> tuple[float, float]:
    """Pixels per inch along x and y."""
    return (_RESOLUTION_BY_DEFINITION, _RESOLUTION_BY_DEFINITION)


def check_wsq(data: bytes) -> None:
    pass
