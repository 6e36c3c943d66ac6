"""Addresses of the statistics."""

from django.urls import include, path, re_path

from egnatia.oversight.views import statistics

_MONTH = r"(?P<month>\d{4}-\d{2})"
_pages = [
    path("", statistics.months, name="statistics"),
    re_path(rf"^{_MONTH}/$", statistics.month_page, name="statistics_month"),
    re_path(rf"^{_MONTH}/released/$", statistics.released_page, name="statistics_released"),
    re_path(rf"^{_MONTH}\.(?P<kind>csv|xlsx)$", statistics.save_month, name="save_statistics"),
    re_path(rf"^{_MONTH}/released\.(?P<kind>csv|xlsx)$", statistics.save_released, name="save_released_statistics"),
]
urlpatterns = [path("statistics/", include(_pages))]
