"""Addresses of a registration."""

from django.urls import include, path

from egnatia.registration.views import another, child, fingers, latin_names, notices, possible, review, signed, start, steps

urlpatterns = [
    path("", include("egnatia.registration.person_urls")),
    path("examine/", include("egnatia.registration.examine.urls")),
    path("notices/<str:language>.pdf", notices.notice_file, name="notice_file"),
    path("administration/notices/", notices.notices, name="notices"),
    path("register/", start.register, name="register"),
    path("register/latin-names/", latin_names.latin_names, name="registration_latin_names"),
    path("register/<uuid:draft_id>/", start.tasks, name="registration_tasks"),
    path("register/<uuid:draft_id>/give-up/", start.abandon, name="registration_abandon"),
    path("register/<uuid:draft_id>/review/", review.review, name="registration_review"),
    path("register/<uuid:draft_id>/child/", child.child, name="registration_child"),
    path("register/<uuid:draft_id>/another/", another.another, name="register_another"),
    path("register/<uuid:draft_id>/signed/", signed.signed, name="registration_signed"),
    path("register/<uuid:draft_id>/possible/", possible.possible, name="registration_possible"),
    path("register/<uuid:draft_id>/possible/<uuid:person_id>/", possible.why, name="registration_why"),
    path("register/<uuid:draft_id>/fingers/states/", fingers.finger_states, name="registration_finger_states"),
    path("register/<uuid:draft_id>/captures/<uuid:capture_id>/", fingers.capture_image, name="registration_capture_image"),
    path("register/<uuid:draft_id>/<slug:code>/", steps.step, name="registration_step"),
    path("receipts/<uuid:data_set_id>/", signed.receipt, name="receipt"),
]
