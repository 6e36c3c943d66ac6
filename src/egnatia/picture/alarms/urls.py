"""Addresses of alarms, what is done about them, and the back-test; `urls` includes them."""

from django.urls import path

from egnatia.picture.alarms.views import alarms, back_test, partner_measures, recommendations

urlpatterns = [
    path("picture/alarms/", alarms.alarm_list, name="picture_alarms"),
    path("picture/alarms/<uuid:alarm_id>/", alarms.alarm, name="picture_alarm"),
    path("picture/alarms/<uuid:alarm_id>/recommend/", alarms.recommend, name="picture_recommend"),
    path("picture/measures/", recommendations.my_measures, name="picture_my_measures"),
    path("picture/measures/from-partners/", partner_measures.partner_measures, name="picture_partner_measures"),
    path("picture/measures/from-partners/<uuid:measure_id>/", partner_measures.partner_measure, name="picture_partner_measure"),
    path("picture/measures/<uuid:recommendation_id>/", recommendations.recommendation, name="picture_recommendation"),
    path("picture/backtest/", back_test.back_test, name="picture_back_test"),
]
