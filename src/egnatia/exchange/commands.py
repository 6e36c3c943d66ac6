"""`egnatia partners …` and `egnatia search`; `exchange …`, `log …` and the list's ceremony are in their folders."""

import json
import time
from pathlib import Path
from typing import Annotated, Any

import typer

from egnatia import audit
from egnatia.base import clock
from egnatia.base.errors import Problem
from egnatia.exchange import queries
from egnatia.exchange.delivery import commands as delivery
from egnatia.exchange.federation import commands as federation
from egnatia.exchange.gateways import Gateway, read_gateway
from egnatia.exchange.log.commands import log
from egnatia.exchange.models import Partner, RegionalSearch, SearchTarget
from egnatia.exchange.transport import commands as transport

app = typer.Typer()
partners = typer.Typer(help="The other partners: their addresses and keys.", no_args_is_help=True)
app.add_typer(partners, name="partners")
app.add_typer(log, name="log")
app.add_typer(delivery.app, name="exchange")
app.add_typer(transport.app, name="transport")
partners.add_typer(federation.app)

AsJson = Annotated[bool, typer.Option("--json", help="Print what a machine may read.")]
Code = Annotated[str, typer.Argument(help="Letters of the partner: AL, BA, XK, ME, MK or RS.")]
_LOOK_EVERY = 0.1


@partners.command("list")
def list_partners(as_json: AsJson = False) -> None:
    """All partners whose member file was taken in, and how their channel is."""
    states = {channel.code: channel for channel in queries.channels()}
    rows = [_facts(partner, states[partner.code]) for partner in Partner.objects.all()]
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, default=str))
        return
    for row in rows:
        typer.echo(f"{row['partner']}  {row['state']:<10} {row['channel']:<7} {row['waiting']:>4} waiting  {row['url']}")
        if row["differs_from_list"]:
            typer.echo("    suspended by this node alone: the federation list has it as a member (partners resume)")
        typer.echo(f"    {row['fingerprint']}" + (f"  {row['last_failure']}" if row["channel"] == "late" else ""))
    if not rows:
        typer.echo("None yet. Give the partners your member file (egnatia partners export) and add theirs.")


@partners.command()
def export(file: Annotated[Path, typer.Argument(help="Where to write it; - prints it.")] = Path("-")) -> None:
    """Write this node's member file, for the partners to add, and show the fingerprint to read out to them."""
    from egnatia.exchange import member_file

    content = member_file.write_own()
    audit.record("exchange.member_file.exported")
    if str(file) == "-":
        typer.echo(content, nl=False)
        return
    file.write_text(content, encoding="utf-8")
    typer.echo(f"Member file: {file}\nFingerprint to read out: {member_file.own_fingerprint()}")


@partners.command()
def add(
    file: Annotated[Path, typer.Argument(help="The partner's member file.", exists=True, dir_okay=False)],
    fingerprint: Annotated[str, typer.Option(help="As the partner's operator read it out: confirms at once.")] = "",
    as_json: AsJson = False,
) -> None:
    """Take in a partner's member file, or a newer one."""
    from egnatia.exchange.actions.add_partner import add_partner
    from egnatia.exchange.actions.confirm_partner import confirm_partner

    partner = add_partner(None, file.read_bytes())
    if fingerprint:
        partner = confirm_partner(None, partner, fingerprint)
    if as_json:
        typer.echo(json.dumps({"partner": partner.code, "state": partner.state, "fingerprint": partner.fingerprint}))
        return
    typer.echo(f"{partner.code} {partner.url}: {partner.get_state_display()}\nFingerprint: {partner.fingerprint}")
    if not partner.is_confirmed:
        typer.echo("Have the partner's operator read theirs to you, over a line you trust. If they are the same:")
        typer.echo(f'egnatia partners confirm {partner.code} "{partner.fingerprint}"')


@partners.command()
def confirm(code: Code, fingerprint: Annotated[str, typer.Argument(help="As the partner's operator read it out.")]) -> None:
    """Confirm a partner, or lift its suspension: the fingerprint that was read out is that of its member file."""
    from egnatia.exchange.actions.confirm_partner import confirm_partner

    confirm_partner(None, queries.get_partner(code), fingerprint)
    typer.echo(f"{code.upper()} is confirmed: from now on it is asked and answered.")


@partners.command()
def suspend(code: Code, reason: Annotated[str, typer.Option(help="Why, in a sentence.")]) -> None:
    """Ask and answer a partner no more, by this node alone; what waits is kept. `confirm` lifts it; under a list, `resume`."""
    from egnatia.exchange.actions.suspend_partner import suspend_partner

    suspend_partner(None, queries.get_partner(code), reason)
    typer.echo(f"{code.upper()} is suspended.")


@partners.command()
def quotas(as_json: AsJson = False) -> None:
    """How often each partner has asked this node under each purpose, against its quota: in fives, rounded down."""
    from egnatia.exchange.api_schemas import quota_out
    from egnatia.exchange.quotas import quota_lines

    lines = quota_lines()
    if as_json:
        typer.echo(json.dumps([quota_out(line).model_dump(mode="json") for line in lines]))
        return
    for line in lines:
        today, *before = [count or "<5" for _, count in line.days]
        words = " ".join(str(count) for count in before)
        typer.echo(f"{line.partner.code}  {line.purpose:<4} {today:>6} of {line.quota} today  {words} on the days before")
    if not lines:
        typer.echo("No partner may ask this node yet.")


