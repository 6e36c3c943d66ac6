"""Django's settings, all of them read from the node's own directory.

Without a node (`makemigrations`, type checks) an empty database in memory stands in, and nothing can be served.
"""

from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from egnatia.base import keys, node
from egnatia.site.databases import database_settings
from egnatia.ui.csp import CONTENT_SECURITY_POLICY  # noqa: F401  (read by django-csp)

NODE = node.find_current()
PACKAGE = Path(__file__).resolve().parent.parent

DEBUG = False
SECRET_KEY = keys.load(NODE.directory / "keys").django.hex() if NODE else "no node, nothing is served"
ALLOWED_HOSTS: list[str] = NODE.setting("allowed_hosts", ["localhost", "127.0.0.1", "[::1]"]) if NODE else []
IS_DEMO = bool(NODE and NODE.setting("demo", False))
IS_SECURE = bool(NODE and NODE.url.startswith("https://"))

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "egnatia.ui",
    "egnatia.accounts",  # before allauth, whose templates it replaces
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "csp",
    "egnatia.base",
    "egnatia.law",
    "egnatia.audit",
    "egnatia.deadlines",
    "egnatia.persons",
    "egnatia.biometrics",
    "egnatia.biographics",
    "egnatia.exchange",
    "egnatia.registration",
    "egnatia.lawenforcement.apps.LawEnforcementConfig",
    "egnatia.picture",
    "egnatia.cooperation",
    "egnatia.oversight",
    "egnatia.reports",
    "egnatia.site.apps.SiteConfig",
]

MIDDLEWARE = [
    "egnatia.site.middleware.ProxyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "egnatia.site.middleware.OfficerMiddleware",
    "egnatia.accounts.middleware.SignInPolicyMiddleware",
    "egnatia.site.middleware.ProblemMiddleware",
]

ROOT_URLCONF = "egnatia.site.urls"
WSGI_APPLICATION = "egnatia.site.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "egnatia.site.context.node",
            ]
        },
    }
]
FORM_RENDERER = "egnatia.ui.forms.KitRenderer"

DATABASES = {"default": database_settings(NODE)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "django_cache"}}

AUTH_USER_MODEL = "accounts.Officer"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

SESSION_COOKIE_NAME = f"egnatia_{NODE.partner.lower()}_{NODE.port}" if NODE else "egnatia"
SESSION_COOKIE_AGE = 60 * (NODE.setting("session_minutes", 30) if NODE else 30)
SESSION_SAVE_EVERY_REQUEST = True
SESSION_COOKIE_HTTPONLY = SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = f"{SESSION_COOKIE_NAME}_csrf"
LANGUAGE_COOKIE_NAME = f"{SESSION_COOKIE_NAME}_language"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = IS_SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if NODE and NODE.setting("behind_proxy", False) else None
SECURE_REDIRECT_EXEMPT = ["^metrics$"]  # read on this machine, where no TLS is
SECURE_HSTS_SECONDS = 31536000 if IS_SECURE else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "egnatia.ui.views.stale_form"
CSRF_TRUSTED_ORIGINS = [NODE.url] if NODE else []

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_TZ = True
TIME_ZONE = NODE.setting("time_zone", "Europe/Skopje") if NODE else "UTC"

STATIC_URL = "static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

DATA_UPLOAD_MAX_MEMORY_SIZE = 64 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 64 * 1024 * 1024  # never written to a temporary file in clear
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]

from egnatia.accounts.sign_in_settings import *  # noqa: E402, F403  (allauth's own settings)
