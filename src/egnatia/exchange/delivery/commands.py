"""`egnatia exchange …`: what is under way to partners, and what an operator does about it. Kinds, ages and reasons only."""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from egnatia import law
from egnatia.base.errors import Problem
from egnatia.exchange import queries
from egnatia.exchange.delivery import outbox
from egnatia.exchange.gateways import Gateway, read_gateway
from egnatia.exchange.models import OutboxMessage

app = typer.Typer(help="Messages under way to the partners.", no_args_is_help=True)

AsJson = Annotated[bool, typer.Option("--json", help="Print what a machine may read.")]
MessageId = Annotated[str, typer.Argument(help="First digits of the message, as `egnatia exchange queue` shows them.")]
Reason = Annotated[str, typer.Option(help="Why, in a sentence that names nobody; it is kept and logged.")]
_ALL = "ALL"
_TURNS = {"own": "our turn", "partner": "the partner's turn"}


@app.command()
def status(as_json: AsJson = False) -> None:
    """How delivery to each partner goes, and why it doesn't. Exit code 1 where a channel is late."""
    found = [queue for gateway in Gateway for queue in outbox.queues(gateway)]
    if as_json:
        typer.echo(json.dumps([_queue_facts(queue) for queue in found], ensure_ascii=False))
    for queue in [] if as_json else found:
        for line in _queue_lines(queue):
            typer.echo(line)
    if not found and not as_json:
        typer.echo("No partner yet. Give the partners your member file (egnatia partners export) and add theirs.")
    if any(queue.channel == "late" for queue in found):
        raise typer.Exit(1)


@app.command()
def queue(
    partner: Annotated[str, typer.Argument(help="Letters of the partner; all by default.")] = "",
    parked: Annotated[bool, typer.Option("--parked", help="Only what is parked.")] = False,
    dropped: Annotated[bool, typer.Option("--dropped", help="What was given up instead, the last first.")] = False,
    gateway: Annotated[str, typer.Option(help="Only of migration, or only of law-enforcement.")] = "",
    limit: Annotated[int, typer.Option(min=1, help="How many to show at most.")] = 50,
    as_json: AsJson = False,
) -> None:
    """The messages under way, the oldest first."""
    chosen = queries.get_partner(partner) if partner else None
    state = OutboxMessage.State.DROPPED if dropped else OutboxMessage.State.PARKED if parked else ""
    found = outbox.under_way(chosen, state, read_gateway(gateway) if gateway else None)
    rows = [outbox.as_queued(message) for message in found[:limit]]
    if as_json:
        typer.echo(json.dumps([_message_facts(row) for row in rows], ensure_ascii=False))
        return
    for row in rows:
        typer.echo(_message_line(row))
    total = found.count() if len(rows) == limit else len(rows)
    if total > len(rows):
        typer.echo(f"… and {total - len(rows)} more (--limit)")
    if not rows:
        typer.echo("Nothing is under way." if not state else f"Nothing is {state}.")


@app.command()
def late(as_json: AsJson = False) -> None:
    """Limits between the partners that weren't kept yet, and whose turn it is. Exit code 1 where some weren't."""
    from egnatia.exchange.late import late_now

    found = late_now()
    if as_json:
        facts = [{**asdict(one), "started_at": _moment(one.started_at), "due_at": _moment(one.due_at)} for one in found]
        typer.echo(json.dumps(facts))
    else:
        for one in found:
            typer.echo(f"{one.partner}  {one.name}, due {one.due_at:%Y-%m-%d %H:%M} UTC, {_TURNS[one.turn]}")
        if not found:
            typer.echo("Nothing is late.")
    if found:
        raise typer.Exit(1)


