"""Addresses of cross-tables; `urls` includes them."""

from django.urls import path

from egnatia.picture.analysis import views

urlpatterns = [
    path("picture/tables/", views.crosstab_page, name="picture_crosstab"),
    path("picture/tables/table.<slug:kind>", views.save_crosstab, name="picture_crosstab_save"),
]
