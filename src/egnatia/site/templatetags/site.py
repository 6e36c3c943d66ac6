"""Tags of the first screen and of the page This week."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from egnatia.site.section_weeks import Weeks
from egnatia.site.today import Cell
from egnatia.ui.templatetags.ui import tag

register = template.Library()


@register.simple_tag
def count(value: int | None, smallest_shown: int = 0) -> str:
    """A figure; one from 1 to below `smallest_shown` isn't told exactly; unknown is a dash."""
    if value is None:
        return "–"
    return _("under %(n)s") % {"n": smallest_shown} if 0 < value < smallest_shown else f"{value:,}"


@register.simple_tag
def channel(cell: Cell) -> SafeString:
    """A cell of the table of channels, in a colour and in words; what is used of today's searches in a second line."""
    words = {
        "self": "–",
        "open": _("Open"),
        "late": _("Late"),
        "used": _("Quota used"),
        "closed": _("No agreement"),
        "suspended": _("Suspended"),
    }
    css = {"used": "late", "suspended": "closed"}.get(cell.state, cell.state if cell.state in words else "unknown")
    share = cell.state not in ("self", "used", "closed", "suspended") and cell.used
    more = format_html("<br><small>{}</small>", _("%(share)d%% used") % {"share": 10 * cell.used}) if share else ""
    return format_html('<td class="eg-channel--{}">{}{}</td>', css, words.get(cell.state, _("Not told yet")), more)


@register.simple_tag
def week_change(weeks: Weeks) -> SafeString | str:
    """Rise or fall in a word, then by how many; a dash where there is nothing to compare."""
    if not weeks.change:
        return "–" if weeks.change is None else _("No change")
    words = {"rise": tag(_("Rise"), "ochre"), "fall": tag(_("Fall"), "teal"), "same": _("No clear change")}
    return format_html("{} ({})", words[weeks.direction], f"{weeks.change:+,}")
