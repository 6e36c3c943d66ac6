"""The entry point of the web server."""

import os

from django.core.wsgi import get_wsgi_application

from egnatia.site.warming import warm_up_soon

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "egnatia.site.settings")
application = get_wsgi_application()
warm_up_soon()
