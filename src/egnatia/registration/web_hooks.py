"""Sends results to the web hooks of connected systems, as the Standard Webhooks specification 1.0 has it.

The body is the same JSON as polling gives. `webhook-signature: v1,<base64 of HMAC-SHA-256>` is over `id.timestamp.body`, keyed
with what the secret says after `whsec_`. A batch is sent until the system answers with 2xx, so it may come twice: the results'
numbers tell.
"""

import base64
import hashlib
import hmac
import json
import ssl
from datetime import timedelta

import httpx

from egnatia import audit
from egnatia.base import clock
from egnatia.registration.actions.set_web_hook import SECRET_PREFIX
from egnatia.registration.models import ResultNotice, WebHook
from egnatia.registration.results import as_json, results_after

MOST_AT_ONCE = 100
TIMEOUT_SECONDS = 10.0
_FIRST_PAUSE_SECONDS = 5
_LONGEST_PAUSE_SECONDS = 3600


def deliver_to_all() -> int:
    """One batch to each web hook that has something to get and isn't resting after a failure; how many results went out."""
    now = clock.now()
    hooks = WebHook.objects.select_related("account").filter(account__is_active=True)
    return sum(deliver(hook) for hook in hooks if hook.next_attempt_at is None or hook.next_attempt_at <= now)


def deliver(hook: WebHook) -> int:
    """The next batch. A process that dies between sending and noting it sends the same again."""
    results = list(results_after(hook.account, hook.last_number_delivered)[:MOST_AT_ONCE])
    if not results:
        return 0
    problem = _post(hook, results)
    if problem:
        _note_failure(hook, problem)
        return 0
    _note_success(hook, results[-1].number)
    audit.record("registration.web_hook.delivered", subject=hook, first=results[0].number, last=results[-1].number)
    return len(results)


def sign(secret: str, message_id: str, timestamp: int, body: bytes) -> str:
    """The value of `webhook-signature`."""
    key = base64.b64decode(secret.removeprefix(SECRET_PREFIX))
    signed = hmac.new(key, f"{message_id}.{timestamp}.".encode() + body, hashlib.sha256).digest()
    return "v1," + base64.b64encode(signed).decode()


def _post(hook: WebHook, results: list[ResultNotice]) -> str:
    """What kept it from arriving, as a code; empty where it arrived. The system's own words are not read."""
    body = json.dumps({"results": [as_json(result) for result in results]}, ensure_ascii=False).encode()
    message_id, timestamp = f"egn_{results[0].number}_{results[-1].number}", int(clock.now().timestamp())
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Egnatia",
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": sign(hook.secret, message_id, timestamp, body),
    }
    # The machine's own trust store: a ministry's private authority is added there, once, by its operator.
    trust = ssl.create_default_context()
    try:
        with (
            httpx.Client(verify=trust, timeout=TIMEOUT_SECONDS, follow_redirects=False, trust_env=False) as client,
            client.stream("POST", hook.url, content=body, headers=headers) as response,
        ):
            return "" if response.is_success else f"status_{response.status_code}"
    except httpx.TimeoutException:
        return "timeout"
    except (httpx.HTTPError, httpx.InvalidURL, OSError):
        return "not_reached"


def _note_success(hook: WebHook, last: int) -> None:
    """Only where the hook still is the one that was called: set anew meanwhile, it begins where that says."""
    WebHook.objects.filter(pk=hook.pk, set_at=hook.set_at).update(
        last_number_delivered=last, failures=0, last_problem="", last_attempt_at=clock.now(), next_attempt_at=None
    )


def _note_failure(hook: WebHook, problem: str) -> None:
    pause = min(_FIRST_PAUSE_SECONDS * 2 ** min(hook.failures, 20), _LONGEST_PAUSE_SECONDS)
    now = clock.now()
    WebHook.objects.filter(pk=hook.pk, set_at=hook.set_at).update(
        failures=hook.failures + 1, last_problem=problem, last_attempt_at=now, next_attempt_at=now + timedelta(seconds=pause)
    )
