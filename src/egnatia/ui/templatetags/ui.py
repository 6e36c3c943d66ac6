"""The components as template tags: `{% load ui %}`. Each has an example in docs/ui.md and on the style guide page."""

import datetime as dt
from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django import template
from django.core.paginator import Page
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from egnatia.ui import components, hands, languages, navigation
from egnatia.ui.dates import record_in_words
from egnatia.ui.figures import Figure

register = template.Library()
Text = components.Text


@register.simple_tag(takes_context=True)
def navigation_links(context: template.Context) -> list[navigation.Link]:
    """The entries of the bar that this request sees; none where it failed before anybody knew who asks. For base.html."""
    request = context.get("request")
    return navigation.links(request) if request is not None and hasattr(request, "user") else []


@register.simple_tag
def page_languages() -> list[languages.Language]:
    """The languages that the pages speak; for base.html."""
    return list(languages.page_languages())


@register.simple_tag
def tag(text: Text, colour: str = "grey") -> SafeString:
    """A state in a word. teal: under way; green: good; ochre: needs somebody; red: wrong, late; plum: special; grey: rest."""
    if colour not in components.COLOURS:
        raise template.TemplateSyntaxError(f"no tag colour {colour!r}; there are {', '.join(components.COLOURS)}")
    return format_html('<strong class="govuk-tag govuk-tag--{}">{}</strong>', colour, text)


@register.simple_tag
def button(text: Text, kind: str = "", name: str = "", value: str = "") -> SafeString:
    """A button that sends the form. kind: "", secondary or warning. A second press within a second is ignored."""
    return format_html(
        '<button type="submit" class="govuk-button{}" data-module="govuk-button" '
        'data-prevent-double-click="true"{}>{}</button>',
        f" govuk-button--{kind}" if kind else "",
        format_html(' name="{}" value="{}"', name, value) if name else "",
        text,
    )


@register.simple_tag
def button_link(text: Text, href: str, kind: str = "") -> SafeString:
    """A link that looks like a button; for what starts something and changes nothing."""
    css = f" govuk-button--{kind}" if kind else ""
    return format_html(
        '<a href="{}" role="button" draggable="false" class="govuk-button{}" data-module="govuk-button">{}</a>', href, css, text
    )


@register.simple_tag
def back_link(href: str, text: Text = "") -> SafeString:
    """The way back, in the block `before`."""
    return format_html('<a href="{}" class="govuk-back-link">{}</a>', href, text or _("Back"))


@register.simple_block_tag
def summary(content: SafeString, compact: bool = False) -> SafeString:
    """A summary list; its rows are `row` blocks."""
    css = "" if compact else " govuk-!-margin-bottom-6"
    return format_html('<dl class="govuk-summary-list{}">{}</dl>', css, content)


@register.simple_block_tag
def row(content: SafeString, key: Text, href: str = "", action: Text = "") -> SafeString:
    """A row of a summary list; with `href` it can be changed, and the link says what it changes."""
    link = SafeString("")
    if href:
        link = format_html(
            '<dd class="govuk-summary-list__actions"><a class="govuk-link" href="{}">{}<span class="govuk-visually-hidden">'
            " {}</span></a></dd>",
            href,
            action or _("Change"),
            key,
        )
    return format_html(
        '<div class="govuk-summary-list__row{}"><dt class="govuk-summary-list__key">{}</dt>'
        '<dd class="govuk-summary-list__value">{}</dd>{}</div>',
        "" if href else " govuk-summary-list__row--no-actions",
        key,
        content,
        link,
    )


@register.simple_block_tag
def table(content: SafeString, caption: Text, hidden_caption: bool = False) -> SafeString:
    """A dense table; holds thead and tbody. On a small screen it scrolls sideways by itself, by keyboard too."""
    size = "govuk-visually-hidden" if hidden_caption else "govuk-table__caption govuk-table__caption--m"
    return format_html(
        '<div class="eg-table-scroll" role="region" aria-label="{}" tabindex="0"><table class="govuk-table eg-table">'
        '<caption class="{}">{}</caption>{}</table></div>',
        caption,
        size,
        caption,
        content,
    )


@register.simple_block_tag
def inset(content: SafeString) -> SafeString:
    """A remark set apart."""
    return format_html('<div class="govuk-inset-text">{}</div>', content)


@register.simple_block_tag
def warning(content: SafeString) -> SafeString:
    """What must not be overlooked before acting."""
    return format_html(
        '<div class="govuk-warning-text"><span class="govuk-warning-text__icon" aria-hidden="true">!</span>'
        '<strong class="govuk-warning-text__text"><span class="govuk-visually-hidden">{}</span>{}</strong></div>',
        _("Warning:"),
        content,
    )


@register.simple_block_tag
def details(content: SafeString, text: Text, is_open: bool = False) -> SafeString:
    """Something most people don't need, one click away; opens without script."""
    return format_html(
        '<details class="govuk-details"{}><summary class="govuk-details__summary"><span class="govuk-details__summary-text">'
        '{}</span></summary><div class="govuk-details__text">{}</div></details>',
        SafeString(" open") if is_open else "",
        text,
        content,
    )


