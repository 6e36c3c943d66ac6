"""Sign what waits for a partner once more, where the key that signed it was revoked before the partner answered."""

from django.db import transaction

from egnatia.exchange import envelope
from egnatia.exchange.keys import OwnKeys
from egnatia.exchange.log.entries import signed_anew, write_entries
from egnatia.exchange.models import OutboxMessage


def sign_anew_if_revoked(message: OutboxMessage, own: OwnKeys) -> None:
    """The same words under the key in use now. The first letter's digest is kept: the partner may have answered that."""
    if not message.letter or own.signing.is_trusted(envelope.key_number(message.letter)):
        return
    message.earlier_digest = message.earlier_digest or message.digest
    message.letter = envelope.sign_anew(message.letter, own)
    message.digest = envelope.digest(message.letter)
    with transaction.atomic():
        message.save(update_fields=["letter", "digest", "earlier_digest"])
        write_entries(signed_anew(message.letter), gateway=own.gateway)
