"""How is a graph written as an ONNX file? As protobuf, by the numbers of its few fields that are needed."""

import struct
from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

_IR, _OPSET = 10, 21
"""The first with tensors of four bits."""
_MICROSOFT = "com.microsoft"
_FLOAT, _INT64 = 1, 7
_INT4 = 22
_KINDS: dict[np.dtype[np.generic], int] = {
    np.dtype(np.float32): _FLOAT,
    np.dtype(np.uint8): 2,
    np.dtype(np.int64): _INT64,
    np.dtype(np.float16): 10,
}

Attribute: TypeAlias = "int | float | Sequence[int]"


class Graph:
    """Constants and nodes, each node named by what it gives."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._constants: list[bytes] = []
        self._nodes: list[bytes] = []

    def constant(self, name: str, values: NDArray[np.generic]) -> str:
        """Add a table of numbers, and give its name."""
        return self._add(name, values.shape, _KINDS[values.dtype], np.ascontiguousarray(values).tobytes())

    def four_bits(self, name: str, bits: NDArray[np.uint8]) -> str:
        """Add a table of whole numbers from -8 to 7, given as 0 to 15, and give its name."""
        signed = bits ^ 8  # 0 stands for -8
        return self._add(name, bits.shape, _INT4, (signed[:, 0::2] | signed[:, 1::2] << 4).tobytes())

    def node(self, kind: str, inputs: Sequence[str], output: str, **attributes: Attribute) -> str:
        """Add a step, and give the name of what it gives."""
        return self._add_node(kind, inputs, (output,), "", attributes)

    def split(self, value: str, outputs: Sequence[str]) -> Sequence[str]:
        """Add a step that splits the last axis evenly."""
        self._add_node("Split", (value,), outputs, "", {"axis": -1, "num_outputs": len(outputs)})
        return outputs

    def own_node(self, kind: str, inputs: Sequence[str], output: str, **attributes: Attribute) -> str:
        """Add a step that only onnxruntime knows."""
        return self._add_node(kind, inputs, (output,), _MICROSOFT, attributes)

    def write(self, inputs: Sequence[str], output: str, width: int) -> bytes:
        """Write the model: whole numbers in, one a token, and `width` numbers out for each."""
        given = [_describe(name, _INT64, "texts", "tokens") for name in inputs]
        graph = [_field(1, *self._nodes), _field(2, self._name), _field(5, *self._constants)]
        graph += [_field(11, *given), _field(12, _describe(output, _FLOAT, "texts", "tokens", width))]
        imports = [_field(1, "") + _field(2, _OPSET), _field(1, _MICROSOFT) + _field(2, 1)]
        return _field(1, _IR) + _field(8, *imports) + _field(7, b"".join(graph))

    def _add(self, name: str, shape: Sequence[int], kind: int, content: bytes) -> str:
        self._constants.append(_field(1, *shape) + _field(2, kind) + _field(8, name) + _field(9, content))
        return name

    def _add_node(
        self,
        kind: str,
        inputs: Sequence[str],
        outputs: Sequence[str],
        domain: str,
        attributes: dict[str, Attribute],
    ) -> str:
        written = [_attribute(name, value) for name, value in attributes.items()]
        node = [_field(1, *inputs), _field(2, *outputs), _field(3, outputs[0]), _field(4, kind)]
        self._nodes.append(b"".join(node) + _field(5, *written) + _field(7, domain))
        return outputs[0]


def _attribute(name: str, value: Attribute) -> bytes:
    if isinstance(value, float):
        return _field(1, name) + _key(2, 5) + struct.pack("<f", value) + _field(20, 1)
    if isinstance(value, int):
        return _field(1, name) + _field(3, value) + _field(20, 2)
    return _field(1, name) + _field(8, *value) + _field(20, 7)


def _describe(name: str, kind: int, *sizes: int | str) -> bytes:
    """Name a value, with its type and its sizes; a word stands for any size."""
    every = [_field(1, size) if isinstance(size, int) else _field(2, size) for size in sizes]
    return _field(1, name) + _field(2, _field(1, _field(1, kind) + _field(2, _field(1, *every))))


def _field(number: int, *values: int | str | bytes) -> bytes:
    """Write a field as often as there are values: a whole number, or bytes with their length."""
    written: list[bytes] = []
    for value in values:
        if isinstance(value, int):
            written += [_key(number, 0), _varint(value)]
        else:
            content = value.encode() if isinstance(value, str) else value
            written += [_key(number, 2), _varint(len(content)), content]
    return b"".join(written)


def _key(number: int, wire: int) -> bytes:
    return _varint(number << 3 | wire)


def _varint(value: int) -> bytes:
    value &= 2**64 - 1  # a negative number is written as its complement
    written = bytearray()
    while value > 127:
        written.append(value & 127 | 128)
        value >>= 7
    return bytes([*written, value])
