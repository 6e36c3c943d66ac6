"""What a page may load: only from its own node, and no script or style inside the page.

A name of a person that slips through as markup can then run nothing and tell nobody. Read by django-csp.
"""

from typing import Any

SELF = "'self'"
NONE = "'none'"

CONTENT_SECURITY_POLICY: dict[str, Any] = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "blob:"],  # blob: shows the photo just taken, before it is sent
        "media-src": [SELF, "blob:"],
        "connect-src": [SELF],  # htmx
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
