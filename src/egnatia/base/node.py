"""The node: one partner's installation, all of it in one directory.

node.toml   who it is, where it listens, which database, its settings
keys/       what must be kept apart from everything else, mode 0600
db.sqlite3  the database, unless node.toml names PostgreSQL
blobs/      sealed images
gallery/    sealed templates
run/        sockets and locks of running processes; nothing to keep
law/        the partner's own rules, where they differ from the shipped ones
"""

import os
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import tomli_w

from egnatia.base import keys
from egnatia.base.errors import Problem

ENVIRONMENT = "EGNATIA_NODE"
CONFIG_NAME = "node.toml"


@dataclass(frozen=True, slots=True)
class Node:
    """What node.toml says, and where things lie.

    partner    ISO 3166 letters of the partner (`MK`; Kosovo* is `XK`)
    name       as shown on its pages
    url        where officers and partners reach it, without a slash at the end
    database   {"engine": "sqlite"} or {"engine": "postgresql", "name": …, "host": …, "port": …, "user": …, "password": …}
    settings   everything else; read it with `setting`
    """

    directory: Path
    partner: str
    name: str
    host: str
    port: int
    url: str
    database: dict[str, Any] = field(default_factory=dict)
    settings: dict[str, Any] = field(default_factory=dict)

    def path(self, *parts: str) -> Path:
        """A place inside the node's directory; the folder above it is made when missing."""
        place = self.directory.joinpath(*parts)
        place.parent.mkdir(parents=True, exist_ok=True)
        return place

    def folder(self, *parts: str) -> Path:
        """A folder inside the node's directory, made when missing."""
        place = self.directory.joinpath(*parts)
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        return place

    def setting(self, key: str, default: Any = None) -> Any:
        """The value of `key` in node.toml's [settings], or `default`."""
        return self.settings.get(key, default)


def load(directory: Path) -> Node:
    """Read a node's directory.

    Raises Problem `node.not_found` and `node.config_invalid`.
    """
    config = directory / CONFIG_NAME
    if not config.is_file():
        raise Problem(
            "node.not_found",
            f"There is no node in {directory}.",
            "Name its directory with --node, or make one with: egnatia --node DIR init",
            status=404,
        )
    try:
        values = tomllib.loads(config.read_text(encoding="utf-8"))
        return Node(
            directory=directory.resolve(),
            partner=values["partner"],
            name=values["name"],
            host=values.get("host", "127.0.0.1"),
            port=int(values["port"]),
            url=values["url"].rstrip("/"),
            database=values.get("database", {"engine": "sqlite"}),
            settings=values.get("settings", {}),
        )
    except (tomllib.TOMLDecodeError, KeyError, ValueError, TypeError, AttributeError) as error:
        raise Problem("node.config_invalid", f"{config} can't be read: {error}.", "Mend that line and try again.") from error


def create(
    directory: Path,
    *,
    partner: str,
    name: str,
    port: int,
    url: str,
    host: str = "127.0.0.1",
    database: dict[str, Any] | None = None,
    settings: dict[str, Any] | None = None,
) -> Node:
    """Make a node's directory with its own fresh keys; an existing node is never overwritten.

    Raises Problem `node.exists`.
    """
    if (directory / CONFIG_NAME).exists():
        raise Problem("node.exists", f"{directory} holds a node already.", "Choose another directory.", status=409)
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    keys.create(directory / "keys")
    values = {
        "partner": partner,
        "name": name,
        "host": host,
        "port": port,
        "url": url,
        "database": database or {"engine": "sqlite"},
        "settings": settings or {},
    }
    unfinished = directory / (CONFIG_NAME + ".new")
    unfinished.write_text(tomli_w.dumps(values), encoding="utf-8")
    unfinished.chmod(0o600)
    unfinished.rename(directory / CONFIG_NAME)
    return load(directory)


def find_current() -> Node | None:
    """The node this process works for, or None where none was chosen (as in `makemigrations`)."""
    directory = os.environ.get(ENVIRONMENT)
    return _load_once(directory) if directory and (Path(directory) / CONFIG_NAME).is_file() else None


def current() -> Node:
    """The node this process works for. Raises Problem `node.not_chosen`."""
    node = find_current()
    if node is None:
        raise Problem("node.not_chosen", "No node was named.", "Name its directory with --node or EGNATIA_NODE.")
    return node


@cache
def _load_once(directory: str) -> Node:
    return load(Path(directory))


def change_settings(node: Node, changes: dict[str, Any]) -> Node:
    """Write `changes` into node.toml's [settings]; running processes take them up at their next start."""
    config = node.directory / CONFIG_NAME
    values = tomllib.loads(config.read_text(encoding="utf-8"))
    values.setdefault("settings", {}).update(changes)
    unfinished = node.directory / (CONFIG_NAME + ".new")
    unfinished.write_text(tomli_w.dumps(values), encoding="utf-8")
    unfinished.chmod(0o600)
    unfinished.rename(config)
    _load_once.cache_clear()
    return load(node.directory)
