"""The style guide."""

from django.urls import path

from egnatia.ui import styleguide

urlpatterns = [path("styleguide/", styleguide.styleguide, name="styleguide")]
