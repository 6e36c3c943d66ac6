"""The outlook's address; `urls` includes it."""

from django.urls import path

from egnatia.picture.outlook import views

urlpatterns = [path("picture/outlook/", views.outlook_page, name="picture_outlook")]
