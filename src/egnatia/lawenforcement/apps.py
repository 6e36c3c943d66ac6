"""Django's handle on the package, and its entries in the bar: each role sees the one place where it works."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LawEnforcementConfig(AppConfig):
    name = "egnatia.lawenforcement"
    label = "lawenforcement"

    def ready(self) -> None:
        from egnatia.accounts import policy
        from egnatia.lawenforcement.queries.lists import count_to_examine, count_to_verify
        from egnatia.lawenforcement.queries.partners import count_to_release
        from egnatia.lawenforcement.rules import ASK, EXAMINE, OVERSEE, RELEASE, VERIFY
        from egnatia.ui.navigation import Entry, add

        add(
            Entry(
                _("Law-enforcement requests"), "law_requests", order=40, visible=lambda request: policy.may(request.user, ASK)
            ),
            Entry(
                _("Requests to verify"),
                "law_verifying",
                order=41,
                visible=lambda request: policy.may(request.user, VERIFY),
                count=lambda request: count_to_verify(request.user),
            ),
            Entry(
                _("Prints to compare"),
                "law_examine",
                order=42,
                visible=lambda request: policy.may(request.user, EXAMINE),
                count=lambda request: count_to_examine(request.user),
            ),
            Entry(
                _("Data for partners"),
                "law_releases",
                order=43,
                visible=lambda request: policy.may(request.user, RELEASE),
                count=lambda request: count_to_release(request.user),
            ),
            Entry(_("Law-enforcement log"), "law_log", order=68, visible=lambda request: policy.may(request.user, OVERSEE)),
        )
