"""Park a message: it isn't tried until somebody resends it, and what comes after it in its correspondence waits with it."""

from django.db import transaction

from egnatia import audit
from egnatia.accounts.models import Officer
from egnatia.exchange.actions.stopping import read_reason, require_operator, stop_message
from egnatia.exchange.models import OutboxMessage


@transaction.atomic
def park_message(officer: Officer | None, message: OutboxMessage, reason: str) -> OutboxMessage:
    """Clocks of the law run on meanwhile. One that is parked already gets the new reason.

    Raises Problem `accounts.not_allowed`, `exchange.reason_missing`, `exchange.message.ended`.
    """
    require_operator(officer)
    reason = read_reason(reason)
    stop_message(officer, message, OutboxMessage.State.PARKED, reason=reason)
    audit.record(
        "exchange.message.parked",
        subject=message,
        officer=officer,
        why=reason,
        partner=message.partner.code,
        message=message.kind,
        attempts=message.attempts,
    )
    return message
