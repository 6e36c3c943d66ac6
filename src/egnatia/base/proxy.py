"""The proxy in front of a node, which speaks to it over a Unix socket: whoever comes that way is the proxy."""

from collections.abc import Mapping
from typing import Any

#: In `request.META`. No header can set it: their names begin with HTTP_.
BY_SOCKET = "egnatia.by_socket"


def came_by_socket(meta: Mapping[str, Any]) -> bool:
    """Whether the request came over the node's own Unix socket (`ProxyMiddleware` has looked)."""
    return meta.get(BY_SOCKET) is True


def look_at_peer(meta: dict[str, Any]) -> None:
    """Note whether the request came over the socket, where no address is; that of the client is what the proxy says it is."""
    meta[BY_SOCKET] = not meta.get("REMOTE_ADDR")
    if meta[BY_SOCKET]:
        meta["REMOTE_ADDR"] = meta.get("HTTP_X_REAL_IP", "")
