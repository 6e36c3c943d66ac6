"""A connected system that calls the node's API with its key."""

import base64
import json
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.test import Client


@dataclass(frozen=True, slots=True)
class System:
    """`system.put("/data-sets/X-1", {…})`: calls with this key; answers as Django's test client gives them."""

    key: str

    def get(self, path: str) -> HttpResponse:
        return self._call("get", path)

    def delete(self, path: str) -> HttpResponse:
        return self._call("delete", path)

    def put(self, path: str, body: Any) -> HttpResponse:
        return self._call("put", path, body)

    def post(self, path: str, body: Any) -> HttpResponse:
        return self._call("post", path, body)

    def _call(self, method: str, path: str, body: Any = None) -> HttpResponse:
        headers = {"Authorization": f"Bearer {self.key}"} if self.key else {}
        content = {} if body is None else {"data": body if isinstance(body, str) else json.dumps(body)}
        kwargs = content | ({"content_type": "application/json"} if body is not None else {})
        return getattr(Client(), method)(f"/api/v1{path}", headers=headers, **kwargs)


def base64_of(content: bytes) -> str:
    return base64.b64encode(content).decode()
