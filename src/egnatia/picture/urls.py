"""Addresses of the picture."""

from django.urls import include, path

from egnatia.picture.explore import views as explore
from egnatia.picture.situation import views as situation
from egnatia.picture.views import asked, quality

urlpatterns = [
    path("picture/", situation.picture, name="picture"),
    path("picture/situation/", situation.situation_page, name="picture_situation"),
    path("picture/explore/", explore.explore_page, name="picture_explore"),
    path("picture/explore/<slug:what>.<slug:kind>", explore.save, name="picture_explore_save"),
    path("picture/quality/", quality.quality_page, name="picture_quality"),
    path("picture/asked/", asked.asked_page, name="picture_asked"),
    path("", include("egnatia.picture.analysis.urls")),
    path("", include("egnatia.picture.outlook.urls")),
    path("", include("egnatia.picture.alarms.urls")),
    path("", include("egnatia.picture.entries.urls")),
    path("", include("egnatia.picture.releases.urls")),
]