@partners.command()
def test(
    code: Annotated[str, typer.Argument(help="Letters of the partner; all confirmed ones by default.")] = "",
    gateway: Annotated[str, typer.Option(help="migration or law-enforcement: through which.")] = "migration",
    as_json: AsJson = False,
) -> None:
    """Say hello to a partner, or to all, and wait for the signed answers. Exit code 1 where one doesn't answer."""
    chosen = [queries.get_partner(code)] if code else list(queries.confirmed_partners())
    results = [_test(partner, read_gateway(gateway)) for partner in chosen]
    if as_json:
        typer.echo(json.dumps(results))
    for result in [] if as_json else results:
        words = f"answers in {result['milliseconds']:.0f} ms" if result["ok"] else f"{result['message']} [{result['code']}]"
        typer.echo(f"{result['partner']}  {words}")
    if not all(result["ok"] for result in results):
        raise typer.Exit(1)


@app.command()
def search(
    reference: Annotated[str, typer.Argument(help="Reference number of the registration to ask about.")],
    purpose: Annotated[str, typer.Option(help="MIG, RET or CHI.")] = "MIG",
    urgent: Annotated[bool, typer.Option("--urgent", help="Ask for an answer within the hour.")] = False,
    consent: Annotated[bool, typer.Option("--consent", help="Consent is on record, where the purpose needs it.")] = False,
    latest: Annotated[bool, typer.Option("--latest", help="Show the latest search instead of asking anew.")] = False,
    wait: Annotated[float, typer.Option(help="Seconds to wait for the answers.")] = 10.0,
    as_json: AsJson = False,
) -> None:
    """Ask the region about a registration. Exit code 0 with a possible match, 1 without; 4 while answers are missing."""
    from egnatia.accounts.queries import get_service_officer
    from egnatia.exchange.actions.start_regional_search import start_regional_search
    from egnatia.persons.queries import find_by_reference

    data_set = find_by_reference(reference)
    if data_set is None:
        raise Problem(
            "persons.data_set.not_found", "There is no registration under this number.", "Check the number.", status=404
        )
    officer = get_service_officer()
    found = queries.latest_search(data_set) if latest else None
    found = found or start_regional_search(officer, data_set, purpose.upper(), urgent=urgent, consent=consent)
    facts = _wait(found, wait)
    typer.echo(json.dumps(facts, ensure_ascii=False) if as_json else _as_text(facts))
    states = {row["state"] for row in facts["partners"]}
    if SearchTarget.State.POSSIBLE_MATCH not in states:
        raise typer.Exit(4 if SearchTarget.State.WAITING in states else 1)


def _facts(partner: Partner, channel: queries.Channel) -> dict[str, Any]:
    return {
        "partner": partner.code,
        "name": partner.name,
        "url": partner.url,
        "state": partner.state,
        "differs_from_list": partner.suspended_here,
        "channel": channel.state,
        "waiting": channel.waiting,
        "last_failure": channel.reason,
        "last_seen_at": partner.last_seen_at.isoformat() if partner.last_seen_at else None,
        "fingerprint": partner.fingerprint,
    }


def _test(partner: Partner, gateway: Gateway) -> dict[str, Any]:
    from egnatia.exchange.actions.ping_partner import ping_partner

    try:
        tested = ping_partner(None, partner, gateway)
    except Problem as problem:
        code = problem.details.get("partner_code", problem.code)
        return {"partner": partner.code, "ok": False, "code": code, "message": problem.message}
    return {"partner": partner.code, "ok": True, "milliseconds": round(tested.milliseconds, 1)}


def _wait(found: RegionalSearch, seconds: float) -> dict[str, Any]:
    """The answers, as soon as all are there or the time is over."""
    until = time.monotonic() + seconds
    while found.targets.filter(state=SearchTarget.State.WAITING).exists() and time.monotonic() < until:
        time.sleep(_LOOK_EVERY)
    return {
        "search": str(found.pk),
        "reference_number": found.data_set.reference_number,
        "purpose": found.purpose,
        "partners": [
            {
                "partner": target.partner_code,
                "state": target.state,
                **({"reason": target.reason} if target.reason else {}),
                **({"seconds": _seconds(target)} if target.answered_at else {}),
                "matches": [match.state for match in target.matches.all()],
            }
            for target in found.targets.prefetch_related("matches")
        ],
    }


def _seconds(target: SearchTarget) -> float:
    assert target.asked_at is not None and target.answered_at is not None  # noqa: S101  (both were noted)
    return round((target.answered_at - target.asked_at).total_seconds(), 3)


def _as_text(facts: dict[str, Any]) -> str:
    lines = [f"{facts['reference_number']}, {facts['purpose']}, {clock.now():%Y-%m-%d %H:%M} UTC"]
    for row in facts["partners"]:
        words = row["state"].replace("_", " ") + (f" ({row['reason'].replace('_', ' ')})" if "reason" in row else "")
        lines.append(f"{row['partner']}  {words}")
    return "\n".join(lines)
