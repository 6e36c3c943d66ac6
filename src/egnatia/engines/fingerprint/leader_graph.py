"""LEADER's network as two ONNX graphs, made from its published weights.

R. Cappelli and M. Ferrara, "LEADER: Lightweight End-to-End Attention-Gated Dual Autoencoder for Robust Minutiae
Extraction", arXiv 2602.15493 (2026). The blocks below have the names of the layers in the weights file, in the order of
the paper: stem, context encoder and decoder, attention gate, refinement encoder and decoder, three heads.

The finder says where minutiae are, the describer which way they point and whether they are endings: of the three heads only
the first is needed at every pixel, the others at a few dozen. Both compute the published network, rearranged where the
algebra allows it so that it costs less:

* two linear maps in a row (`red` then `adj`, and a head's `conv1` after them) are multiplied into one;
* a head's pointwise layers run before the up-sampling instead of after it, which is the same for each pixel;
* a 5x5 convolution over a picture doubled by repetition is four 3x3 convolutions over the picture itself, one for each
  corner of the doubled pixel, interleaved afterwards.

The results agree with the published order of operations to float rounding (tests/engines/fingerprint/test_leader.py).
"""

from collections.abc import Mapping, Sequence
from typing import Any

import h5py
import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from egnatia.engines.fingerprint.leader_version import (
    AROUND,
    DESCRIBED,
    FEATURES,
    FINDER,
    INSIDE,
    LAST_REACH,
    PEAKS,
    PICTURE,
    REACH,
)

Array = NDArray[np.float32]
Weights = Mapping[str, list[Array]]
Shapes = Mapping[str, tuple[int | str, ...]]

_CONTEXT_FILTERS = (16, 32, 64, 128)
_REFINEMENT_FILTERS = (32, 64, 128, 32)
_LAYER_NORM_EPSILON = 1e-3
_BLUR = np.array([1, 4, 6, 4, 1], np.float32)[:, None] / np.float32(16)


def read_weights(path: str) -> dict[str, list[Array]]:
    """The trained arrays of every layer by the layer's name, in Keras's order and layout (height, width, in, out)."""
    with h5py.File(path, "r") as file:
        groups = [layer["vars"] for layer in file["layers"].values() if "vars" in layer]
        return {
            str(group.attrs["name"]): [np.asarray(group[str(i)], np.float32) for i in range(len(group))]
            for group in groups
            if len(group)
        }


def build_graph(name: str, weights: Weights) -> onnx.ModelProto:
    """The graph `name`: FINDER or DESCRIBER."""
    return build_finder(weights) if name == FINDER else build_describer(weights)


def build_finder(weights: Weights) -> onnx.ModelProto:
    """`picture` float32[1, 1, h, w] (0 to 255) to `peaks` float32[1, 1, h, w] and `features` float32[1, 52, h/2, w/2].

    peaks: blurred probability of a minutia where it is the largest of its 7x7 neighbourhood, else 0; features: what the
    describer needs.
    """
    net = _Network(weights)
    features = net.features(PICTURE)
    net.name(features, FEATURES)
    net.name(net.peaks(net.at_full_size(["pos"], net.head(0, features))), PEAKS)
    shapes: Shapes = {PICTURE: (1, 1, "h", "w"), PEAKS: (1, 1, "h", "w"), FEATURES: (1, "c", "h/2", "w/2")}
    return net.make_model("finder", [PICTURE], [PEAKS, FEATURES], shapes)


