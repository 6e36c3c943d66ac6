"""Write the test vectors of the protocol: `python -m tests.vectors.make`. What they hold: docs/protocol/vectors/README.md."""

import json
from pathlib import Path
from typing import Any

from tests.vectors import evidence, http, law_enforcement, letters, log, police, sealed

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "protocol" / "vectors"


def read(name: str) -> dict[str, Any]:
    vectors: dict[str, Any] = json.loads((FOLDER / name).read_text(encoding="utf-8"))
    return vectors


def make_all() -> dict[str, dict[str, Any]]:
    """Each file by its name."""
    kept = read("sealed.json") if (FOLDER / "sealed.json").exists() else None
    return {
        "letters.json": letters.make(),
        "sealed.json": sealed.make(kept),
        "requests.json": http.make(),
        "log.json": log.make(),
        "evidence.json": evidence.make(),
        "law_enforcement.json": law_enforcement.make(),
        "police.json": police.make(),
    }


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, vectors in make_all().items():
        text = json.dumps(vectors, ensure_ascii=False, indent=1)
        (FOLDER / name).write_text(text + "\n", encoding="utf-8")
