"""How does the trained reader become a file that onnxruntime runs? As a graph of its own, then in 8 bits.

`input_ids` [1, N] -> `logits` [1, 1]: one pair a run, so there is no mask and no padding.
"""

import shutil
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

from training.base import TRAINED, WEIGHTS, read_weights
from training.e5 import BLOCK, ZERO, Floats, Matrix, Shape
from training.inputs import TOKENIZER

FULL, SMALL = "fp32.onnx", "model.onnx"

_OPSET, _FORMAT = 21, 10
"""The ONNX operators and the file format: those that onnxruntime 1.20 knows."""
_IN_FULL = ["pool.product", "logit.product"]
"""Steps that stay in full precision: little is saved there, and each error goes straight into the logit."""


def export(trained: Path, base: Path, out: Path) -> None:
    """Write `fp32.onnx`, `model.onnx` (8 bits) and `tokenizer.json`."""
    shape, words, _ = read_weights(base / WEIGHTS)
    with np.load(trained / TRAINED) as content:
        weights = {name: content[name].astype(np.float32) for name in content.files}
    out.mkdir(parents=True, exist_ok=True)
    onnx.save(_Graph(shape, weights).build(words), str(out / FULL))
    quantize_dynamic(
        out / FULL,
        out / SMALL,
        weight_type=QuantType.QInt8,
        per_channel=True,
        nodes_to_exclude=_IN_FULL,
        extra_options={"DefaultTensorType": TensorProto.FLOAT},
    )
    shutil.copyfile(base / TOKENIZER, out / TOKENIZER)
    for file in (out / FULL, out / SMALL, out / TOKENIZER):
        print(f"{file}: {file.stat().st_size / 1e6:.1f} MB")


