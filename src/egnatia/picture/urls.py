"""Addresses of the picture."""

from django.urls import include, path

urlpatterns = [
    path("", include("egnatia.picture.alarm_urls")),
]
