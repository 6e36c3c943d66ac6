"""Reading our own letters again. Their signature needs no check: they never left this node's database."""

import json
from base64 import urlsafe_b64decode

from egnatia.exchange.messages import Message, read_message
from egnatia.exchange.models import OutboxMessage


def read_own(sent: OutboxMessage) -> Message | None:
    """What a message of ours says; None once its letter has been emptied."""
    if sent.letter is None:
        return None
    payload = sent.letter.split(".")[1]
    return read_message(json.loads(urlsafe_b64decode(payload + "=" * (-len(payload) % 4))))
