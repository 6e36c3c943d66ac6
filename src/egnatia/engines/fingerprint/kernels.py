"""How this engine's kernels are compiled, and the one instruction that numba has no name for."""

from pathlib import Path
from typing import Any

from llvmlite.ir import IRBuilder
from numba import types
from numba.extending import intrinsic

from egnatia.engines.kernels import Compiler

COMPILER = Compiler(
    Path(__file__).parent,
    (
        "parameters.py",
        "kernels.py",
        "products.py",
        "projection.py",
        "cylinders.py",
        "template.py",
        "comparison.py",
        "code.py",
        "code_scan.py",
    ),
    reorders=True,
)
kernel, inlined = COMPILER.kernel, COMPILER.inlined


def _popcount(typing_context: Any, word: Any) -> Any:
    def generate(context: Any, builder: IRBuilder, signature: Any, arguments: Any) -> Any:
        return builder.ctpop(arguments[0])

    return types.uint64(types.uint64), generate


#: Number of set bits of a uint64; the processor's own instruction, over whole vectors where it has one.
popcount: Any = intrinsic(_popcount)
