"""What an operator does about certificates at a node, as a process of that node (see `tests.exchange.in_node`)."""

from typing import Any


def request_certificate() -> Any:
    """The request, as text."""
    from cryptography.hazmat.primitives.serialization import Encoding

    from egnatia.exchange.actions.request_certificate import request_certificate as ask

    return ask(None, also=[]).public_bytes(Encoding.PEM).decode()


def install_certificates(content: str, fingerprint: str = "", scope: str = "federation") -> Any:
    """What was new, or the code of the problem."""
    from egnatia.base.errors import Problem
    from egnatia.exchange.actions.install_certificate import install_certificates as install

    try:
        done = install(None, content.encode(), scope=scope, fingerprint=fingerprint)
    except Problem as problem:
        return problem.code
    return [done.own, done.authority, done.revoked]


def ping(partner: str) -> Any:
    """The code of what went wrong, or nothing."""
    from egnatia.base.errors import Problem
    from egnatia.exchange.actions.ping_partner import ping_partner
    from egnatia.exchange.queries import get_partner

    try:
        ping_partner(None, get_partner(partner))
    except Problem as problem:
        return problem.details.get("partner_code") or problem.code
    return ""


def queue_pings(partner: str, count: int) -> Any:
    """Messages that the worker is to deliver."""
    from django.db import transaction

    from egnatia.base.ids import new_id
    from egnatia.exchange.actions.send_message import send_message
    from egnatia.exchange.messages.service import Ping
    from egnatia.exchange.queries import get_partner

    with transaction.atomic():
        for _ in range(count):
            send_message(get_partner(partner), Ping(), correspondence=new_id())
    return count


def waiting_pings(partner: str) -> Any:
    """How many wait, and what kept them last."""
    from egnatia.exchange.models import OutboxMessage

    waiting = OutboxMessage.objects.filter(partner__code=partner, kind="ping", state="waiting")
    return [waiting.count(), max(waiting.values_list("last_problem", flat=True), default="")]


def troubles() -> Any:
    """What `egnatia doctor` says about the way to partners."""
    from egnatia.base import node
    from egnatia.exchange.transport.health import find_troubles

    return list(find_troubles(node.current()))


STEPS = (request_certificate, install_certificates, ping, queue_pings, waiting_pings, troubles)
