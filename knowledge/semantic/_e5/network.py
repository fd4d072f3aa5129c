"""Which graph computes what an encoder of the BERT family says? One that keeps its weights of four bits."""

from collections.abc import Sequence

import numpy as np

from knowledge.semantic._e5.file import BLOCK, E5File, Quantized
from knowledge.semantic._e5.onnx import Graph

OUTPUT = "last_hidden_state"
_INPUTS = ("input_ids", "attention_mask")
_INT8 = 4
"""The accuracy at which onnxruntime may multiply: with activations of eight bits, scaled block by block."""
_HIDDEN = -1e9
"""What is added to the attention to a token that is only padding."""


def build_network(file: E5File, kept: Sequence[int]) -> bytes:
    """Write an ONNX file of the network; it knows only these pieces, each by its place among them."""
    return _Encoder(file, Graph("e5")).write(kept)


class _Encoder:
    def __init__(self, file: E5File, graph: Graph) -> None:
        self._file = file
        self._graph = graph
        self._shape = file.shape

    def write(self, kept: Sequence[int]) -> bytes:
        graph, shape = self._graph, self._shape
        graph.constant("heads", np.array([0, 0, shape.heads, shape.width // shape.heads], np.int64))
        graph.constant("joined", np.array([0, 0, shape.width], np.int64))
        graph.constant("scale", np.array((shape.width // shape.heads) ** -0.5, np.float32))
        hidden = self._embed(kept)
        mask = self._mask()
        for layer in range(shape.layers):
            hidden = self._layer(hidden, mask, f"l{layer}.")
        graph.node("Identity", [hidden], OUTPUT)
        return graph.write(_INPUTS, OUTPUT, shape.width)

    def _embed(self, kept: Sequence[int]) -> str:
        """Look up each token's piece and place."""
        graph, width = self._graph, self._shape.width
        words = self._file.weights("emb.word", width)
        rows = np.array(kept)
        graph.four_bits("emb.word", words.bits[rows])
        graph.constant("emb.scales", words.scales[rows])
        graph.own_node(
            "GatherBlockQuantized", ["emb.word", "input_ids", "emb.scales"], "emb.half",
            gather_axis=0, quantize_axis=1, block_size=BLOCK,
        )  # fmt: skip
        graph.node("Cast", ["emb.half"], "emb.found", to=1)
        places = self._file.numbers("emb.pos").reshape(-1, width) + self._file.numbers("emb.type")[:width]
        graph.constant("emb.pos", places)
        for name, value in (("zero", 0), ("one", 1)):
            graph.constant(name, np.array(value, np.int64))
        graph.node("Gather", [graph.node("Shape", ["input_ids"], "sizes"), "one"], "length")
        graph.node(
            "Gather", ["emb.pos", graph.node("Range", ["zero", "length", "one"], "range")], "emb.places"
        )
        return self._normalize(graph.node("Add", ["emb.found", "emb.places"], "emb.sum"), "emb.ln")

    def _mask(self) -> str:
        """Hide padding from attention."""
        graph = self._graph
        graph.constant("mask.axes", np.array([1, 2], np.int64))
        graph.constant("mask.hidden", np.array(_HIDDEN, np.float32))
        graph.node("Unsqueeze", ["attention_mask", "mask.axes"], "mask.wide")
        graph.node("Equal", ["mask.wide", "zero"], "mask.padding")
        graph.node("Cast", ["mask.padding"], "mask.number", to=1)
        return graph.node("Mul", ["mask.number", "mask.hidden"], "mask")

    def _layer(self, hidden: str, mask: str, name: str) -> str:
        """Attend, then feed forward; each is added to what came in, and normalized."""
        graph, width = self._graph, self._shape.width
        said = self._multiply(self._attend(hidden, mask, name), [f"{name}ao"], width, f"{name}ao")
        hidden = self._normalize(graph.node("Add", [hidden, said], f"{name}a"), f"{name}aln")
        inner = graph.node("Gelu", [self._multiply(hidden, [f"{name}fi"], width, f"{name}fi")], f"{name}g")
        said = self._multiply(inner, [f"{name}fo"], self._shape.inner, f"{name}fo")
        return self._normalize(graph.node("Add", [hidden, said], f"{name}o"), f"{name}oln")

    def _attend(self, hidden: str, mask: str, name: str) -> str:
        graph = self._graph
        every = self._multiply(hidden, [f"{name}{part}" for part in "qkv"], self._shape.width, f"{name}qkv")
        asks, keys, values = (
            graph.node(
                "Transpose", [graph.node("Reshape", [part, "heads"], f"{part}r")], f"{part}t", perm=turned
            )
            for part, turned in zip(
                graph.split(every, [f"{name}{part}s" for part in "qkv"]),
                ([0, 2, 1, 3], [0, 2, 3, 1], [0, 2, 1, 3]),
                strict=True,
            )
        )
        likeness = graph.node("Mul", [graph.node("MatMul", [asks, keys], f"{name}qk"), "scale"], f"{name}l")
        seen = graph.node("Add", [likeness, mask], f"{name}m")
        attention = graph.node("Softmax", [seen], f"{name}w", axis=-1)
        heard = graph.node("MatMul", [attention, values], f"{name}wv")
        together = graph.node("Transpose", [heard], f"{name}wt", perm=[0, 2, 1, 3])
        return graph.node("Reshape", [together, "joined"], f"{name}c")

    def _multiply(self, given: str, names: Sequence[str], inputs: int, output: str) -> str:
        """Multiply by one or several tables at once, and add their biases."""
        graph = self._graph
        tables = [self._file.weights(f"{name}.w", inputs) for name in names]
        table = Quantized(
            np.concatenate([each.bits for each in tables]), np.concatenate([each.scales for each in tables])
        )
        pairs = table.bits[:, 0::2] | table.bits[:, 1::2] << 4
        graph.constant(f"{output}.w", pairs.reshape(len(pairs), inputs // BLOCK, BLOCK // 2))
        graph.constant(f"{output}.scales", table.scales.astype(np.float32).ravel())
        graph.constant(f"{output}.b", np.concatenate([self._file.numbers(f"{name}.b") for name in names]))
        product = graph.own_node(
            "MatMulNBits", [given, f"{output}.w", f"{output}.scales"], f"{output}.product",
            K=inputs, N=len(pairs), bits=4, block_size=BLOCK, accuracy_level=_INT8,
        )  # fmt: skip
        return graph.node("Add", [product, f"{output}.b"], output)

    def _normalize(self, given: str, name: str) -> str:
        weights = [
            self._graph.constant(f"{name}.{part}", self._file.numbers(f"{name}.{part}")) for part in "wb"
        ]
        return self._graph.node(
            "LayerNormalization", [given, *weights], name, axis=-1, epsilon=self._shape.epsilon
        )
