"""What every template may name."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from egnatia import law
from egnatia.site.demo.accounts import demo_accounts
from egnatia.site.demo.region import PASSWORD
from egnatia.site.tour import tour_of


def node(request: HttpRequest) -> dict[str, Any]:
    """`node` (partner, name), `is_demo`, the footnotes that a name of the region needs; the demo's tour and accounts."""
    return {
        "node": settings.NODE,
        "is_demo": settings.IS_DEMO,
        "footnotes": [f"* {partner.footnote}" for partner in law.partners().values() if partner.footnote],
        "tour": tour_of(request) if settings.IS_DEMO else None,
        "demo_accounts": demo_accounts if settings.IS_DEMO else None,
        "demo_password": PASSWORD if settings.IS_DEMO else "",
    }
