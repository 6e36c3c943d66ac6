"""Tags of the working group's pages."""

from datetime import date

from django import template
from django.urls import reverse
from django.utils.html import format_html, urlize
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from egnatia import law
from egnatia.cooperation import queries
from egnatia.cooperation.models import Commitment, Item, RegisterEntry
from egnatia.cooperation.queries import commitments
from egnatia.cooperation.queries.channels import Pair
from egnatia.cooperation.queries.days import standing_of
from egnatia.law.agreements import KINDS
from egnatia.law.commitments import THEMES
from egnatia.ui.components import Tab
from egnatia.ui.templatetags.ui import moment, tag

register = template.Library()
_COLOURS = {
    Item.State.PLANNED: "grey",
    Item.State.UNDER_WAY: "teal",
    Item.State.DONE: "green",
    Item.State.DROPPED: "grey",
    Commitment.State.OPEN: "teal",
    RegisterEntry.State.IN_USE: "green",
    RegisterEntry.State.WANTED: "ochre",
    RegisterEntry.State.ENDING: "plum",
}


@register.filter
def linked(text: str) -> SafeString:
    """A text whose addresses are links."""
    return SafeString(urlize(text, nofollow=True, autoescape=True).replace("<a href", '<a class="govuk-link" href'))


@register.simple_tag
def working_group_tabs(current: str) -> list[Tab]:
    """The pages of the working group; commitments carry the number of late ones."""
    late = queries.late_commitments().count()
    pages = (
        ("working_group", _("Overview"), 0),
        ("programme", _("Work programme"), 0),
        ("commitments", _("Commitments"), late),
        ("register_of_tools", _("Databases and needs"), 0),
        ("joint_operations", _("Joint operations"), 0),
        ("channels_and_agreements", _("Channels and agreements"), 0),
        ("differences", _("Differences"), 0),
        ("members", _("Members"), 0),
    )
    return [Tab(text, reverse(name), name == current, count) for name, text, count in pages]


@register.simple_tag
def due(due_on: date | None, is_open: bool = True) -> SafeString:
    """A day, and in a word whether it has passed or is near."""
    standing = standing_of(due_on, is_open=is_open)
    if due_on is None:
        return format_html('<span class="govuk-hint">{}</span>', _("No day set"))
    if standing == "late":
        return format_html("{} {}", moment(due_on), tag(_("Late"), "red"))
    return format_html("{} {}", moment(due_on), tag(_("Soon"), "ochre")) if standing == "soon" else moment(due_on)


@register.simple_tag
def state_tag(row: Item | Commitment | RegisterEntry) -> SafeString:
    """The state of an item, commitment or entry of the register."""
    return tag(row.get_state_display(), _COLOURS.get(row.state, "grey"))  # type: ignore[call-overload]


@register.simple_tag
def kept_by(owner: str) -> str:
    """Who does an item of the programme."""
    return law.partner(owner).name if owner else _("All six together")


@register.simple_tag
def partner_name(code: str) -> str:
    return law.partner(code).name


@register.simple_tag
def owner_name(owner: str) -> str:
    """Who answers for a commitment."""
    return commitments.owner_name(owner)


@register.simple_tag
def theme_name(theme: str) -> str:
    return str(THEMES.get(theme, theme))


@register.simple_tag
def kind_name(kind: str) -> str:
    """What a kind of agreement is called."""
    return str(KINDS[kind])


@register.simple_tag
def cite(source: law.Source) -> str:
    """Act and article."""
    return law.cite(source)


@register.simple_tag
def recurrence(months: int) -> str:
    """How often something comes again."""
    words = {0: _("Once"), 1: _("Every month"), 12: _("Every year")}
    return words[months] if months in words else _("Every %(months)d months") % {"months": months}


@register.simple_tag
def pair_cell(pair: Pair) -> SafeString:
    """A cell of the six by six: the channel in a colour and in words, the agreements by their first letters."""
    words = {"self": "–", "open": _("Open"), "late": _("Late"), "closed": _("Closed"), "unknown": _("Not told yet")}
    state = pair.state if pair.state in words else "unknown"
    marks = format_html('<br><span class="eg-numbers">{}</span>', _letters(pair)) if state != "self" else ""
    return format_html('<td class="eg-channel--{}">{}{}</td>', state, words[state], marks)


def _letters(pair: Pair) -> SafeString:
    if not pair.kinds:
        return format_html('<abbr title="{}">?</abbr>', _("No agreement is known: to be confirmed by the partners"))
    shown = [format_html('<abbr title="{}">{}</abbr>', KINDS[kind], letter_of(kind)) for kind in pair.kinds]
    return SafeString(" ".join(shown))


@register.simple_tag
def letter_of(kind: str) -> str:
    """What stands for a kind of agreement in a narrow cell."""
    return {"readmission": _("R"), "police": _("P"), "automated_exchange": _("A")}[kind]
