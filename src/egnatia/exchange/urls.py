"""Addresses of the exchange."""

from django.urls import path

from egnatia.exchange.views import protocol

app_name = "exchange"
urlpatterns = [
    path("exchange/v1/messages", protocol.messages, name="messages"),
]
