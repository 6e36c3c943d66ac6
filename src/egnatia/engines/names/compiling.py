"""How this engine's kernels are compiled."""

from pathlib import Path

from egnatia.engines.kernels import Compiler

COMPILER = Compiler(
    Path(__file__).parent,
    (
        "births.py",
        "compiling.py",
        "index_kernels.py",
        "index_parts.py",
        "index_words.py",
        "kernels.py",
        "keys.py",
        "letters.py",
        "pairs.py",
        "places.py",
        "prepared.py",
        "ranking.py",
        "scripts.py",
        "traits.py",
        "transducer.py",
    ),
    reorders=False,
)
kernel = COMPILER.kernel
