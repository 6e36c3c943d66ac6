"""Addresses of the reports to the ministers."""

from django.urls import include, path, re_path

from egnatia.reports.views import editing, reading

_NUMBER = r"(?P<number>[A-Z]{2}-\d{4}-\d+)"
_pages = [
    path("", reading.reports, name="reports"),
    path("draft/", editing.draft, name="draft_report"),
    re_path(rf"^{_NUMBER}/$", reading.report_page, name="report"),
    re_path(rf"^{_NUMBER}\.(?P<kind>pdf|xlsx|json)$", reading.save, name="save_report"),
    re_path(rf"^{_NUMBER}/check/$", reading.check, name="check_report"),
    re_path(rf"^{_NUMBER}/passage/$", editing.passage, name="edit_passage"),
    re_path(rf"^{_NUMBER}/issue/$", editing.issue, name="issue_report"),
]
urlpatterns = [path("reports/", include(_pages))]
