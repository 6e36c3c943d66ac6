"""The verifier, run as its users run it, on files as they get them."""

import importlib.util
import io
import json
import re
import subprocess
import sys
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from unittest import mock

from tests.conftest import REPOSITORY

FILE = REPOSITORY / "verifier" / "egnatia_verifier.py"


@dataclass(frozen=True)
class Run:
    status: int
    output: str

    @property
    def codes(self) -> list[str]:
        """Each code once, in alphabetical order."""
        return sorted(set(re.findall(r"^([a-z]+\.[a-z_]+): ", self.output, re.MULTILINE)))

    @property
    def proven(self) -> int:
        """Leaves of a log, or letters of a bundle."""
        found = re.search(r"(\d+) of \d+ (?:leaves|letters) are proven", self.output)
        assert found, self.output
        return int(found[1])


def load() -> ModuleType:
    """The file as a module."""
    spec = importlib.util.spec_from_file_location("egnatia_verifier", FILE)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


verifier = load()


def run(*arguments: str | Path) -> Run:
    """In this process: fast."""
    output = io.StringIO()
    with (
        mock.patch("sys.argv", ["egnatia_verifier.py", *map(str, arguments)]),
        redirect_stdout(output),
        redirect_stderr(output),
    ):
        status = verifier.main()
    return Run(status, output.getvalue())


def run_alone(*arguments: str | Path) -> Run:
    """In a process that sees neither the repository nor environment variables."""
    done = subprocess.run(
        [sys.executable, "-I", str(FILE), *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
        timeout=180,
    )
    return Run(done.returncode, done.stdout + done.stderr)


def write_export(
    folder: Path,
    heads: str,
    *,
    leaf_hashes: Sequence[bytes] | None = None,
    entries: Sequence[bytes] | None = None,
    origin: str = "MK",
    size: int | None = None,
) -> Path:
    """The folder of an exported log."""
    folder.mkdir(parents=True, exist_ok=True)
    count = len(entries or ()) if leaf_hashes is None else len(leaf_hashes)
    about = {"version": 1, "origin": origin, "size": count if size is None else size, "made_at": "2026-11-22T13:00:00Z"}
    (folder / "about.json").write_text(json.dumps(about))
    (folder / "heads.txt").write_bytes(heads.encode())
    if leaf_hashes is not None:
        (folder / "leaf-hashes").write_bytes(b"".join(leaf_hashes))
    if entries is not None:
        (folder / "entries.jsonl").write_bytes(b"".join(entry + b"\n" for entry in entries))
    return folder


def write_keys_file(folder: Path, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "keys.txt").write_text(text)
    return folder / "keys.txt"
