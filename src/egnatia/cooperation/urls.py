"""Addresses of the working group."""

from django.urls import include, path, re_path

from egnatia.cooperation.views import channels, commitments, members, operations, overview, programme, register

_pages = [
    path("", overview.working_group, name="working_group"),
    path("reminders/<uuid:reminder_id>/", overview.note, name="note_reminder"),
    path("members/", members.members, name="members"),
    path("members/new/", members.new_member, name="new_member"),
    path("members/<uuid:member_id>/", members.member, name="member"),
    path("programme/", programme.programme, name="programme"),
    path("programme/new/", programme.new_item, name="new_programme_item"),
    path("programme/<uuid:item_id>/", programme.item, name="programme_item"),
    path("programme/<uuid:item_id>/change/", programme.edit_item, name="edit_programme_item"),
    path("commitments/", commitments.commitments, name="commitments"),
    path("commitments/new/", commitments.new_commitment, name="new_commitment"),
    path("commitments/<uuid:commitment_id>/", commitments.commitment, name="commitment"),
    path("commitments/<uuid:commitment_id>/change/", commitments.edit_commitment, name="edit_commitment"),
    path("register/", register.register_page, name="register_of_tools"),
    re_path(r"^register\.(?P<kind>csv|xlsx)$", register.download_register, name="download_register"),
    path("register/new/", register.new_register_entry, name="new_register_entry"),
    path("register/<uuid:entry_id>/", register.edit_register_entry, name="edit_register_entry"),
    path("register/<uuid:entry_id>/remove/", register.remove_entry, name="remove_register_entry"),
    path("operations/", operations.operations, name="joint_operations"),
    path("operations/new/", operations.new_operation, name="new_operation"),
    path("operations/<uuid:operation_id>/", operations.operation, name="operation"),
    path("channels/", channels.channels, name="channels_and_agreements"),
    path("differences/", channels.differences, name="differences"),
]
urlpatterns = [path("working-group/", include(_pages))]
