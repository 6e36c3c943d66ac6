"""Addresses of accounts: signing in, one's own account, administration."""

from allauth.account import views as sign_in
from allauth.mfa.totp.views import activate_totp
from csp.decorators import csp_update
from django.urls import include, path

from egnatia.accounts.views import administration, own

urlpatterns = [
    path("account/", own.account, name="account"),
    path("account/sign-in/", sign_in.login, name="account_login"),
    path("account/sign-out/", sign_in.logout, name="account_logout"),
    path("account/confirm/", sign_in.reauthenticate, name="account_reauthenticate"),
    path("account/password/", sign_in.password_change, name="account_change_password"),
    path("account/inactive/", sign_in.account_inactive, name="account_inactive"),
    # The picture to scan comes as data inside this one page; its address carries no secret then.
    path(
        "account/second-factor/totp/activate/",
        csp_update({"img-src": ["data:"]})(activate_totp),
        name="mfa_activate_totp",
    ),
    path("account/second-factor/", include("allauth.mfa.urls")),
    path("administration/", administration.index, name="administration"),
    path("administration/officers/", administration.officers, name="officers"),
    path("administration/officers/new/", administration.new_officer, name="new_officer"),
    path("administration/officers/<uuid:officer_id>/", administration.officer, name="officer"),
    path("administration/officers/<uuid:officer_id>/password/", administration.password, name="officer_password"),
    path(
        "administration/officers/<uuid:officer_id>/second-factor/", administration.second_factor, name="officer_second_factor"
    ),
    path("administration/units/", administration.units, name="units"),
    path("administration/systems/", administration.systems, name="systems"),
    path("administration/systems/<uuid:token_id>/revoke/", administration.revoke, name="revoke_token"),
    path("administration/settings/", administration.settings, name="settings"),
]