@register.simple_block_tag
def notification(content: SafeString, title: Text, kind: str = "") -> SafeString:
    """A banner inside a page. kind: "" or success. What follows an action belongs into django.contrib.messages instead."""
    mark = f"notice-{uuid4().hex[:8]}"
    return format_html(
        '<div class="govuk-notification-banner{}" role="region" aria-labelledby="{}" data-module="govuk-notification-banner" '
        'data-disable-auto-focus="true"><div class="govuk-notification-banner__header"><h2 '
        'class="govuk-notification-banner__title" id="{}">{}</h2></div><div class="govuk-notification-banner__content">{}</div>'
        "</div>",
        f" govuk-notification-banner--{kind}" if kind else "",
        mark,
        mark,
        title,
        content,
    )


@register.simple_block_tag
def panel(content: SafeString, title: Text) -> SafeString:
    """The confirmation that something is finished, such as a signed registration."""
    return format_html(
        '<div class="govuk-panel govuk-panel--confirmation"><h1 class="govuk-panel__title">{}</h1>'
        '<div class="govuk-panel__body">{}</div></div>',
        title,
        content,
    )


@register.simple_block_tag
def empty(content: SafeString, title: Text) -> SafeString:
    """A list with nothing in it: says so, and what would put something there."""
    return format_html(
        '<div class="eg-empty"><p class="eg-empty__title">{}</p><div class="govuk-body">{}</div></div>', title, content
    )


@register.simple_block_tag
def timeline(content: SafeString) -> SafeString:
    """Events in the order of time; holds `event` blocks."""
    return format_html('<div class="moj-timeline">{}</div>', content)


@register.simple_block_tag
def event(content: SafeString, title: Text, at: dt.datetime, by: Text = "") -> SafeString:
    """One event of a timeline."""
    byline = format_html('<p class="moj-timeline__byline"> {} {}</p>', _("by"), by) if by else ""
    return format_html(
        '<div class="moj-timeline__item"><div class="moj-timeline__header"><h2 class="moj-timeline__title">{}</h2>{}</div>'
        '<p class="moj-timeline__date">{}</p><div class="moj-timeline__description">{}</div></div>',
        title,
        byline,
        moment(at),
        content,
    )


@register.inclusion_tag("ui/components/tabs.html")
def tabs(items: Iterable[components.Tab], label: Text = "") -> dict[str, Any]:
    """Pages of one record as links."""
    return {"tabs": items, "label": label or _("Parts of this record")}


@register.inclusion_tag("ui/components/task_list.html")
def task_list(tasks: Iterable[components.Task], prefix: str = "task") -> dict[str, Any]:
    """Steps with their states."""
    return {"tasks": tasks, "prefix": prefix}


@register.inclusion_tag("ui/components/hands.html")
def hand_picture(fingers: Iterable[hands.Finger]) -> dict[str, Any]:
    """Two hands with a state on each finger."""
    return {"hands": hands.draw_hands(fingers), "key": hands.STATES.items()}


@register.inclusion_tag("ui/components/figure.html")
def figure(drawn: Figure, level: int = 2, saves: Iterable[components.Save] = (), hidden_title: bool = False) -> dict[str, Any]:
    """A figure with its table beside it. level: of its heading; saves: links under which it can be saved."""
    return {"figure": drawn, "level": level, "saves": saves, "hidden_title": hidden_title}


@register.inclusion_tag("ui/components/error_summary.html")
def error_summary(*forms: Any) -> dict[str, Any]:
    """All errors of the forms with links to their boxes; nothing when there are none. base.html shows it for `form`."""
    return {"items": list(components.error_items(forms))}


@register.inclusion_tag("ui/components/pagination.html", takes_context=True)
def pagination(context: template.Context, page: "Page[Any]", parameter: str = "page", **values: str) -> dict[str, Any]:
    """The way through a long list; keeps the rest of the address, with these values in it."""
    query = context["request"].GET.copy()
    for name, value in values.items():
        query[name] = value

    def href(number: int) -> str:
        return components.page_href(number, query, parameter=parameter)

    return {
        "page": page,
        "items": components.page_links(page, query, parameter=parameter),
        "previous": href(page.previous_page_number()) if page.has_previous() else "",
        "next": href(page.next_page_number()) if page.has_next() else "",
    }


@register.simple_tag
def moment(value: dt.datetime | dt.date | None) -> SafeString:
    """A time or a day, in words for people and in ISO for machines."""
    if value is None:
        return mark_safe("–")
    if isinstance(value, dt.datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        return format_html(
            '<time datetime="{}">{}</time>', local.isoformat(timespec="seconds"), date_format(local, "j F Y, H:i")
        )
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), date_format(value, "j F Y"))


@register.filter
def uncertain_date(value: dict[str, str] | None) -> str:
    """An uncertain date as it is known: "5 May 1990", "May 1990", "1990", "15 Saur 1370 (Solar Hijri) = 5 May 1991"."""
    return record_in_words(value) if value else "–"
