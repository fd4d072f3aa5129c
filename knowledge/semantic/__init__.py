"""Which of the found passages means what was asked? The optional extra `semantic`.

A small sentence model re-ranks what the index found by its words. It is any sentence-transformers folder
with an ONNX file, a cross-encoder's too, or a data package that was vetted. Behind this: `_packages` (which
those are), `_folder` (what is in a model's folder), `_network` (tokens in, numbers out), `_meaning` and
`_pairs` (the two kinds of model), `_languages` (where a model has no say).

onnxruntime, tokenizers and numpy are imported when a model is opened, not before.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Protocol

from knowledge.errors import KnowledgeError
from knowledge.model import Article, Passage
from knowledge.semantic._folder import read_folder
from knowledge.semantic._packages import PACKAGES, folder_of

__all__ = ["DEPTH", "PACKAGES", "Entries", "Model", "Reranker", "open_model", "repair", "rescore"]

Entries = Sequence[tuple[Article, Passage]]
"""The passages of an index, each with its article, in the index's order."""

DEPTH = 20
"""How many of the found passages are re-ranked; fifty find the right one no oftener."""
_SLOPE, _SHIFT = 0.556, -0.078
"""Bring words + meaning to the scale of words alone: .77 to .35 and .50 to .20. On the bench's squad_ooc and
xquad_ooc, no more unanswerable questions then reach .35 than do without a model, and about as many .20."""
_WORD = re.compile(r"\w+")


class Reranker(Protocol):
    """Judges how well the passages of one index mean what was asked."""

    def scores(self, question: str, history: Sequence[str], numbers: Sequence[int]) -> list[float | None]:
        """Judge passages, named by their place in the index, with 0 to 1 each.

        None where the model does not know the language, or was not shown the passage.
        """
        ...


class Model(Protocol):
    """A model, opened. What it makes of a passage is to be kept, by its id and the passage's key."""

    id: str
    """SHA-256 of all that its vectors depend on, in hexadecimal."""
    size: int
    """Bytes that it makes of one text."""

    def texts_to_encode(self, entries: Entries) -> dict[str, tuple[str, ...]]:
        """Give the texts to encode of each passage, by a key made of their content."""
        ...

    def encode(self, texts: Sequence[str]) -> bytes:
        """Encode the texts of one passage: about 30 ms a sentence."""
        ...

    def reranker(self, entries: Entries, vectors: Mapping[str, bytes]) -> Reranker:
        """Make ready to judge these; `vectors` holds what `encode` gave, by the same keys."""
        ...


def open_model(name: str, languages: Sequence[str] = ("en",)) -> Model:
    """Open a vetted data package, or the model in a folder, for texts in these languages.

    Raises KnowledgeError where the package, the folder or the extra is missing, or the model is of no use.
    """
    settings = read_folder(*folder_of(name))
    try:
        from knowledge.semantic._meaning import BiEncoder
        from knowledge.semantic._network import Network
        from knowledge.semantic._pairs import CrossEncoder
    except ImportError as error:
        raise KnowledgeError(
            f"A model is configured, but the package {error.name} is not installed.",
            "Install what it needs: pip install 'talksbot[semantic]'.",
        ) from error
    network = Network(settings)
    return CrossEncoder(network, languages) if network.judges else BiEncoder(network, settings, languages)


def rescore(
    reranker: Reranker, question: str, history: Sequence[str], found: Sequence[tuple[int, float]]
) -> list[tuple[int, float]]:
    """Order found passages anew; each is a number and the share of the score that its words could have.

    Words and meaning weigh the same. Where the meaning is not known, the words' share stands: the new
    scores are on its scale.
    """
    meanings = reranker.scores(question, history, [number for number, _ in found])
    anew = [
        (number, share if meaning is None else max(0.0, _SLOPE * (share + meaning) + _SHIFT))
        for (number, share), meaning in zip(found, meanings, strict=True)
    ]
    return sorted(anew, key=lambda pair: -pair[1])  # equals stay in the order of their words


def repair(question: str, repairs: Sequence[tuple[str, str]]) -> str:
    """Give a question with its mistyped words replaced, as (typed, taken for) pairs say.

    A model makes something of any letters; the corpus's vocabulary knows better what was meant.
    """
    meant = dict(repairs)
    return _WORD.sub(lambda word: meant.get(word[0].lower(), word[0]), question)
