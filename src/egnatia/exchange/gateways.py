"""What keeps the two gateways apart on the wire. Of the one for law enforcement only the refusals exist; see decision 0012."""

from enum import StrEnum

from egnatia.base.errors import Problem


class Gateway(StrEnum):
    """By their codes in `law.gateways()`."""

    MIGRATION = "migration"
    LAW_ENFORCEMENT = "law_enforcement"


#: Keys of the other gateway are named with this before their use: `MK:law-sign:1`.
LAW_ENFORCEMENT_KEYS = "law-"


def wrong_gateway() -> Problem:
    """A purpose of one gateway came in by the other, under the partner's signature."""
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
    """No node answers the police of a partner yet."""
    return Problem(
        "exchange.gateway_closed",
        "The law-enforcement gateway takes no letters yet.",
        "Ask the partner's police by the channel that you use today.",
        status=403,
    )
