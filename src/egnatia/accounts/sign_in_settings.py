"""Settings of the sign-in library (django-allauth): user name and password, then a one-time code or a security key."""

from egnatia.base import node

_NODE = node.find_current()

AUTHENTICATION_BACKENDS = ["egnatia.accounts.backends.OfficerBackend"]
ACCOUNT_ADAPTER = "egnatia.accounts.adapters.SignInAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
MFA_ADAPTER = "egnatia.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = f"Egnatia {_NODE.partner}" if _NODE else "Egnatia"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = bool(_NODE and _NODE.url.startswith("http://localhost"))
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/my-work/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_FORMS = {"login": "egnatia.accounts.forms.SignInForm"}