class _Graph:
    """Builds the graph; each method adds a step and gives the name of what comes out."""

    def __init__(self, shape: Shape, weights: Mapping[str, Floats]) -> None:
        self._shape = shape
        self._weights = weights
        self._nodes: list[onnx.NodeProto] = []
        self._constants: list[onnx.TensorProto] = []

    def build(self, words: Matrix) -> onnx.ModelProto:
        """Give the whole model."""
        width, heads = self._shape.width, self._shape.heads
        self._constant("zero", np.array(0, np.int64))
        self._constant("one", np.array(1, np.int64))
        self._constant("along", np.array([1], np.int64))
        self._constant("split", np.array([0, 0, heads, width // heads], np.int64))
        self._constant("whole", np.array([0, 0, width], np.int64))
        self._constant("scale", np.array((width // heads) ** -0.5, np.float32))
        states = self._embed(words)
        for number in range(self._shape.layers):
            states = self._layer(states, f"layers.{number}")
        self._judge(states)
        graph = helper.make_graph(
            self._nodes,
            "reader",
            [helper.make_tensor_value_info("input_ids", TensorProto.INT64, [1, "N"])],
            [helper.make_tensor_value_info("logits", TensorProto.FLOAT, [1, 1])],
            self._constants,
        )
        operators = [helper.make_opsetid("", _OPSET), helper.make_opsetid("com.microsoft", 1)]
        return helper.make_model(graph, opset_imports=operators, ir_version=_FORMAT)

    def _embed(self, words: Matrix) -> str:
        """Look up pieces and places. The word matrix stays in 4 bits, now with a sign."""
        signed = (words.nibbles.astype(np.int16) - ZERO & 15).astype(np.uint8)
        packed = signed[:, 0::2] | (signed[:, 1::2] << 4)
        content = packed.tobytes()
        self._constants.append(
            helper.make_tensor("words", TensorProto.INT4, list(signed.shape), content, raw=True)
        )
        self._constant("words.scales", words.scales.astype(np.float32).reshape(len(signed), -1))
        self._step(
            "GatherBlockQuantized",
            "word",
            "words",
            "input_ids",
            "words.scales",
            domain="com.microsoft",
            gather_axis=0,
            quantize_axis=1,
            block_size=BLOCK,
        )
        self._step("Shape", "shape", "input_ids")
        self._step("Gather", "length", "shape", "one")
        self._step("Range", "places", "zero", "length", "one")
        self._constant("positions", self._weights["position.weight"])
        self._step("Gather", "position", "positions", "places")
        return self._norm(self._step("Add", "embedded", "word", "position"), "norm")

    def _layer(self, states: str, name: str) -> str:
        query, key, value = self._heads(states, name)
        weight = self._step("Softmax", f"{name}.weight", self._multiply(f"{name}.alike", query, key), axis=-1)
        seen = self._multiply(f"{name}.seen", weight, value)
        turned = self._step("Transpose", f"{name}.turned", seen, perm=[0, 2, 1, 3])
        joined = self._linear(self._step("Reshape", f"{name}.joined", turned, "whole"), f"{name}.join")
        added = self._step("Add", f"{name}.attended", states, joined)
        states = self._norm(added, f"{name}.norm_attended")
        wide = self._step("Gelu", f"{name}.wide", self._linear(states, f"{name}.widen"))
        added = self._step("Add", f"{name}.added", states, self._linear(wide, f"{name}.narrow"))
        return self._norm(added, f"{name}.norm")

    def _heads(self, states: str, name: str) -> list[str]:
        """Give scaled queries, keys on their side, and values, each by attention head."""
        matrices = np.split(self._weights[f"{name}.attend.weight"], 3)
        biases = np.split(self._weights[f"{name}.attend.bias"], 3)
        turns = {"query": [0, 2, 1, 3], "key": [0, 2, 3, 1], "value": [0, 2, 1, 3]}
        heads: list[str] = []
        for (part, turn), matrix, bias in zip(turns.items(), matrices, biases, strict=True):
            whole = f"{name}.{part}"
            made = self._affine(states, whole, matrix, bias)
            if part == "query":
                made = self._step("Mul", f"{whole}.scaled", made, "scale")
            split = self._step("Reshape", f"{whole}.split", made, "split")
            heads.append(self._step("Transpose", f"{whole}.turned", split, perm=turn))
        return heads

    def _judge(self, states: str) -> None:
        """Make the logit of the first state and the mean of all."""
        first = self._step("Gather", "first", states, "zero", axis=1)
        mean = self._step("ReduceMean", "mean", states, "along", keepdims=0)
        both = self._step("Concat", "both", first, mean, axis=-1)
        pooled = self._step("Tanh", "pooled", self._linear(both, "pool"))
        self._step("Identity", "logits", self._linear(pooled, "logit"))

    def _linear(self, states: str, name: str) -> str:
        return self._affine(states, name, self._weights[f"{name}.weight"], self._weights[f"{name}.bias"])

    def _affine(self, states: str, name: str, matrix: Floats, bias: Floats) -> str:
        product = self._multiply(f"{name}.product", states, self._constant(f"{name}.matrix", matrix.T))
        return self._step("Add", name, product, self._constant(f"{name}.bias", bias))

    def _norm(self, states: str, name: str) -> str:
        matrix, bias = (
            self._constant(f"{name}.{part}", self._weights[f"{name}.{part}"]) for part in ("weight", "bias")
        )
        return self._step(
            "LayerNormalization", name, states, matrix, bias, axis=-1, epsilon=self._shape.epsilon
        )

    def _multiply(self, name: str, left: str, right: str) -> str:
        return self._step("MatMul", name, left, right)

    def _constant(self, name: str, array: NDArray[np.generic]) -> str:
        self._constants.append(numpy_helper.from_array(np.array(array, order="C"), name))
        return name

    def _step(self, operator: str, name: str, *inputs: str, **settings: object) -> str:
        self._nodes.append(helper.make_node(operator, inputs, [name], name=name, **settings))
        return name
