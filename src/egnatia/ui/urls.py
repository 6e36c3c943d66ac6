"""The style guide, and the meaning of a date that is being typed."""

from django.urls import path

from egnatia.ui import conversions, styleguide

urlpatterns = [
    path("styleguide/", styleguide.styleguide, name="styleguide"),
    path("dates/conversion/", conversions.date_conversion, name="date_conversion"),
]
