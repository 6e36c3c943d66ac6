"""LEADER at work: its graphs, made once and kept in the user's cache folder, run by onnxruntime.

The weights lie in the installed `pyfing` package. Its code is never imported (it would ask for Keras and OpenCV); only the
weights file is read. The cache saves the second of making the graphs and the memory that `onnx` and `h5py` take; nothing
depends on it, so a folder that can't be written only costs that second.
"""

import functools
import hashlib
import importlib.util
import os
import tempfile
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from egnatia.engines.errors import EngineError
from egnatia.engines.fingerprint.leader_version import (
    AROUND,
    DESCRIBED,
    DESCRIBER,
    FEATURES,
    FINDER,
    GRAPH_VERSION,
    INSIDE,
    LAST_REACH,
    PEAKS,
    PICTURE,
    REACH,
    SIZE_MULTIPLE,
)

_CHECKSUM_BYTES = 32


class Leader:
    """The network, ready to run in this process. One thread unless told otherwise: a node runs one worker per core."""

    def __init__(self, *, threads: int = 1) -> None:
        weights = find_weights()
        self._finder, self._describer = (
            onnxruntime.InferenceSession(
                load_graph(weights, name), _session_options(threads), providers=["CPUExecutionProvider"]
            )
            for name in (FINDER, DESCRIBER)
        )

    def find(self, picture: NDArray[np.uint8], *, least: float, most: int) -> NDArray[np.float32]:
        """The minutiae in `picture` (uint8[h, w], 500 dpi, dark ridges) from top to bottom: float32[n, 6].

        Columns: x and y in pixels; x and y part of the direction (y upwards); probability that it is an ending; height of
        the peak, which is the blurred probability that there is a minutia. `least`: lowest height; `most`: how many are
        described, the highest by hundredths, as quality is stored, and among equals the upper ones.
        """
        height, width = picture.shape
        top, left = (-height % SIZE_MULTIPLE) // 2, (-width % SIZE_MULTIPLE) // 2
        padding = ((top, -height % SIZE_MULTIPLE - top), (left, -width % SIZE_MULTIPLE - left))
        padded = np.pad(picture, padding, constant_values=_background(picture)).astype(np.float32)
        peaks, features = self._finder.run([PEAKS, FEATURES], {PICTURE: padded[None, None]})
        peaks = peaks[0, 0, top : top + height, left : left + width]
        y, x = np.nonzero(peaks >= least)
        highest = np.sort(np.argsort(-np.rint(peaks[y, x] * 100), kind="stable")[:most])
        y, x = y[highest], x[highest]
        described = self._describe(features[0], y + top, x + left)
        return np.column_stack([x, y, described, peaks[y, x]]).astype(np.float32)

    def _describe(self, features: NDArray[np.float32], y: NDArray[np.intp], x: NDArray[np.intp]) -> NDArray[np.float32]:
        """Direction and kind float32[n, 3] at pixels of the padded picture."""
        if not len(y):
            return np.empty((0, 3), np.float32)
        around, inside = cut_around(features, y // 2, x // 2)
        described = self._describer.run([DESCRIBED], {AROUND: around, INSIDE: inside})[0]
        at_pixel: NDArray[np.float32] = described[np.arange(len(y)), :, y % 2, x % 2]
        return at_pixel


def cut_around(
    features: NDArray[np.float32], y: NDArray[np.intp], x: NDArray[np.intp]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """What the describer reads: features float32[n, c, 9, 9] about n pixels of float32[c, h, w], and whether inside."""
    _, height, width = features.shape
    offsets = np.arange(-REACH, REACH + 1)
    rows, columns = (y[:, None] + offsets)[:, :, None], (x[:, None] + offsets)[:, None, :]
    inside = ((rows >= 0) & (rows < height) & (columns >= 0) & (columns < width))[:, None].astype(np.float32)
    around = features[:, rows.clip(0, height - 1), columns.clip(0, width - 1)].swapaxes(0, 1) * inside
    middle = slice(REACH - LAST_REACH, REACH + LAST_REACH + 1)
    return around, inside[:, :, middle, middle]


@functools.cache
def get_leader() -> Leader:
    """The process's one network, loaded on first use (a tenth of a second)."""
    return Leader()


def find_weights() -> Path:
    """The weights file inside the installed `pyfing`; EngineError `leader.weights_missing` if it isn't there."""
    package = importlib.util.find_spec("pyfing")
    folders = [] if package is None else package.submodule_search_locations or []
    for folder in folders:
        path = Path(folder) / "models" / "LEADER.weights.h5"
        if path.is_file():
            return path
    raise EngineError(
        "leader.weights_missing",
        "The weights of the minutiae extractor aren't installed.",
        "Install the package pyfing in the version that requirements/runtime.txt names.",
    )


def load_graph(weights: Path, name: str) -> bytes:
    """The serialised ONNX graph `name` of `weights`: from the cache where it is there and whole, else made and kept there."""
    cached = cache_path(weights, name)
    return _read_cached(cached) or _make_graph(weights, name, cached)


def cache_path(weights: Path, name: str) -> Path:
    """Where a graph is kept: one file per content of the weights and version of the graph."""
    digest = hashlib.sha256(weights.read_bytes()).hexdigest()[:16]
    folder = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(folder) / "egnatia" / f"leader-{name}-{digest}-{GRAPH_VERSION}.onnx"


def _read_cached(path: Path) -> bytes | None:
    """The graph in `path`, or None where there is none or its checksum says that it is damaged."""
    try:
        stored = path.read_bytes()
    except OSError:
        return None
    checksum, graph = stored[:_CHECKSUM_BYTES], stored[_CHECKSUM_BYTES:]
    return graph if graph and hashlib.sha256(graph).digest() == checksum else None


def _make_graph(weights: Path, name: str, cached: Path) -> bytes:
    from egnatia.engines.fingerprint import leader_graph  # h5py and onnx: 60 MB that no later start needs

    graph: bytes = leader_graph.build_graph(name, leader_graph.read_weights(str(weights))).SerializeToString()
    try:
        _write_whole(cached, hashlib.sha256(graph).digest() + graph)
    except OSError:
        pass  # a read-only or full home: the graph is made again at the next start
    return graph


def _write_whole(path: Path, content: bytes) -> None:
    """Write so that a reader, or another process making the same file, only ever sees a whole one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.replace(temporary, path)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise


def _session_options(threads: int) -> onnxruntime.SessionOptions:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # Sizes differ from print to print: a memory plan kept for each size would let a worker grow for ever.
    options.enable_mem_pattern = False
    return options


def _background(picture: NDArray[np.uint8]) -> int:
    """The grey to pad with: the middle tone of the rim, so that no strong edge appears where the picture ends."""
    rim = np.concatenate([picture[0], picture[-1], picture[:, 0], picture[:, -1]])
    return int(np.median(rim))
