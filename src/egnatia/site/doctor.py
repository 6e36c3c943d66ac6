"""What is wrong with an installation, and how to mend it."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from egnatia.base.errors import Problem
from egnatia.base.node import Node

ENOUGH_DISK = 1024**3  # bytes: below this a day's images may not fit


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `note`: what is good to know though nothing is wrong."""

    what: str
    ok: bool
    cure: str = ""
    note: str = ""

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def examine(node: Node) -> Iterator[Finding]:
    """Look at one thing after the other; a check that can't even run is a finding, too."""
    for what, check in _CHECKS.items():
        note = ""
        try:
            cure = check(node)
            note = _NOTES[what](node) if what in _NOTES else ""
        except (Problem, DatabaseError, ImproperlyConfigured, OSError, ImportError) as error:
            cure = f"{error.message} {error.cure}" if isinstance(error, Problem) else f"{type(error).__name__}: {error}"
        yield Finding(what, ok=not cure, cure=cure, note=note)


def _keys(node: Node) -> str:
    from egnatia.base import sealing

    sealing.key_ring()
    loose = [path.name for path in (node.directory / "keys").rglob("*") if path.is_file() and path.stat().st_mode & 0o077]
    return f"Others on this machine can read {', '.join(loose)}: chmod 600 them." if loose else ""


def _directory(node: Node) -> str:
    probe = node.folder("run") / "probe"
    probe.write_bytes(b"x")
    probe.unlink()
    free = shutil.disk_usage(node.directory).free
    return f"Only {free // 1024**2} MiB are free on its disk: make room." if free < ENOUGH_DISK else ""


def _database(node: Node) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA quick_check")
            answer = cursor.fetchone()[0]
            return "" if answer == "ok" else f"SQLite says: {answer}. Restore a backup."
        if connection.pg_version < 150000:  # type: ignore[attr-defined]
            return "PostgreSQL is older than 15: upgrade it."
    return ""


def _migrations(node: Node) -> str:
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return f"{len(missing)} steps are missing. Run: egnatia upgrade" if missing else ""


def _audit(node: Node) -> str:
    from egnatia.audit.recording import find_breaks

    breaks = list(find_breaks(limit=3))
    return f"{'; '.join(breaks)}. Compare with a backup and tell your supervisor." if breaks else ""


def _worker(node: Node) -> str:
    from egnatia.site.working import is_working

    return "" if is_working(node) else "Nothing is delivered and no fingerprint is read. Start it: egnatia work"


def _gallery(node: Node) -> str:
    from egnatia.biometrics.gallery import find_missing_parts, verify

    if missing := find_missing_parts():
        return f"Missing: part {', '.join(map(str, missing))}. Start Ray on its machine: egnatia-ray.service"
    damage = verify()
    return f"{damage[0]} ({len(damage)} in all). Run: egnatia gallery rebuild" if damage else ""


def _extraction(node: Node) -> str:
    from egnatia.engines.fingerprint.leader import get_leader

    get_leader()
    return ""


def _pages(node: Node) -> str:
    from egnatia.ui import build

    return (
        "" if Path(build.BUILT, "egnatia.css").is_file() else "Their style sheet isn't built. Run: python -m egnatia.ui.build"
    )


def _exchange_keys(node: Node) -> str:
    from egnatia.exchange import keys
    from egnatia.exchange.gateways import Gateway

    for gateway in Gateway:
        keys.own(gateway)
    return ""


def _exchange_log(node: Node) -> str:
    from egnatia.exchange.gateways import Gateway
    from egnatia.exchange.log.heads import check_grown, latest_head
    from egnatia.exchange.log.restored import find_who_saw_more, log_restored
    from egnatia.exchange.log.standing import is_witnessed, not_witnessed

    for gateway in Gateway:
        check_grown(latest_head(gateway))
        if saw_more := find_who_saw_more(gateway):
            raise log_restored(saw_more)
    stopped = [gateway for gateway in Gateway if not is_witnessed(gateway)]
    if not stopped:
        return ""
    named = " --gateway law-enforcement" if stopped == [Gateway.LAW_ENFORCEMENT] else ""
    return f"{not_witnessed().message} See: egnatia log status{named}."


def _partners_conduct(node: Node) -> str:
    from egnatia.exchange.conduct import find_misconduct

    return " ".join(find_misconduct())


def _strangers(node: Node) -> str:
    from egnatia.exchange.conduct import find_strangers

    return find_strangers()


def _federation_list(node: Node) -> str:
    from egnatia.exchange.federation.health import find_troubles

    return " ".join(find_troubles(node))


def _transport(node: Node) -> str:
    from egnatia.exchange.transport.health import find_troubles

    return " ".join(find_troubles(node))


def _transport_news(node: Node) -> str:
    from egnatia.exchange.transport.health import find_news

    return find_news(node)


def _federation_news(node: Node) -> str:
    from egnatia.exchange.federation.health import find_news

    return find_news()


def _watched_folder(node: Node) -> str:
    from egnatia.base.node_settings import value_of
    from egnatia.registration.watched_folder import find_folder

    if not value_of("watched_folder"):
        return ""
    folder = find_folder()
    if folder is None:
        return f"{value_of('watched_folder')} isn't there: make it, or mount the share. Nothing is lost meanwhile."
    return (
        "" if os.access(folder, os.R_OK | os.W_OK | os.X_OK) else f"{folder} can't be read and written by the node: chown it."
    )


def _settings(node: Node) -> str:
    from egnatia.base.node_settings import mistakes_in

    wrong = mistakes_in(node.settings)
    return f"node.toml: {', '.join(wrong)} can't be so: see docs/reference/settings.md." if wrong else ""


_CHECKS: dict[str, Callable[[Node], str]] = {
    "keys of the node": _keys,
    "keys of the exchange": _exchange_keys,
    "log of the exchange": _exchange_log,
    "federation list": _federation_list,
    "way to partners": _transport,
    "conduct of partners": _partners_conduct,
    "directory and disk": _directory,
    "settings": _settings,
    "database": _database,
    "database is up to date": _migrations,
    "audit chain": _audit,
    "gallery of fingerprints": _gallery,
    "reading of fingerprints": _extraction,
    "pages": _pages,
    "worker runs": _worker,
    "watched folder": _watched_folder,
}
_NOTES: dict[str, Callable[[Node], str]] = {
    "federation list": _federation_news,
    "way to partners": _transport_news,
    "conduct of partners": _strangers,
}
