"""Results for connected systems: polled, or sent to the system's web hook."""

from django.http import HttpRequest
from ninja import Query, Router, Status

from egnatia.accounts.api_auth import account_of
from egnatia.base.json_fields import REFUSALS
from egnatia.registration.actions.poll_results import poll_results
from egnatia.registration.actions.set_web_hook import get_web_hook, remove_web_hook, set_web_hook
from egnatia.registration.api_schemas import ResultOut, ResultsOut, WebHookIn, WebHookOut
from egnatia.registration.models import WebHook
from egnatia.registration.results import as_json

router = Router(tags=["Results"])
MOST = 500


@router.get("/results", response={200: ResultsOut, **REFUSALS}, summary="What has come of registrations")
def get_results(
    request: HttpRequest,
    after: int = Query(0, ge=0, le=2**62, description="The number of the last result seen."),  # type: ignore[type-arg]
    limit: int = Query(100, ge=1, le=MOST),  # type: ignore[type-arg]
) -> ResultsOut:
    """In order, and only of what this key's account sent in. Numbers grow and have gaps; asking again gives the same."""
    results, more = poll_results(account_of(request), after=after, limit=limit)
    return ResultsOut(
        results=[ResultOut(**as_json(result)) for result in results],
        after=results[-1].number if results else after,
        more=more,
    )


@router.put("/web-hook", response={200: WebHookOut, **REFUSALS}, summary="Have results sent")
def put_web_hook(request: HttpRequest, hook: WebHookIn) -> WebHookOut:
    """One address for each account; setting it again makes a new secret. Sent and signed as Standard Webhooks 1.0 says."""
    saved = set_web_hook(account_of(request), hook.url, after=hook.after)
    return _web_hook_out(saved, secret=saved.secret)


@router.get("/web-hook", response={200: WebHookOut, **REFUSALS}, summary="How sending goes")
def show_web_hook(request: HttpRequest) -> WebHookOut:
    """The address, the last result delivered, and what the last attempt met."""
    return _web_hook_out(get_web_hook(account_of(request)))


@router.delete("/web-hook", response={204: None, **REFUSALS}, summary="Have nothing sent any more")
def delete_web_hook(request: HttpRequest) -> Status[None]:
    """Results can still be polled."""
    remove_web_hook(account_of(request))
    return Status(204, None)


def _web_hook_out(hook: WebHook, *, secret: str | None = None) -> WebHookOut:
    return WebHookOut(
        url=hook.url,
        secret=secret,
        last_number_delivered=hook.last_number_delivered,
        failures=hook.failures,
        last_problem=hook.last_problem,
        last_attempt_at=hook.last_attempt_at,
        next_attempt_at=hook.next_attempt_at,
    )
