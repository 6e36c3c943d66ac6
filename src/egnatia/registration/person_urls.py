"""Addresses around a person: my work, look-up, the record and its changes, the access log."""

from django.urls import path

from egnatia.registration.views import (
    access_log,
    another,
    changes,
    duplicates,
    family,
    finding,
    my_work,
    person,
    person_images,
    searches,
    security_flag,
    tracing,
)

_PERSON = "persons/<uuid:person_id>"

urlpatterns = [
    path("my-work/", my_work.my_work, name="my_work"),
    path("my-work/<slug:code>/", my_work.waiting_list, name="my_work_list"),
    path("searches/", searches.searches, name="searches"),
    path("persons/", finding.find_person, name="find_person"),
    path("persons/why/<uuid:person_id>/", finding.why_found, name="why_found"),
    path("persons/pairs/<uuid:suggestion_id>/", duplicates.suggestion, name="suggestion"),
    path(f"{_PERSON}/", person.summary, name="person"),
    path(f"{_PERSON}/data-sets/", person.data_sets, name="person_data_sets"),
    path(f"{_PERSON}/family/", family.family, name="person_family"),
    path(f"{_PERSON}/family/another/", another.another_of, name="register_another_of"),
    path(f"{_PERSON}/family/add/", family.add, name="add_relative"),
    path(f"{_PERSON}/family/members/<uuid:membership_id>/end/", family.end_belonging, name="end_membership"),
    path(f"{_PERSON}/family/relatives/<uuid:relation_id>/end/", family.end_related, name="end_relation"),
    path(f"{_PERSON}/family/look-for/", tracing.open_request, name="open_tracing"),
    path("tracing/<uuid:request_id>/", tracing.tracing, name="tracing"),
    path("tracing/<uuid:request_id>/proposed/<uuid:person_id>/", tracing.proposed, name="tracing_proposed"),
    path("tracing/<uuid:request_id>/request.pdf", tracing.paper, name="tracing_paper"),
    path("tracing/<uuid:request_id>/matches/<uuid:match_id>/", tracing.match, name="tracing_match"),
    path("groups/<uuid:group_id>/", family.group, name="group"),
    path(f"{_PERSON}/fingerprints/", person.fingerprints, name="person_fingerprints"),
    path(f"{_PERSON}/searches/", person.searched, name="person_searches"),
    path(f"{_PERSON}/timeline/", person.timeline, name="person_timeline"),
    path(f"{_PERSON}/access-log/", person.access_log, name="person_access_log"),
    path(f"{_PERSON}/data-sets/<uuid:data_set_id>/photo.jpg", person_images.photo, name="person_photo"),
    path(f"{_PERSON}/data-sets/<uuid:data_set_id>/fingers.png", person_images.fingers, name="person_fingers"),
    path(f"{_PERSON}/data-sets/<uuid:data_set_id>/correct/", changes.correct, name="correct_data_set"),
    path(f"{_PERSON}/data-sets/<uuid:data_set_id>/void/", changes.void, name="void_data_set"),
    path(f"{_PERSON}/data-sets/<uuid:data_set_id>/event/", changes.event, name="data_set_event"),
    path(f"{_PERSON}/data-sets/<uuid:data_set_id>/security-flag/", security_flag.security_flag, name="security_flag"),
    path(f"{_PERSON}/links/<uuid:link_id>/dissolve/", changes.dissolve, name="dissolve_link"),
    path("security-flags/<uuid:flag_id>/", security_flag.flag_under_review, name="flag_under_review"),
    path("access-log/", access_log.access_log, name="access_log"),
]
