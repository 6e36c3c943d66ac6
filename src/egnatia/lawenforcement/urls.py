"""Addresses of the law-enforcement gateway; none of them lies below a page of migration, nor the other way round."""

from django.urls import include, path

from egnatia.lawenforcement.views import examining, oversight, receiving, requests, verifying

_pages = [
    path("requests/", requests.requests, name="law_requests"),
    path("requests/new/", requests.new_request, name="law_new_request"),
    path("requests/<uuid:request_id>/", requests.request_page, name="law_request"),
    path("requests/<uuid:request_id>/change/", requests.edit_request, name="law_edit_request"),
    path("requests/<uuid:request_id>/submit/", requests.submit, name="law_submit_request"),
    path("requests/<uuid:request_id>/discard/", requests.discard, name="law_discard_request"),
    path("requests/<uuid:request_id>/answer/", requests.answer, name="law_answer"),
    path("requests/<uuid:request_id>/keep/", requests.keep, name="law_keep"),
    path("requests/<uuid:request_id>/close/", requests.close, name="law_close"),
    path("requests/<uuid:request_id>/erased/", requests.erased, name="law_confirm_erasure"),
    path("verify/", verifying.desk, name="law_verifying"),
    path("verify/<uuid:request_id>/", verifying.sheet, name="law_verify"),
    path("verify/<uuid:request_id>/approve/", verifying.approve, name="law_approve"),
    path("verify/<uuid:request_id>/refuse/", verifying.refuse, name="law_refuse"),
    path("examine/", examining.hits, name="law_examine"),
    path("examine/<uuid:hit_id>/", examining.hit, name="law_examine_hit"),
    path("examine/<uuid:hit_id>/<str:side>-<int:position>.png", examining.finger, name="law_examine_print"),
    path("received/", receiving.received, name="law_received"),
    path("release/", receiving.releases, name="law_releases"),
    path("release/<uuid:match_id>/", receiving.release, name="law_release"),
    path("release/<uuid:match_id>/send/", receiving.send, name="law_release_send"),
    path("release/<uuid:match_id>/refuse/", receiving.refuse, name="law_release_refuse"),
    path("log/", oversight.log_page, name="law_log"),
    path("log/statistics/", oversight.statistics, name="law_statistics"),
]
urlpatterns = [path("law-enforcement/", include(_pages))]
