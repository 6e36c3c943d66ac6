"""The network: its graphs compute what was published, and their cache can be lost, damaged, shared or forbidden."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import onnxruntime
import pytest
from onnx import TensorProto, helper

from egnatia.engines.errors import EngineError
from egnatia.engines.fingerprint import leader, leader_graph
from egnatia.engines.fingerprint.extraction import read_found
from egnatia.engines.fingerprint.leader_version import (
    AROUND,
    DESCRIBED,
    DESCRIBER,
    FEATURES,
    FINDER,
    INSIDE,
    PICTURE,
    SIZE_MULTIPLE,
)
from egnatia.engines.fingerprint.minutiae import Minutiae
from tests.engines.fingerprint.prints import draw_print

WEIGHTS = leader.find_weights()


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return leader.cache_path(WEIGHTS, FINDER)


def test_graph_is_made_once_and_read_afterwards(cache, monkeypatch):
    assert not cache.exists()
    made = leader.load_graph(WEIGHTS, FINDER)
    monkeypatch.setattr(leader_graph, "build_graph", lambda name, weights: pytest.fail("made again"))
    assert leader.load_graph(WEIGHTS, FINDER) == made
    assert [path.name for path in cache.parent.iterdir()] == [cache.name]


@pytest.mark.parametrize(
    "damage", [lambda d: b"", lambda d: d[:1000], lambda d: d[:5000] + bytes(50) + d[5050:], lambda d: d[32:]]
)
def test_a_damaged_cache_is_made_anew(cache, damage):
    made = leader.load_graph(WEIGHTS, FINDER)
    cache.write_bytes(damage(cache.read_bytes()))
    assert leader.load_graph(WEIGHTS, FINDER) == made
    assert cache.read_bytes()[32:] == made


def test_a_folder_that_cannot_be_written_costs_only_time(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert len(leader.load_graph(WEIGHTS, FINDER)) > 2_000_000


def test_a_graph_is_kept_by_its_name_and_its_weights(cache, tmp_path):
    (tmp_path / "other.h5").write_bytes(b"other weights")
    assert cache != leader.cache_path(WEIGHTS, DESCRIBER)
    assert cache != leader.cache_path(tmp_path / "other.h5", FINDER)


def test_builders_at_the_same_time_agree(cache):
    with ThreadPoolExecutor(4) as pool:
        graphs = set(pool.map(lambda _: leader.load_graph(WEIGHTS, FINDER), range(4)))
    assert len(graphs) == 1
    assert [path.name for path in cache.parent.iterdir()] == [cache.name]


def test_missing_weights_are_named(monkeypatch):
    monkeypatch.setattr(leader.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(EngineError) as raised:
        leader.find_weights()
    assert raised.value.code == "leader.weights_missing"


def test_running_needs_neither_pyfing_nor_the_graphs_makers():
    """With the graph in the cache, a worker loads no Keras, OpenCV, h5py or onnx, and no code of pyfing."""
    leader.get_leader()
    code = "import sys; from egnatia.engines.fingerprint.leader import get_leader; get_leader(); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"pyfing", "keras", "cv2", "h5py", "onnx", "django"} & set(done.stdout.split())


@pytest.mark.parametrize("size", [(400, 352), (131, 260), (32, 32)])
def test_minutiae_of_any_size_of_picture_lie_in_it(size):
    found = leader.get_leader().find(draw_print()[: size[0], : size[1]], least=0.01, most=80)
    assert found.shape[1] == 6 and found.dtype == np.float32
    assert (found[:, :2] >= 0).all() and (found[:, 0] < size[1]).all() and (found[:, 1] < size[0]).all()


def test_an_empty_picture_has_no_minutiae():
    assert leader.get_leader().find(np.full((64, 96), 200, np.uint8), least=0.45, most=80).shape == (0, 6)


def test_those_of_highest_quality_are_taken_and_stay_in_order():
    points, quality = read_found(leader.get_leader().find(draw_print(), least=0.01, most=1000))
    every = Minutiae(points, quality, 352, 400)
    for most in range(1, len(every), 3):
        points, quality = read_found(leader.get_leader().find(draw_print(), least=0.01, most=most))
        assert (points == every.best(most).points).all() and (quality == every.best(most).quality).all()


def load(model):
    return onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])


def pad(picture):
    padding = [(0, -side % SIZE_MULTIPLE) for side in picture.shape]
    return np.pad(picture, padding, mode="edge").astype(np.float32)[None, None]


def test_a_minutia_is_described_as_the_whole_picture_would_be():
    """In the corners and on the rim of the picture, too, where part of the surroundings is missing."""
    weights = leader_graph.read_weights(str(WEIGHTS))
    features = load(leader_graph.build_finder(weights)).run([FEATURES], {PICTURE: pad(draw_print()[:96, 100:196])})[0]
    height, width = features.shape[2:]
    net = leader_graph._Network(weights)
    corners = net.at_full_size(["dir", "typ"], net.concat(net.head(1, FEATURES), net.head(2, FEATURES)))
    direction, kind = net.split(corners, (2, 1))
    net.concat(direction, net.op("Sigmoid", [kind]))
    whole = run(net.nodes, net.constants, {FEATURES: features})[0]
    y, x = (places.ravel() for places in np.mgrid[:height, :width])
    around, inside = leader.cut_around(features[0], y, x)
    described = load(leader_graph.build_describer(weights)).run([DESCRIBED], {AROUND: around, INSIDE: inside})[0]
    pieces = whole.reshape(3, height, 2, width, 2).transpose(1, 3, 0, 2, 4).reshape(-1, 3, 2, 2)
    assert np.allclose(described, pieces, atol=1e-4)


def run(nodes, constants, feed):
    outputs = [helper.make_tensor_value_info(nodes[-1].output[0], TensorProto.FLOAT, None)]
    inputs = [helper.make_tensor_value_info(n, TensorProto.FLOAT, v.shape) for n, v in feed.items()]
    graph = helper.make_graph(nodes, "part", inputs, outputs, constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], ir_version=9)
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    return session.run(None, feed)[0]


def test_four_small_kernels_do_what_the_large_one_does_on_the_doubled_picture():
    generator = np.random.default_rng(0)
    kernel = generator.normal(size=(5, 5, 3, 2)).astype(np.float32)
    picture = generator.normal(size=(1, 3, 9, 7)).astype(np.float32)
    net = leader_graph._Network({})
    corners = net.op("DepthToSpace", [net.convolve("x", leader_graph._on_doubled(kernel))], blocksize=2, mode="CRD")
    fast = run(net.nodes, net.constants, {"x": picture})
    net = leader_graph._Network({})
    net.convolve("x", kernel)
    slow = run(net.nodes, net.constants, {"x": picture.repeat(2, 2).repeat(2, 3)})
    assert corners and np.allclose(fast, slow, atol=1e-4)


@pytest.mark.parametrize("name", ["enc1_0", "enc1_1", "enc1_3", "dec1_0"])
def test_multiplied_layers_do_what_they_do_one_by_one(name):
    weights = leader_graph.read_weights(str(WEIGHTS))
    channels = weights[f"{name}_depthwise_conv"][0].shape[2]
    picture = np.random.default_rng(1).normal(size=(1, channels, 12, 10)).astype(np.float32)
    net = leader_graph._Network(weights)
    net.inverse_bottleneck(name, "x")
    fast = run(net.nodes, net.constants, {"x": picture})
    net = leader_graph._Network(weights)
    y = net.layer_norm(f"{name}_ln", net.convolve_depthwise("x", weights[f"{name}_depthwise_conv"][0]))
    y = net.layer(f"{name}_conv_red", net.gelu(net.layer(f"{name}_conv_exp", y)))
    net.layer(f"{name}_conv_adj", net.op("Add", ["x", y]))
    slow = run(net.nodes, net.constants, {"x": picture})
    assert np.allclose(fast, slow, rtol=1e-3, atol=1e-3)
