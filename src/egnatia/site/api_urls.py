"""Addresses below /api/: the API, its page, and a problem for everything else."""

from django.urls import path, re_path

from egnatia.site.api import api, nothing_here
from egnatia.site.views.api_page import api_page

urlpatterns = [
    path("v1/", api_page, name="api_page"),
    path("v1/", api.urls),
    re_path("", nothing_here),
]
