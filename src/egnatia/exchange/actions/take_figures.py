"""Keep the counts that a partner sent."""

from egnatia.exchange.actions.incoming import Incoming
from egnatia.exchange.messages.content import Content
from egnatia.exchange.messages.figures import Figures
from egnatia.exchange.messages.service import Receipt
from egnatia.exchange.models import PartnerFigures


def take_figures(incoming: Incoming) -> Content:
    """The latest ones count; older ones that arrive later are left aside."""
    content = incoming.message.content
    assert isinstance(content, Figures)  # noqa: S101  (the table of handlers says so)
    figures, made_at = PartnerFigures.objects.filter(partner=incoming.partner).first(), incoming.message.made_at
    if figures is None:
        figures = PartnerFigures(partner=incoming.partner, as_of=made_at)
    elif figures.as_of > made_at:
        return Receipt()
    figures.registered, figures.waiting, figures.as_of = content.registered, content.waiting, made_at
    figures.channels, figures.quotas = dict(content.channels), dict(content.quotas)
    figures.save()
    return Receipt()
