"""Addresses of the exchange: the one at which partners knock, and its pages."""

from django.urls import path

from egnatia.exchange.views import delivery, evidence, federation, log, partners, protocol, quotas, requests, searches

urlpatterns = [
    path("exchange/v1/messages", protocol.messages, name="exchange_messages"),
    path("exchange/v1/law-enforcement/messages", protocol.law_enforcement_messages, name="law_enforcement_messages"),
    path("searches/<uuid:data_set_id>/", searches.regional_search, name="regional_search"),
    path("searches/matches/<uuid:match_id>/ask/", searches.ask_follow_up, name="ask_follow_up"),
    path("searches/data/<uuid:follow_up_id>/", searches.arrived, name="follow_up_data"),
    path("searches/data/<uuid:follow_up_id>/evidence/", evidence.send, name="send_evidence"),
    path("requests/", requests.partner_requests, name="partner_requests"),
    path("requests/searches/", requests.partner_searches, name="partner_searches"),
    path("requests/evidence/", evidence.evidence_list, name="exchange_evidence"),
    path("requests/evidence/<uuid:evidence_id>/", evidence.evidence, name="exchange_evidence_piece"),
    path("requests/late/", requests.late, name="late_exchange"),
    path("requests/rules/", requests.standing_rules, name="standing_rules"),
    path("requests/rules/<uuid:rule_id>/end/", requests.end_rule, name="end_standing_rule"),
    path("requests/<uuid:follow_up_id>/", requests.partner_request, name="partner_request"),
    path("partners/", partners.partners, name="partners"),
    path("partners/new/", partners.new_partner, name="new_partner"),
    path("quotas/", quotas.quotas, name="quotas"),
    path("partners/log/", log.log, name="exchange_log"),
    path("partners/log/letters/", log.prove, name="prove_letters"),
    path("partners/member-file/", partners.own_member_file, name="own_member_file"),
    path("partners/queue/", delivery.delivery_queue, name="delivery_queue"),
    path("partners/queue/<uuid:message_id>/resend/", delivery.resend_one, name="resend_message"),
    path("partners/queue/<uuid:message_id>/park/", delivery.park_one, name="park_message"),
    path("partners/queue/<uuid:message_id>/drop/", delivery.drop_one, name="drop_message"),
    path("partners/<str:code>/resend/", delivery.resend_partner, name="resend_partner"),
    path("partners/list/", federation.federation_list, name="federation_list"),
    path("partners/list/proposal/", federation.list_proposal, name="list_proposal"),
    path("partners/list/<int:number>/", federation.list_file, name="list_file"),
    path("partners/<str:code>/resume/", federation.resume, name="resume_partner"),
    path("partners/<str:code>/", partners.partner, name="partner"),
    path("partners/<str:code>/test/", partners.test_partner, name="test_partner"),
]
