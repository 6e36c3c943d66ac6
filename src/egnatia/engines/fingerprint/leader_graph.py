"""LEADER's network as an ONNX graph, made from its published weights.

R. Cappelli and M. Ferrara, "LEADER: Lightweight End-to-End Attention-Gated Dual Autoencoder for Robust Minutiae
Extraction", arXiv 2602.15493 (2026). The blocks below have the names of the layers in the weights file, in the order of
the paper: stem, context encoder and decoder, attention gate, refinement encoder and decoder, three heads.

The graph computes the published network, rearranged where the algebra allows it so that it costs less:

* two linear maps in a row (`red` then `adj`, and a head's `conv1` after them) are multiplied into one;
* a head's pointwise layers run before the up-sampling instead of after it, which is the same for each pixel;
* a 5x5 convolution over a picture doubled by repetition is four 3x3 convolutions over the picture itself, one for each
  corner of the doubled pixel, interleaved afterwards.

The results agree with the published order of operations to float rounding (tests/engines/fingerprint/test_leader.py).
"""

from collections.abc import Mapping
from typing import Any

import h5py
import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from egnatia.engines.fingerprint.leader_version import INPUT, OUTPUT

Array = NDArray[np.float32]
Weights = Mapping[str, list[Array]]

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


def build_graph(weights: Weights) -> onnx.ModelProto:
    """The whole network: `picture` float32[1, 1, h, w] (0 to 255) to `maps` float32[1, 5, h, w].

    Channels of `maps`: probability of a minutia; x and y part of its direction; probability that it is an ending;
    blurred probability where it is the largest of its 7x7 neighbourhood, else 0.
    """
    net = _Network(weights)
    picture = INPUT
    narrow = net.stem("stem0", picture, pool="MaxPool")
    wide = net.stem("stem1", picture, pool="AveragePool")
    gated = net.attention_gate(net.context(narrow))
    refined = net.refinement(net.concat(gated, wide))
    net.peaks(net.heads(refined))
    graph = helper.make_graph(
        net.nodes,
        "leader",
        [helper.make_tensor_value_info(INPUT, TensorProto.FLOAT, [1, 1, "h", "w"])],
        [helper.make_tensor_value_info(OUTPUT, TensorProto.FLOAT, [1, 5, "h", "w"])],
        net.constants,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], ir_version=9, producer_name="egnatia")
    onnx.checker.check_model(model)
    return model


class _Network:
    """Appends nodes to a graph; every method takes and gives names of tensors [1, channels, height, width]."""

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

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

    def heads(self, x: str) -> str:
        """Position, direction x, direction y and kind at full size, before their activations."""
        features = []
        for k in range(3):
            y = self.inverse_bottleneck(f"head_{k}_ibc", x, followed_by=f"head_{k}_conv1")
            y = self.layer_norm(f"head_{k}_ln", y)
            features.append(self.gelu(self.layer(f"head_{k}_conv2", y)))
        kernel, bias = _block_diagonal([self.weights[f"head_conv_{part}"] for part in ("pos", "dir", "typ")])
        corners = self.convolve(self.concat(*features), _on_doubled(kernel), np.repeat(bias, 4))
        return self.op("DepthToSpace", [corners], blocksize=2, mode="CRD")

    def peaks(self, raw: str) -> None:
        """The output channels; only the largest of each 7x7 neighbourhood keeps its blurred probability."""
        position, direction, kind = self.split(raw, (1, 2, 1))
        position, kind = self.op("Sigmoid", [position]), self.op("Sigmoid", [kind])
        blurred = self.convolve(position, (_BLUR @ _BLUR.T)[:, :, None, None])
        largest = self.op("MaxPool", [blurred], kernel_shape=[7, 7], strides=[1, 1], pads=[3, 3, 3, 3])
        is_peak = self.op("Cast", [self.op("Equal", [blurred, largest])], to=TensorProto.FLOAT)
        peaks = self.op("Mul", [blurred, is_peak])
        self.nodes.append(helper.make_node("Concat", [position, direction, kind, peaks], [OUTPUT], axis=1))

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
        reach = dilation * (kernel.shape[0] - 1) // 2
        inputs = [x, self.constant(kernel.transpose(3, 2, 0, 1))] + ([] if bias is None else [self.constant(bias)])
        return self.op("Conv", inputs, kernel_shape=kernel.shape[:2], pads=[reach] * 4, dilations=[dilation] * 2)

    def convolve_depthwise(self, x: str, kernel: Array) -> str:
        """Channels are filled up with zeros to a multiple of four: onnxruntime's fast convolution takes no others."""
        reach, channels = (kernel.shape[0] - 1) // 2, kernel.shape[2]
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

    def concat(self, *parts: str) -> str:
        return self.op("Concat", list(parts), axis=1)

    def split(self, x: str, channels: tuple[int, ...]) -> list[str]:
        outputs = [f"t{len(self.nodes)}_{i}" for i in range(len(channels))]
        sizes = self.constant(np.array(channels, np.int64))
        self.nodes.append(helper.make_node("Split", [x, sizes], outputs, axis=1))
        return outputs

    def constant(self, array: NDArray[Any]) -> str:
        name = f"w{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def op(self, kind: str, inputs: list[str], **attributes: Any) -> str:
        output = f"t{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, inputs, [output], **attributes))
        return output


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
