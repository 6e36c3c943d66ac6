"""Addresses of the examiner's desk, below `examine/`."""

from django.urls import path

from egnatia.registration.examine import views

urlpatterns = [
    path("", views.candidates, name="examine"),
    path("<uuid:candidate_id>/", views.candidate, name="examine_candidate"),
    path("<uuid:candidate_id>/sheet.png", views.sheet, name="examine_sheet"),
    path("<uuid:candidate_id>/<str:side>-<int:position>.png", views.finger, name="examine_print"),
]
