"""The entry point of the web server."""

import os
from importlib import import_module

from django.conf import settings

from egnatia.base.loading import loading

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "egnatia.site.settings")
with loading():
    from django.core.wsgi import get_wsgi_application

    from egnatia.site.warming import warm_up_soon

    application = get_wsgi_application()
    import_module(settings.ROOT_URLCONF)  # the first page needn't
warm_up_soon()
