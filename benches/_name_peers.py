"""Other people's ways to compare two names, run on the same pairs in an environment of their own, for `names_pairs`.

The environment is made under var/bench/names_peers when it isn't there. Where that fails (PyICU has to be compiled:
`apt-get install libicu-dev g++ pkg-config`), nothing is measured of them, and figures that were published stand in their place,
marked as such.
"""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

FOLDER = Path("var/bench/names_peers")
_SCRIPT = Path(__file__).parent / "peers" / "name_scores.py"
_REQUIREMENTS = Path(__file__).parent / "peers" / "name_requirements.txt"
NAMES = {
    "token sort, Unidecode": "rapidfuzz token_sort, Unidecode",
    "token sort, anyascii": "rapidfuzz token_sort, anyascii",
    "metaphone": "metaphone, Dice",
    "name-based": "nomenklatura name-based",
    "logic-v2": "nomenklatura logic-v2",
}
#: F1 on the whole sets, of which the shared pairs are a half, of the best of these programs.
PUBLISHED = {"wd_labels": 0.844, "wb_forms": 0.980, "arab_composed": 0.776}


@dataclass(frozen=True, slots=True)
class Peer:
    """scores: float64[pairs]; microseconds: of the processor, a pair."""

    name: str
    scores: NDArray[np.float64]
    microseconds: float


def compare_peers(pairs: list[tuple[str, str]]) -> tuple[list[Peer], dict[str, str]]:
    """Each program's scores, and the versions of the packages; nothing where they can't be had."""
    try:
        python = _make_environment()
    except subprocess.CalledProcessError as error:
        print(f"Other programs aren't measured: {' '.join(map(str, error.cmd))} failed.", file=sys.stderr)
        return [], {}
    answer = subprocess.run([python, _SCRIPT], input=json.dumps(pairs), capture_output=True, text=True, check=True)
    found = json.loads(answer.stdout)
    peers = [Peer(NAMES[name], np.array(one["scores"]), one["seconds"] * 1e6) for name, one in found["programs"].items()]
    return peers, found["versions"]


def _make_environment() -> Path:
    python = FOLDER / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", FOLDER], check=True)
    subprocess.run([python, "-m", "pip", "install", "--quiet", "-r", _REQUIREMENTS], check=True)
    return python
