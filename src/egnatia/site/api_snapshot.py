"""Writes docs/reference/openapi.json from the program. A test refuses a stale one: a change of the API is a change to review.

python -m egnatia.site.api_snapshot
"""

import json
import os
from typing import Any

from egnatia.site.reference_docs import FOLDER

PLACE = FOLDER / "openapi.json"


def description() -> dict[str, Any]:
    """The API as OpenAPI 3.1, the same as at /api/v1/openapi.json."""
    from egnatia.site.api import api

    return json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/v1/"), default=str))  # type: ignore[no-any-return]


def text() -> str:
    """The file's content."""
    return json.dumps(description(), indent=2, ensure_ascii=False) + "\n"


def main() -> None:
    """Write the file."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "egnatia.site.settings")
    import django

    django.setup()
    PLACE.parent.mkdir(parents=True, exist_ok=True)
    PLACE.write_text(text(), encoding="utf-8")


if __name__ == "__main__":
    main()
