"""Addresses of releases; part of `picture.urls`."""

from django.urls import path

from egnatia.picture.releases import views as releases

urlpatterns = [
    path("picture/releases/", releases.releases, name="picture_releases"),
    path("picture/releases/new/", releases.new_release, name="picture_new_release"),
    path("picture/releases/<int:number>/", releases.release_page, name="picture_release"),
    path("picture/releases/<int:number>.<slug:kind>", releases.save_release, name="picture_save_release"),
]
