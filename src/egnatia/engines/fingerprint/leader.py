"""LEADER at work: its graph, made once and kept in the user's cache folder, run by onnxruntime.

The weights lie in the installed `pyfing` package. Its code is never imported (it would ask for Keras and OpenCV); only the
weights file is read. The cache saves the second of making the graph and the memory that `onnx` and `h5py` take; nothing
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
from egnatia.engines.fingerprint.leader_version import GRAPH_VERSION, INPUT, OUTPUT, SIZE_MULTIPLE

_CHECKSUM_BYTES = 32


class Leader:
    """The network, ready to run in this process. One thread unless told otherwise: a node runs one worker per core."""

    def __init__(self, *, threads: int = 1) -> None:
        self._session = onnxruntime.InferenceSession(
            load_graph(find_weights()), _session_options(threads), providers=["CPUExecutionProvider"]
        )

    def maps(self, picture: NDArray[np.uint8]) -> NDArray[np.float32]:
        """What the network sees in `picture` (uint8[h, w], 500 dpi, dark ridges): float32[5, h, w].

        Channels: probability of a minutia; x and y part of its direction (y upwards); probability that it is an ending;
        blurred probability where it is the largest of its 7x7 neighbourhood, else 0.
        """
        height, width = picture.shape
        top, left = (-height % SIZE_MULTIPLE) // 2, (-width % SIZE_MULTIPLE) // 2
        padding = ((top, -height % SIZE_MULTIPLE - top), (left, -width % SIZE_MULTIPLE - left))
        padded = np.pad(picture, padding, constant_values=_background(picture)).astype(np.float32)
        maps: NDArray[np.float32] = self._session.run([OUTPUT], {INPUT: padded[None, None]})[0][0]
        return maps[:, top : top + height, left : left + width]


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


def load_graph(weights: Path) -> bytes:
    """The serialised ONNX graph of `weights`: from the cache where it is there and whole, else made and kept there."""
    cached = cache_path(weights)
    return _read_cached(cached) or _make_graph(weights, cached)


def cache_path(weights: Path) -> Path:
    """Where the graph of these weights is kept: one file per content of the weights and version of the graph."""
    digest = hashlib.sha256(weights.read_bytes()).hexdigest()[:16]
    folder = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(folder) / "egnatia" / f"leader-{digest}-{GRAPH_VERSION}.onnx"


def _read_cached(path: Path) -> bytes | None:
    """The graph in `path`, or None where there is none or its checksum says that it is damaged."""
    try:
        stored = path.read_bytes()
    except OSError:
        return None
    checksum, graph = stored[:_CHECKSUM_BYTES], stored[_CHECKSUM_BYTES:]
    return graph if graph and hashlib.sha256(graph).digest() == checksum else None


def _make_graph(weights: Path, cached: Path) -> bytes:
    from egnatia.engines.fingerprint import leader_graph  # h5py and onnx: 60 MB that no later start needs

    graph: bytes = leader_graph.build_graph(leader_graph.read_weights(str(weights))).SerializeToString()
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
