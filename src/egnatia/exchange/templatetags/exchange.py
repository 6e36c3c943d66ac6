"""Tags of the exchange's pages."""

from uuid import UUID

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from egnatia import law
from egnatia.exchange import queries
from egnatia.exchange.late import late_now
from egnatia.exchange.messages.figures import SMALLEST_TOLD
from egnatia.exchange.models import Evidence
from egnatia.exchange.queries import LimitOfEvidence
from egnatia.ui.components import Tab

register = template.Library()


@register.simple_tag
def purpose_name(code: str) -> str:
    """What a purpose is called, with its code."""
    known = law.purposes().get(code)
    return f"{known.name} ({code})" if known else code


@register.simple_tag
def told(count: int) -> str:
    """A count of the public counter: 0 stands for nought to four."""
    return f"{count:,}" if count else _("under %(n)s") % {"n": SMALLEST_TOLD}


@register.simple_tag
def limit_of(due: dict[UUID, LimitOfEvidence], piece: Evidence) -> LimitOfEvidence | None:
    """By when a piece of evidence has to be decided, while that runs."""
    return due.get(piece.pk)


@register.simple_tag
def request_tabs(current: str) -> list[Tab]:
    """The pages under "Requests from partners"."""
    return [
        Tab(_("Data asked for"), reverse("partner_requests"), current == "requests", queries.count_requests_waiting()),
        Tab(_("Evidence"), reverse("exchange_evidence"), current == "evidence", queries.count_evidence_waiting()),
        Tab(_("Searches"), reverse("partner_searches"), current == "searches"),
        Tab(_("Late"), reverse("late_exchange"), current == "late", len(late_now())),
        Tab(_("Standing rules"), reverse("standing_rules"), current == "rules"),
    ]
