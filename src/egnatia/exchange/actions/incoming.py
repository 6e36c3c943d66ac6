"""What a handler of a partner's message gets, and what it gives back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from egnatia.exchange.gateways import Gateway
from egnatia.exchange.messages import Message
from egnatia.exchange.messages.content import Content
from egnatia.exchange.models import Partner


@dataclass(frozen=True, slots=True)
class Incoming:
    """A message whose signatures, fields, purpose and place in its correspondence have been checked.

    digest    of the letter: what an answer names
    gateway   by which it came
    """

    partner: Partner
    message: Message
    digest: str
    received_at: datetime
    gateway: Gateway = Gateway.MIGRATION

    @property
    def correspondence(self) -> UUID:
        return self.message.correspondence

    @property
    def purpose(self) -> str:
        return self.message.purpose or ""


#: What is to be done in the transaction; it returns the answer's content.
Plan = Callable[[], Content]
#: Reads what takes time, outside the transaction, and says what is to be done inside it.
#: A Problem below status 500, from either, is told to the partner as a final refusal; any other makes it try again later.
Handler = Callable[[Incoming], Plan]


def at_once(answer: Callable[[Incoming], Content]) -> Handler:
    """A handler that has nothing to prepare."""
    return lambda incoming: lambda: answer(incoming)
