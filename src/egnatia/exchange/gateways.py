"""The two gateways, and what keeps them apart on the wire: keys, letters, lanes, log of their own; see decision 0012.

Which one a letter went through is said by the key that signed it: `MK:sign:1`, `MK:law-sign:1`.
"""

from enum import StrEnum

from egnatia.base.errors import Problem


class Gateway(StrEnum):
    """By their codes in `law.gateways()`."""

    MIGRATION = "migration"
    LAW_ENFORCEMENT = "law_enforcement"

    @property
    def key_prefix(self) -> str:
        """What keys of this gateway have before their use in their names: `MK:law-sign:1`."""
        return "" if self is Gateway.MIGRATION else "law-"

    @property
    def path(self) -> str:
        """Where a node takes letters of this gateway."""
        return "/exchange/v1/messages" if self is Gateway.MIGRATION else "/exchange/v1/law-enforcement/messages"

    def name_of(self, partner: str) -> str:
        """As its first log and as a witness: a partner's code, and for law enforcement `egnatia/MK/law-enforcement`."""
        return partner if self is Gateway.MIGRATION else f"egnatia/{partner}/law-enforcement"

    def log_of(self, partner: str, number: int) -> str:
        """The name of a partner's first, second … log: `MK`, `MK/2`; each is signed under the name of the first."""
        name = self.name_of(partner)
        return name if number == 1 else f"{name}/{number}"


def read_gateway(text: str) -> Gateway:
    """As an operator types it: migration, law-enforcement. Raises Problem `exchange.gateway_unknown`."""
    try:
        return Gateway(text.strip().lower().replace("-", "_"))
    except ValueError as error:
        raise Problem(
            "exchange.gateway_unknown",
            f"{text[:40]!r} is no gateway.",
            "Name one of: migration, law-enforcement.",
            field="gateway",
        ) from error


def wrong_gateway() -> Problem:
    """A purpose or kind of one gateway came in by the other, under the partner's signature."""
    return Problem(
        "exchange.wrong_gateway",
        "This belongs to the other gateway: migration and law enforcement never mix.",
        "Send it to that gateway's address, signed with its own key.",
        status=403,
    )


def key_of_other_gateway() -> Problem:
    """The key that is named belongs to the other gateway. Of its own, as nobody has proved yet who wrote that name."""
    return Problem(
        "exchange.key_of_other_gateway",
        "This key belongs to the other gateway: migration and law enforcement never mix.",
        "Sign with a key of this gateway.",
        status=403,
    )


def gateway_closed() -> Problem:
    """The law-enforcement gateway, where nothing was agreed or one of the two has no keys for it."""
    return Problem(
        "exchange.gateway_closed",
        "The law-enforcement gateway is closed between these two partners.",
        "Ask the partner's police by the channel that you use today, or have agreement and keys put into the federation list.",
        status=403,
    )