@app.command()
def resend(
    what: Annotated[str, typer.Argument(metavar="ID|PARTNER|ALL", help="A message, a partner's letters, or ALL partners.")],
    gateway: Annotated[str, typer.Option(help="migration or law-enforcement: what waits there.")] = "migration",
    since: Annotated[
        str,
        typer.Option(help="2026-12-01T18:00 (UTC): what was answered since goes again, to a partner restored from a backup."),
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Try now: one message, parked or not, or all that waits for a partner (what is parked there stays parked)."""
    from egnatia.exchange.actions.resend_message import resend_all, resend_message
    from egnatia.exchange.actions.resend_since import resend_since

    if since and what.upper() in law.partners():
        count = resend_since(None, queries.get_partner(what), _read_moment(since), gateway=read_gateway(gateway))
        typer.echo(json.dumps({what.upper(): count}) if as_json else f"{what.upper()}  {count} sent again")
        return
    if since:
        raise Problem("exchange.partner_not_named", "--since goes with one partner.", "Name the partner that was restored.")
    if what.upper() != _ALL and what.upper() not in law.partners():
        _tell(resend_message(None, outbox.get_message(what)), "is tried again now", as_json=as_json)
        return
    partners = queries.confirmed_partners() if what.upper() == _ALL else [queries.get_partner(what)]
    counts = {partner.code: resend_all(None, partner, read_gateway(gateway)) for partner in partners}
    if as_json:
        typer.echo(json.dumps(counts))
    for code, count in {} if as_json else counts.items():
        typer.echo(f"{code}  {count} tried again now")


@app.command()
def park(message: MessageId, reason: Reason, as_json: AsJson = False) -> None:
    """Stop trying a message until it is resent; what comes after it in its correspondence waits with it."""
    from egnatia.exchange.actions.park_message import park_message

    _tell(park_message(None, outbox.get_message(message), reason), "is parked", as_json=as_json)


@app.command()
def drop(message: MessageId, reason: Reason, as_json: AsJson = False) -> None:
    """Give a message up for good; whatever waits for its answer says so. Notices and verdicts can't be dropped."""
    from egnatia.exchange.actions.drop_message import drop_message

    _tell(drop_message(None, outbox.get_message(message), reason), "is given up", as_json=as_json)


def _tell(message: OutboxMessage, done: str, *, as_json: bool) -> None:
    if as_json:
        facts = {"id": str(message.pk), "partner": message.partner.code, "kind": message.kind, "state": message.state}
        typer.echo(json.dumps(facts))
        return
    typer.echo(f"{message.short_id}  {message.kind} to {message.partner.code} {done}.")


def _queue_facts(queue: outbox.PartnerQueue) -> dict[str, Any]:
    partner = queue.partner
    return {
        "partner": partner.code,
        "gateway": queue.gateway.value,
        "state": partner.state,
        "channel": queue.channel,
        "waiting": queue.waiting,
        "parked": queue.parked,
        "oldest": _moment(queue.oldest),
        "last_seen_at": _moment(queue.lane.last_seen_at),
        "failures": queue.failures,
        "last_failure": queue.lane.last_failure,
        "last_failure_at": _moment(queue.lane.last_failure_at),
        "next_attempt_at": _moment(queue.next_attempt_at),
    }


def _queue_lines(queue: outbox.PartnerQueue) -> list[str]:
    partner, lane = queue.partner, queue.lane
    oldest = f", oldest {outbox.age_in_words(queue.oldest)}" if queue.oldest else ""
    seen = f"{outbox.age_in_words(lane.last_seen_at)} ago" if lane.last_seen_at else "never"
    through = "" if queue.gateway is Gateway.MIGRATION else "  law enforcement"
    lines = [
        f"{partner.code}  {_state_of(queue):<9}  {queue.waiting:>5} waiting  {queue.parked:>4} parked{oldest}{through}",
        f"    last heard of {seen}",
    ]
    if queue.failures:
        again = f", next attempt {queue.next_attempt_at:%H:%M:%S} UTC" if queue.next_attempt_at else ""
        since = outbox.age_in_words(lane.last_failure_at)
        lines.append(f"    {queue.failures} failures in a row, the last {since} ago: {queue.failure}{again}")
    return lines


def _state_of(queue: outbox.PartnerQueue) -> str:
    return queue.channel if queue.partner.is_confirmed else str(queue.partner.state)


def _message_facts(row: outbox.QueuedMessage) -> dict[str, Any]:
    message = row.message
    return {
        "id": str(message.pk),
        "partner": message.partner.code,
        "gateway": message.gateway,
        "kind": message.kind,
        "purpose": message.purpose,
        "state": message.state,
        "made_at": _moment(message.made_at),
        "attempts": message.attempts,
        "last_problem": message.last_problem,
        "held_up": row.held_up,
        "behind": row.behind,
        "next_attempt_at": _moment(row.next_attempt_at),
        **({"stopped_at": _moment(message.stopped_at), "reason": message.stopped_because} if message.stopped_at else {}),
    }


def _message_line(row: outbox.QueuedMessage) -> str:
    message = row.message
    words = [f"{message.attempts} attempts"]
    if row.problem:
        words.append(row.problem)
    if message.stopped_at:
        words.append(f"{message.state}: {message.stopped_because}")
    elif row.held_up:
        words.append("waits for an earlier one")
    elif row.next_attempt_at:
        words.append(f"next attempt {row.next_attempt_at:%Y-%m-%d %H:%M:%S} UTC")
    if row.behind:
        words.append(f"{row.behind} behind it")
    age = outbox.age_in_words(message.made_at)
    return f"{message.short_id}  {message.partner.code}  {message.kind:<18} {message.purpose:<3}  {age:<11}  {'; '.join(words)}"


def _read_moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise Problem(
            "exchange.moment_unreadable", f"{text[:40]!r} is no time.", "Write it as 2026-12-01 or 2026-12-01T18:00, in UTC."
        ) from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment is not None else None
