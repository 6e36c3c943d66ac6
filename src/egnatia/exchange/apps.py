"""The exchange's place in the bar."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExchangeConfig(AppConfig):
    name = "egnatia.exchange"
    label = "exchange"

    def ready(self) -> None:
        from egnatia.accounts import policy
        from egnatia.exchange import queries
        from egnatia.ui import navigation

        navigation.add(
            navigation.Entry(
                _("Requests from partners"),
                "partner_requests",
                order=60,
                visible=lambda request: policy.may(request.user, "exchange.read"),
                count=lambda request: queries.count_requests_waiting() + queries.count_evidence_waiting(),
            ),
        )