def build_describer(weights: Weights) -> onnx.ModelProto:
    """`around` float32[n, 52, 9, 9] and `inside` float32[n, 1, 3, 3] to `described` float32[n, 3, 2, 2].

    around: the finder's features about n pixels of half the size, 0 outside the picture; inside: 1 where the 3x3 pixels in
    the middle are in the picture, 0 outside; described: for the four pixels of full size in the middle one, x and y part of
    a minutia's direction (y upwards) and the probability that it is an ending.
    """
    net = _Network(weights, is_padded=False)
    heads = [net.op("Mul", [net.head(k, AROUND), INSIDE]) for k in (1, 2)]
    direction, kind = net.split(net.at_full_size(["dir", "typ"], net.concat(*heads)), (2, 1))
    net.name(net.concat(direction, net.op("Sigmoid", [kind])), DESCRIBED)
    window, middle = 2 * REACH + 1, 2 * LAST_REACH + 1
    shapes: Shapes = {AROUND: ("n", "c", window, window), INSIDE: ("n", 1, middle, middle), DESCRIBED: ("n", 3, 2, 2)}
    return net.make_model("describer", [AROUND, INSIDE], [DESCRIBED], shapes)


class _Network:
    """Appends nodes to a graph; every method takes and gives names of tensors [n, channels, height, width].

    Where `is_padded`, pixels outside the picture are 0; else convolutions only give what lies wholly inside.
    """

    def __init__(self, weights: Weights, *, is_padded: bool = True) -> None:
        self.weights = weights
        self.is_padded = is_padded
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def features(self, picture: str) -> str:
        """What the heads read: 52 channels at half the size."""
        narrow = self.stem("stem0", picture, pool="MaxPool")
        wide = self.stem("stem1", picture, pool="AveragePool")
        return self.refinement(self.concat(self.attention_gate(self.context(narrow)), wide))

    def context(self, x: str) -> str:
        skips = []
        for level, filters in enumerate(_CONTEXT_FILTERS):
            x = self.separable(f"enc0_{level}", x)
            skips.append(x)
            x = self.halve(x, filters)
        for level in reversed(range(len(skips))):
            x = self.separable(f"dec0_{level}", x)
            x = self.concat(self.double(x), skips[level])
        return x

    def attention_gate(self, x: str) -> str:
        views = [self.gelu(self.layer(f"attention_conv_d{d}", x, dilation=d)) for d in (1, 3, 6)]
        gate = self.op("Sigmoid", [self.layer("attention_s", self.concat(*views))])
        return self.op("Mul", [x, gate])

    def refinement(self, x: str) -> str:
        skips = []
        for level, filters in enumerate(_REFINEMENT_FILTERS):
            x = self.inverse_bottleneck(f"enc1_{level}", x)
            skips.append(x)
            x = self.halve(x, filters)
        for level in reversed(range(len(skips))):
            x = self.inverse_bottleneck(f"dec1_{level}", x)
            x = self.concat(self.double(x), skips[level])
        return x

    def head(self, k: int, x: str) -> str:
        """The four channels of head `k` (0 position, 1 direction, 2 kind) at half the size."""
        y = self.inverse_bottleneck(f"head_{k}_ibc", x, followed_by=f"head_{k}_conv1")
        y = self.layer_norm(f"head_{k}_ln", y)
        return self.gelu(self.layer(f"head_{k}_conv2", y))

    def at_full_size(self, parts: Sequence[str], x: str) -> str:
        """The last convolutions over the channels of their heads, `parts` being pos, dir or typ, before their activations."""
        kernel, bias = _block_diagonal([self.weights[f"head_conv_{part}"] for part in parts])
        corners = self.convolve(x, _on_doubled(kernel), np.repeat(bias, 4))
        return self.op("DepthToSpace", [corners], blocksize=2, mode="CRD")

    def peaks(self, raw: str) -> str:
        """Only the largest of each 7x7 neighbourhood keeps its blurred probability."""
        blurred = self.convolve(self.op("Sigmoid", [raw]), (_BLUR @ _BLUR.T)[:, :, None, None])
        largest = self.op("MaxPool", [blurred], kernel_shape=[7, 7], strides=[1, 1], pads=[3, 3, 3, 3])
        is_peak = self.op("Cast", [self.op("Equal", [blurred, largest])], to=TensorProto.FLOAT)
        return self.op("Mul", [blurred, is_peak])

    # -- the paper's blocks ------------------------------------------------------------------------------------------

    def stem(self, name: str, x: str, *, pool: str) -> str:
        x = self.concat(self.layer(f"{name}_conv", x), self.layer(f"{name}_dilated_conv", x, dilation=2))
        return self.pool(pool, self.layer_norm_and_gelu(f"{name}_ln", x))

    def separable(self, name: str, x: str) -> str:
        depthwise, pointwise, bias = self.weights[f"{name}_conv"]
        x = self.convolve(self.convolve_depthwise(x, depthwise), pointwise, bias)
        return self.layer_norm_and_gelu(f"{name}_ln", x)

    def inverse_bottleneck(self, name: str, x: str, *, followed_by: str | None = None) -> str:
        """adj(x + red(gelu(exp(norm(depthwise(x)))))), with `red`, `adj` and what follows multiplied where cheaper."""
        reduce, reduce_bias = self.weights[f"{name}_conv_red"]
        adjust, adjust_bias = self.weights[f"{name}_conv_adj"]
        if followed_by:
            last, last_bias = self.weights[followed_by]
            adjust, adjust_bias = adjust @ last, adjust_bias @ last[0, 0] + last_bias
        y = self.layer_norm(f"{name}_ln", self.convolve_depthwise(x, self.weights[f"{name}_depthwise_conv"][0]))
        y = self.gelu(self.layer(f"{name}_conv_exp", y))
        x = x if self.is_padded else self.crop(x, REACH - LAST_REACH)
        if adjust.shape[3] > adjust.shape[2]:
            x = self.op("Add", [x, self.convolve(y, reduce, reduce_bias)])
            return self.convolve(x, adjust, adjust_bias)
        y = self.convolve(y, reduce @ adjust, reduce_bias @ adjust[0, 0] + adjust_bias)
        return self.op("Add", [y, self.convolve(x, adjust)])

    def halve(self, x: str, channels: int) -> str:
        strong, soft = self.split(x, (channels // 2, channels - channels // 2))
        return self.concat(self.pool("MaxPool", strong), self.pool("AveragePool", soft))

    # -- single operations ---------------------------------------------------------------------------------------------

    def layer(self, name: str, x: str, *, dilation: int = 1) -> str:
        kernel, bias = self.weights[name]
        return self.convolve(x, kernel, bias, dilation=dilation)

    def convolve(self, x: str, kernel: Array, bias: Array | None = None, *, dilation: int = 1) -> str:
        reach = dilation * (kernel.shape[0] - 1) // 2 if self.is_padded else 0
        inputs = [x, self.constant(kernel.transpose(3, 2, 0, 1))] + ([] if bias is None else [self.constant(bias)])
        return self.op("Conv", inputs, kernel_shape=kernel.shape[:2], pads=[reach] * 4, dilations=[dilation] * 2)

    def convolve_depthwise(self, x: str, kernel: Array) -> str:
        """Channels are filled up with zeros to a multiple of four: onnxruntime's fast convolution takes no others."""
        reach, channels = (kernel.shape[0] - 1) // 2 if self.is_padded else 0, kernel.shape[2]
        lacking = -channels % 4
        if lacking:
            x = self.op("Pad", [x, self.constant(np.array([0, 0, 0, 0, 0, lacking, 0, 0], np.int64))])
            kernel = np.pad(kernel, ((0, 0), (0, 0), (0, lacking), (0, 0)))
        weights = self.constant(kernel.transpose(2, 3, 0, 1))
        group = channels + lacking
        x = self.op("Conv", [x, weights], kernel_shape=kernel.shape[:2], pads=[reach] * 4, group=group)
        return self.split(x, (channels, lacking))[0] if lacking else x

    def layer_norm(self, name: str, x: str) -> str:
        return self.op("Transpose", [self._norm_last(name, x)], perm=[0, 3, 1, 2])

    def layer_norm_and_gelu(self, name: str, x: str) -> str:
        """Gelu while the channels still lie last, so that going back costs no pass of its own before a convolution or pool."""
        return self.op("Transpose", [self.gelu(self._norm_last(name, x))], perm=[0, 3, 1, 2])

    def _norm_last(self, name: str, x: str) -> str:
        """Normalised over channels, and channels last: [1, height, width, channels]."""
        scale, shift = (self.constant(array) for array in self.weights[name])
        x = self.op("Transpose", [x], perm=[0, 2, 3, 1])
        return self.op("LayerNormalization", [x, scale, shift], axis=-1, epsilon=_LAYER_NORM_EPSILON)

    def gelu(self, x: str) -> str:
        return self.op("Gelu", [x])

    def pool(self, kind: str, x: str) -> str:
        return self.op(kind, [x], kernel_shape=[2, 2], strides=[2, 2])

    def double(self, x: str) -> str:
        scales = self.constant(np.array([1, 1, 2, 2], np.float32))
        return self.op(
            "Resize", [x, "", scales], mode="nearest", coordinate_transformation_mode="asymmetric", nearest_mode="floor"
        )

    def crop(self, x: str, rim: int) -> str:
        start, end, axes = (self.constant(np.array(pair, np.int64)) for pair in ([rim, rim], [-rim, -rim], [2, 3]))
        return self.op("Slice", [x, start, end, axes])

    def concat(self, *parts: str) -> str:
        return self.op("Concat", list(parts), axis=1)

    def split(self, x: str, channels: tuple[int, ...]) -> list[str]:
        outputs = [f"t{len(self.nodes)}_{i}" for i in range(len(channels))]
        sizes = self.constant(np.array(channels, np.int64))
        self.nodes.append(helper.make_node("Split", [x, sizes], outputs, axis=1))
        return outputs

    def name(self, x: str, output: str) -> None:
        self.nodes.append(helper.make_node("Identity", [x], [output]))

    def make_model(self, name: str, inputs: list[str], outputs: list[str], shapes: Shapes) -> onnx.ModelProto:
        taken, given = ([_describe_tensor(x, shapes[x]) for x in side] for side in (inputs, outputs))
        graph = helper.make_graph(self.nodes, name, taken, given, self.constants)
        opset = helper.make_opsetid("", 20)
        model = helper.make_model(graph, opset_imports=[opset], ir_version=9, producer_name="egnatia")
        onnx.checker.check_model(model)
        return model

    def constant(self, array: NDArray[Any]) -> str:
        name = f"w{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def op(self, kind: str, inputs: list[str], **attributes: Any) -> str:
        output = f"t{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, inputs, [output], **attributes))
        return output


def _describe_tensor(name: str, shape: tuple[int | str, ...]) -> onnx.ValueInfoProto:
    return helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)


def _block_diagonal(layers: list[list[Array]]) -> tuple[Array, Array]:
    """Convolutions that each read their own channels, as one over all channels."""
    kernels = [kernel for kernel, _ in layers]
    side = kernels[0].shape[0]
    joined = np.zeros((side, side, sum(k.shape[2] for k in kernels), sum(k.shape[3] for k in kernels)), np.float32)
    row = column = 0
    for kernel in kernels:
        joined[:, :, row : row + kernel.shape[2], column : column + kernel.shape[3]] = kernel
        row, column = row + kernel.shape[2], column + kernel.shape[3]
    return joined, np.concatenate([bias for _, bias in layers])


def _on_doubled(kernel: Array) -> Array:
    """The 3x3 kernels that give, for each of the four corners, what the 5x5 `kernel` gives on the doubled picture.

    Pixel 2i + p of the doubled picture (p = 0 or 1) sees at offset a the original pixel i + (p + a) // 2.
    """
    _, _, inputs, outputs = kernel.shape
    corners = np.zeros((3, 3, inputs, outputs, 2, 2), np.float32)
    for p in range(2):
        for q in range(2):
            for a in range(-2, 3):
                for b in range(-2, 3):
                    corners[1 + (p + a) // 2, 1 + (q + b) // 2, :, :, p, q] += kernel[a + 2, b + 2]
    return corners.reshape(3, 3, inputs, outputs * 4)
