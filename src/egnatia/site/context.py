"""What every template may name."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def node(request: HttpRequest) -> dict[str, Any]:
    """`node` (partner, name) and `is_demo`."""
    return {"node": settings.NODE, "is_demo": settings.IS_DEMO}
