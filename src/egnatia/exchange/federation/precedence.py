"""Once a federation list is applied, it decides who is a partner; member files by themselves don't."""

from django.utils.translation import gettext

from egnatia.base.errors import Problem
from egnatia.exchange.federation.in_force import is_governed


def refuse_beside_the_list() -> None:
    """Raises Problem `exchange.list.decides`."""
    if is_governed():
        raise Problem(
            "exchange.list.decides",
            gettext("The federation list decides who is a partner, by which keys and at which address."),
            gettext(
                "Change it by the ceremony: partners propose, sign, apply. A suspension by this node alone: partners resume."
            ),
            status=409,
        )
