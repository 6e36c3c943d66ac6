"""Products of small matrices, whose sums stay in the processor's registers until they are whole.

numba keeps sums in an array in memory, to be read and written for every number added; the compiler below it doesn't, where the
sums are so many vectors by name. Whole numbers are multiplied in pairs, because processors have an instruction for that.
"""

from collections.abc import Callable
from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils as untyped_cgutils
from numba.extending import intrinsic

#: Sums that fill a vector of 512 bits, as which two or four shorter ones serve on processors without.
_LANES = {types.float64: 8, types.int32: 16}
cgutils: Any = untyped_cgutils  # partly without types
_BYTE = ir.IntType(8).as_pointer()


def _broadcast(builder: ir.IRBuilder, number: Any, lanes: int) -> Any:
    undefined = ir.Constant(ir.VectorType(number.type, lanes), ir.Undefined)
    first = builder.insert_element(undefined, number, ir.IntType(32)(0))
    return builder.shuffle_vector(first, undefined, ir.Constant(ir.VectorType(ir.IntType(32), lanes), [0] * lanes))


def _add_floats(builder: ir.IRBuilder, total: Any, left: Any, right: Any) -> Any:
    return builder.fadd(total, builder.fmul(left, right, flags=["contract"]), flags=["contract"])


def _add_pairs(builder: ir.IRBuilder, total: Any, left: Any, right: Any) -> Any:
    """total int32[16]; left, right int16[32]: products of neighbours go into one sum."""
    wide = ir.VectorType(ir.IntType(32), right.type.count)
    products = builder.mul(builder.sext(builder.bitcast(left, right.type), wide), builder.sext(right, wide))
    even, odd = (
        builder.shuffle_vector(products, products, ir.Constant(total.type, list(range(first, wide.count, 2))))
        for first in (0, 1)
    )
    return builder.add(total, builder.add(even, odd))


def make_product(rows: int, vectors: int, *, first: int = 0) -> Callable[..., None]:
    """A step of a kernel, multiply(left, right, out, row, depth): for `rows` rows of `left` and `out` from `row` on, and
    `vectors` vectors of `right` and `out` from `first` on, out = left @ right over the first `depth` columns of `left`.

    left, right, out   float64[:, depth..], float64[depth.., 8 * vectors..], float64[:, 8 * vectors..], or of whole numbers
    left               int32[:, depth..]: each a pair of int16, the first in the lower half
    right              int16[depth.., 2 * 16 * vectors..]: pairs likewise
    out                int32[:, 16 * vectors..]

    All are contiguous. rows * vectors sums and as many more as there are vectors have to find room in 32 registers.
    """

    def multiply(context: Any, left: Any, right: Any, out: Any, row: Any, depth: Any) -> Any:
        def generate(context: Any, builder: ir.IRBuilder, signature: Any, arguments: Any) -> Any:
            of_left, of_right, of_out = (
                context.make_array(kind)(context, builder, value)
                for kind, value in zip(signature.args[:3], arguments[:3], strict=True)
            )
            start, depth = arguments[3:]
            whole = out.dtype == types.int32
            lanes = _LANES[out.dtype]
            number = context.get_value_type(out.dtype)
            total = ir.VectorType(number, lanes)
            taken = ir.VectorType(ir.IntType(16), 2 * lanes) if whole else total
            add = _add_pairs if whole else _add_floats

            def find(array: Any, row: Any, column: Any, kind: Any, width: int) -> Any:
                """The address of vector or number `column` of `row`."""
                line = builder.mul(row, builder.extract_value(array.strides, 0))
                at = builder.add(line, builder.mul(column, column.type(width)))
                return builder.bitcast(builder.gep(builder.bitcast(array.data, _BYTE), [at]), kind.as_pointer())

            def read(place: Any) -> Any:
                value = builder.load(place)
                value.align = 2
                return value

            size = out.dtype.bitwidth // 8
            sums = [[cgutils.alloca_once(builder, total) for _ in range(vectors)] for _ in range(rows)]
            for place in (place for line in sums for place in line):
                builder.store(ir.Constant(total, None), place)
            with cgutils.for_range(builder, depth) as loop:
                columns = [read(find(of_right, loop.index, start.type(first + v), taken, 64)) for v in range(vectors)]
                for r in range(rows):
                    line = builder.add(start, start.type(r))
                    one = _broadcast(builder, read(find(of_left, line, loop.index, number, size)), lanes)
                    for place, column in zip(sums[r], columns, strict=True):
                        builder.store(add(builder, builder.load(place), one, column), place)
            for r in range(rows):
                for v in range(vectors):
                    place = find(of_out, builder.add(start, start.type(r)), start.type(first + v), total, 64)
                    builder.store(builder.load(sums[r][v]), place).align = 4
            return context.get_dummy_value()

        return types.none(left, right, out, types.intp, types.intp), generate

    made: Callable[..., None] = intrinsic(multiply)
    return made
