"""Addresses of nodes: HTTPS, or plain HTTP where both ends are this very machine (a demo, a test)."""

import ipaddress
from urllib.parse import urlsplit

from egnatia.base import node
from egnatia.base.errors import Problem
from egnatia.base.node import Node


def own_address() -> str:
    """Where partners reach this node, without a slash at the end."""
    return address_of(node.current())


def address_of(present: Node) -> str:
    """Where partners reach a node: `exchange_url` of node.toml, or where its officers do."""
    return str(present.setting("exchange_url", "") or present.url).rstrip("/")


def host_of(url: str) -> str:
    """The name or number in an address, in small letters; "" where there is none."""
    try:
        return (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""


def is_encrypted(url: str) -> bool:
    return url.startswith("https://")


def is_loopback_host(host: str) -> bool:
    """Whether a name or number can't be anything but this machine."""
    if host == "localhost":
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return (getattr(address, "ipv4_mapped", None) or address).is_loopback


def is_plain_loopback(url: str) -> bool:
    """An address of a demo or test node, which nobody on a network can listen to."""
    return url.startswith("http://") and is_loopback_host(host_of(url))


def check_address(url: str) -> None:
    """That a member may have this address. Raises Problem `exchange.address_not_encrypted`."""
    if not (is_encrypted(url) and host_of(url)) and not is_plain_loopback(url):
        raise not_encrypted(url)


def may_speak_plainly(own: str, other: str) -> bool:
    """Plain HTTP is for two demo or test nodes on one machine: a node that has a real address doesn't speak it to anybody."""
    return is_plain_loopback(own) and is_plain_loopback(other)


def not_encrypted(url: str) -> Problem:
    return Problem(
        "exchange.address_not_encrypted",
        f"{url[:100]} isn't an address for partners: nodes speak HTTPS, and plain HTTP on one machine only.",
        "Use an address that begins with https:// (see deploy/README.md).",
        status=409,
        field="url",
    )
