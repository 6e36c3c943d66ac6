"""Try again now: one message, parked or not, or all that waits for a partner that is being left alone for a while."""

from django.db import transaction

from egnatia import audit
from egnatia.accounts.models import Officer
from egnatia.base.wake import wake_on_commit
from egnatia.exchange.actions.stopping import CHANGING, message_ended, require_channel, require_operator
from egnatia.exchange.gateways import Gateway
from egnatia.exchange.models import OutboxMessage, Partner
from egnatia.exchange.models.partners import update_lane


@transaction.atomic
def resend_message(officer: Officer | None, message: OutboxMessage) -> OutboxMessage:
    """It goes as soon as those before it in its correspondence have; the letter is the same, so nothing happens twice.

    Raises Problem `accounts.not_allowed`, `exchange.message.ended`.
    """
    require_operator(officer)
    resent = OutboxMessage.objects.filter(pk=message.pk, state__in=OutboxMessage.UNDER_WAY).update(
        state=OutboxMessage.State.WAITING, next_attempt_at=None, stopped_at=None, stopped_by=None, stopped_because=""
    )
    if not resent:
        raise message_ended()
    was_parked = message.state == OutboxMessage.State.PARKED
    message.refresh_from_db(fields=CHANGING)
    update_lane(message.partner.lane(Gateway(message.gateway)), next_attempt_at=None)
    wake_on_commit()
    audit.record(
        "exchange.message.resent",
        subject=message,
        officer=officer,
        partner=message.partner.code,
        message=message.kind,
        attempts=message.attempts,
        parked=was_parked,
    )
    return message


@transaction.atomic
def resend_all(officer: Officer | None, partner: Partner, gateway: Gateway = Gateway.MIGRATION) -> int:
    """How many messages are tried now. What is parked stays so: each was stopped for a reason of its own.

    Raises Problem `accounts.not_allowed`, `exchange.channel_closed`.
    """
    require_operator(officer)
    require_channel(partner)
    waiting = OutboxMessage.objects.filter(partner=partner, gateway=gateway, state=OutboxMessage.State.WAITING)
    count = waiting.update(next_attempt_at=None)
    update_lane(partner.lane(gateway), next_attempt_at=None)
    wake_on_commit()
    audit.record(
        "exchange.partner.resent", subject=partner, officer=officer, partner=partner.code, gateway=gateway.value, messages=count
    )
    return count
