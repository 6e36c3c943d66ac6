"""Making a node, and bringing it up to date."""

import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.management import call_command
from django.db import transaction

from egnatia import law
from egnatia.base import node
from egnatia.base.errors import Problem
from egnatia.base.node import Node
from egnatia.law.own_rules import use_own_rules


def create_node(
    directory: Path,
    *,
    partner: str,
    name: str,
    port: int,
    host: str,
    url: str,
    database_url: str,
    settings: dict[str, Any] | None = None,
) -> Node:
    """Make the directory, its keys and node.toml; the database comes with `set_up`.

    A partner that the shipped rules don't know brings its own entry: `law/partners.toml` in the directory, beforehand.
    Raises Problem `node.partner_unknown`, `node.exists`, `node.database_url`, `law.rules.wrong`.
    """
    use_own_rules(directory)
    if partner not in law.partners():
        raise Problem("node.partner_unknown", f"There is no partner {partner}.", f"Choose among {', '.join(law.partners())}.")
    return node.create(
        directory,
        partner=partner,
        name=name or f"Egnatia {law.partner(partner).name}",
        port=port,
        host=host,
        url=url or f"http://localhost:{port}",
        database=_database(database_url),
        settings={"time_zone": law.partner(partner).time_zone, **_behind_proxy(url, settings or {}), **(settings or {})},
    )


def _behind_proxy(url: str, settings: dict[str, Any]) -> dict[str, Any]:
    """A node with a real address has a proxy in front that ends TLS; it answers to the names of its addresses."""
    hosts = [host for one in (url, str(settings.get("exchange_url", ""))) if (host := urlsplit(one).hostname)]
    return {"behind_proxy": True, "allowed_hosts": hosts} if url.startswith("https://") else {}


def set_up_in_new_process(made: Node, *, administrator: str, password: str) -> None:
    """Run `set_up` where Django's settings are the new node's; this process has read others already."""
    command = [sys.executable, "-m", "egnatia", "--node", str(made.directory), "finish-init", administrator]
    done = subprocess.run(command, input=password + "\n", text=True, capture_output=True, check=False)  # noqa: S603
    if done.returncode:
        raise Problem("node.setup_failed", done.stderr.strip()[-500:], "Mend that, then run: egnatia upgrade.", status=500)


def set_up(made: Node, *, administrator: str, password: str) -> None:
    """Database, first unit, service account of the command line, first administrator, keys of the exchange."""
    from egnatia.accounts.actions.create_officer import create_officer
    from egnatia.accounts.actions.create_unit import create_unit
    from egnatia.accounts.models import Officer, Unit

    upgrade(made)
    with transaction.atomic():
        unit = Unit.objects.first() or create_unit(None, name="Headquarters")
        if not Officer.objects.filter(username__iexact=administrator).exists():
            create_officer(
                None,
                username=administrator,
                full_name="Administrator",
                unit=unit,
                roles=["administrator"],
                password=password,
                must_change_password=False,
            )


def upgrade(existing: Node) -> None:
    """Migrations, and what every version needs to be there. Safe to repeat."""
    from egnatia.accounts.actions.create_officer import create_officer
    from egnatia.accounts.actions.create_unit import create_unit
    from egnatia.accounts.models import Officer, Unit
    from egnatia.accounts.queries import OPERATOR
    from egnatia.cooperation.actions.seed_commitments import seed_commitments
    from egnatia.exchange import keys as exchange_keys
    from egnatia.picture.actions.load_route_years import load_route_years

    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    exchange_keys.create(existing.directory / "keys")
    if not Officer.objects.filter(username=OPERATOR).exists():
        unit = Unit.objects.first() or create_unit(None, name="Headquarters")
        create_officer(None, username=OPERATOR, full_name="Command line", unit=unit, roles=["service"], kind="service")
    load_route_years()
    seed_commitments()


def _database(url: str) -> dict[str, Any]:
    if not url:
        return {"engine": "sqlite"}
    parts = urlsplit(url)
    if parts.scheme not in ("postgresql", "postgres") or not parts.path.strip("/"):
        raise Problem(
            "node.database_url", "That isn't the address of a database.", "Write postgresql://user:password@host:port/name."
        )
    values = {
        "name": parts.path.strip("/"),
        "host": parts.hostname,
        "port": parts.port,
        "user": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
    }
    return {"engine": "postgresql", **{key: value for key, value in values.items() if value}}
