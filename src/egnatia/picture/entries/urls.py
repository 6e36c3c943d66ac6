"""Addresses of what is entered by hand, of files that are taken in, and of the way onward; part of `picture.urls`."""

from django.urls import path

from egnatia.picture.entries import views as entry
from egnatia.picture.views import onward

urlpatterns = [
    path("picture/onward/", onward.onward_page, name="picture_onward"),
    path("picture/entries/", entry.entries, name="picture_entries"),
    path("picture/entries/event/", entry.event, name="picture_enter_event"),
    path("picture/entries/incident/", entry.incident, name="picture_enter_incident"),
    path("picture/entries/file/", entry.take_file, name="picture_take_file"),
    path("picture/entries/<slug:sort>/<uuid:entry_id>/withdraw/", entry.withdraw, name="picture_withdraw_entry"),
]
