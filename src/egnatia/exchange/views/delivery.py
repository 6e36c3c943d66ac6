"""Messages under way: what waits for whom and why; try it now, park it, give it up."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from egnatia.accounts import policy
from egnatia.accounts.models import Officer
from egnatia.accounts.policy import officer_required
from egnatia.base.errors import Problem
from egnatia.exchange import queries
from egnatia.exchange.actions.drop_message import NEVER_DROPPED, drop_message
from egnatia.exchange.actions.park_message import park_message
from egnatia.exchange.actions.resend_message import resend_all, resend_message
from egnatia.exchange.delivery import outbox
from egnatia.exchange.delivery.forms import QueueFilterForm, ReasonForm
from egnatia.exchange.gateways import Gateway
from egnatia.exchange.kind_names import kind_name, what_follows
from egnatia.exchange.models import OutboxMessage, Partner
from egnatia.exchange.views import gateway_choice, gateway_of, officer_of

_PER_PAGE = 25
_COLOURS = {"open": "green", "late": "red", "closed": "grey"}
_Stop = Callable[[Officer | None, OutboxMessage, str], OutboxMessage]


@officer_required("exchange.read")
def delivery_queue(request: HttpRequest) -> HttpResponse:
    """Each partner's queue with its age and what keeps it, and the messages, the oldest first."""
    form = QueueFilterForm(request.GET if {"partner", "state"} & request.GET.keys() else None)
    gateway = gateway_of(request)
    found = outbox.under_way(*form.wanted(), gateway)
    page = Paginator(found, _PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "queues": [_queue_row(queue) for queue in outbox.queues(gateway)],
        "filter": form,
        "page": page,
        "rows": [_message_row(outbox.as_queued(message)) for message in page],
        "asked": form.is_bound,
        "may_manage": policy.may(request.user, "partners.manage"),
        **gateway_choice(request, gateway),
    }
    return render(request, "exchange/queue.html", context)


@officer_required("partners.manage")
@require_POST
def resend_one(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """Try a message now, parked or not."""
    message = outbox.get_message(str(message_id))
    _try(request, lambda: resend_message(officer_of(request), message), _("The message is tried again now."))
    return _back_to(Gateway(message.gateway))


@officer_required("partners.manage")
@require_POST
def resend_partner(request: HttpRequest, code: str) -> HttpResponse:
    """Try all that waits for a partner now."""
    partner, gateway = queries.get_partner(code), gateway_of(request)
    done = _("All that waits for the partner is tried again now.")
    _try(request, lambda: resend_all(officer_of(request), partner, gateway), done)
    return _back_to(gateway)


@officer_required("partners.manage")
def park_one(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """Park a message: asks why."""
    done = _("The message is parked until somebody resends it.")
    return _stop(request, message_id, park_message, done, template="exchange/park_message.html")


@officer_required("partners.manage")
def drop_one(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """Give a message up: says what follows, and asks why."""
    done = _("The message is given up.")
    return _stop(request, message_id, drop_message, done, template="exchange/drop_message.html")


def _stop(request: HttpRequest, message_id: UUID, stop: _Stop, done: str, *, template: str) -> HttpResponse:
    message = outbox.get_message(str(message_id))
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            stop(officer_of(request), message, form.cleaned_data["reason"])
        except Problem as problem:
            form.add_problem(problem)
        else:
            messages.success(request, done)
            return _back_to(Gateway(message.gateway))
    context = {
        "message": message,
        "form": form,
        "kind": kind_name(message.kind),
        "consequence": what_follows(message.kind),
        "never_dropped": message.kind in NEVER_DROPPED,
        "behind": _behind_in_words(outbox.count_behind(message)),
    }
    return render(request, template, context)


def _back_to(gateway: Gateway) -> HttpResponse:
    """The page of messages under way, of the gateway at which something was done."""
    path = reverse("delivery_queue")
    return redirect(path if gateway is Gateway.MIGRATION else f"{path}?gateway={gateway}")


def _try(request: HttpRequest, act: Callable[[], object], done: str) -> None:
    try:
        act()
    except Problem as problem:
        messages.error(request, f"{problem.message} {problem.cure}")
    else:
        messages.success(request, done)


def _queue_row(queue: outbox.PartnerQueue) -> dict[str, Any]:
    words = {
        "open": _("Open"),
        "late": _("Late"),
        "closed": _("No agreement") if queue.gateway is Gateway.MIGRATION else _("Closed"),
    }
    state = Partner.State(queue.partner.state)
    return {
        "queue": queue,
        "label": words[queue.channel] if queue.partner.is_confirmed else state.label,
        "colour": _COLOURS[queue.channel],
        "age": outbox.age_in_words(queue.oldest),
    }


def _message_row(row: outbox.QueuedMessage) -> dict[str, Any]:
    return {
        "row": row,
        "message": row.message,
        "kind": kind_name(row.message.kind),
        "age": outbox.age_in_words(row.message.made_at),
        "behind": _behind_in_words(row.behind),
        "may_be_dropped": row.message.kind not in NEVER_DROPPED,
    }


def _behind_in_words(count: int) -> str:
    if not count:
        return ""
    return ngettext("%(count)d message waits for it", "%(count)d messages wait for it", count) % {"count": count}
