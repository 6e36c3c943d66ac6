"""What parking and dropping a message have in common: a reason, and one row that says who, when and why."""

from django.utils.translation import gettext

from egnatia.accounts import policy
from egnatia.accounts.models import Officer
from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.exchange.models import OutboxMessage, Partner

MAX_REASON = 500
#: What changes about a message under way. Its letter doesn't, and isn't opened for it.
CHANGING = ("state", "attempts", "next_attempt_at", "last_problem", "stopped_at", "stopped_by", "stopped_because")


def read_reason(reason: str) -> str:
    """Without spaces around it, and no longer than is kept. Raises Problem `exchange.reason_missing`."""
    if not reason.strip():
        raise Problem(
            "exchange.reason_missing",
            gettext("Say why."),
            gettext("Write a sentence that others will understand."),
            field="reason",
        )
    return reason.strip()[:MAX_REASON]


def require_operator(officer: Officer | None) -> None:
    """None is the operator at the machine itself. Raises Problem `accounts.not_allowed`."""
    if officer is not None:
        policy.require(officer, "partners.manage")


def require_channel(partner: Partner) -> None:
    """Raises Problem `exchange.channel_closed`."""
    if not partner.is_confirmed:
        raise Problem(
            "exchange.channel_closed",
            gettext("Nothing is sent to a partner that is suspended or not confirmed."),
            gettext("Confirm the partner first: what waits then goes by itself."),
            status=409,
        )


def stop_message(officer: Officer | None, message: OutboxMessage, state: OutboxMessage.State, *, reason: str) -> OutboxMessage:
    """Write it down, unless the partner's answer was faster. Raises Problem `exchange.message.ended`."""
    stopped = OutboxMessage.objects.filter(pk=message.pk, state__in=OutboxMessage.UNDER_WAY).update(
        state=state, stopped_at=clock.now(), stopped_by=officer, stopped_because=reason
    )
    if not stopped:
        raise message_ended()
    message.refresh_from_db(fields=CHANGING)
    return message


def message_ended() -> Problem:
    """409: nothing is left to be stopped or sent."""
    return Problem(
        "exchange.message.ended",
        gettext("This message has been answered, withdrawn or dropped meanwhile."),
        gettext("Nothing is to be done about it; look at the queue again."),
        status=409,
    )
