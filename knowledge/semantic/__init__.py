"""Which passages mean what was asked? The optional extra `semantic`.

A small sentence model re-ranks what the index found by its words, and finds what has none of them. It is a
vetted one, or any sentence-transformers folder with an ONNX file, a cross-encoder's too. Behind this:
`_packages` (where models are, and what is known of them), `_folder` (what is in a model's folder), `_tokens`
and `_pieces` (a text becomes tokens), `_network` (tokens in, numbers out), `_meaning` and `_pairs` (the two
kinds of model), `_scale` (how meaning weighs), `_languages` (where a model has no say); `convert` makes the
multilingual one.

onnxruntime, tokenizers and numpy are imported when a model is opened, not before.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Protocol

from knowledge.errors import KnowledgeError
from knowledge.model import Article, Passage
from knowledge.semantic._folder import read_folder
from knowledge.semantic._packages import E5, PACKAGES, find_model
from knowledge.semantic._scale import Scale

__all__ = [
    "DEPTH",
    "E5",
    "PACKAGES",
    "Entries",
    "Model",
    "Reranker",
    "Scale",
    "open_model",
    "repair",
    "rescore",
]

Entries = Sequence[tuple[Article, Passage]]
"""The passages of an index, each with its article, in the index's order."""

DEPTH = 20
"""How many of the found passages are re-ranked, and how many more a model may find by itself; fifty find the
right one no oftener."""
_WORD = re.compile(r"\w+")


class Reranker(Protocol):
    """Judges how well the passages of one index mean what was asked."""

    @property
    def scale(self) -> Scale:
        """How its scores weigh against words."""
        ...

    def scores(self, question: str, history: Sequence[str], numbers: Sequence[int]) -> list[float | None]:
        """Judge passages, named by their place in the index, with 0 to 1 each.

        None where the model does not know the language, or was not shown the passage.
        """
        ...

    def nearest(self, question: str, history: Sequence[str], most: int) -> list[int]:
        """Give at most so many passages that mean most nearly what was asked, whatever their words."""
        ...


class Model(Protocol):
    """A model, opened. What it makes of a passage is to be kept, by its id and the passage's key."""

    id: str
    """SHA-256 of all that its vectors depend on, in hexadecimal."""
    size: int
    """Bytes that it makes of one text."""

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages in which it has a say."""
        ...

    def texts_to_encode(self, entries: Entries) -> dict[str, tuple[str, ...]]:
        """Give the texts to encode of each passage, by a key made of their content."""
        ...

    def encode(self, texts: Sequence[str]) -> bytes:
        """Encode the texts of one passage: about 30 ms a sentence."""
        ...

    def reranker(self, entries: Entries, vectors: Mapping[str, bytes]) -> Reranker:
        """Make ready to judge these; `vectors` holds what `encode` gave, by the same keys."""
        ...


def open_model(name: str, languages: Sequence[str] = ()) -> Model:
    """Open a vetted model, or the one in a folder, for texts in these languages, else in those it knows.

    Raises KnowledgeError where the package, the folder or the extra is missing, or the model is of no use.
    """
    place = find_model(name)
    settings = read_folder(place)
    try:
        from knowledge.semantic._meaning import BiEncoder
        from knowledge.semantic._network import Network
        from knowledge.semantic._pairs import CrossEncoder
    except ImportError as error:
        raise KnowledgeError(
            f"A model is configured, but the package {error.name} is not installed.",
            "Install what it needs: pip install 'talksbot[semantic]'.",
        ) from error
    network, traits = Network(settings), place.traits
    known = tuple(languages) or traits.languages
    if network.judges:
        return CrossEncoder(network, known)
    return BiEncoder(network, settings, known, traits.scale)


def rescore(
    reranker: Reranker, question: str, history: Sequence[str], found: Sequence[tuple[int, float]]
) -> list[tuple[int, float]]:
    """Score found passages anew, and those that the model finds itself; best first.

    Each found one is a number and the share of the score that its words could have. Where the meaning is not
    known, that share stands: the new scores are on its scale.
    """
    shares = dict(found)
    for number in reranker.nearest(question, history, DEPTH):
        shares.setdefault(number, 0.0)
    meanings = reranker.scores(question, history, list(shares))
    anew = [
        (number, share if meaning is None else reranker.scale.score(share, meaning))
        for (number, share), meaning in zip(shares.items(), meanings, strict=True)
    ]
    return sorted(anew, key=lambda pair: -pair[1])  # equals stay in the order of their words


def repair(question: str, repairs: Sequence[tuple[str, str]]) -> str:
    """Give a question with its mistyped words replaced, as (typed, taken for) pairs say.

    A model makes something of any letters; the corpus's vocabulary knows better what was meant.
    """
    meant = dict(repairs)
    return _WORD.sub(lambda word: meant.get(word[0].lower(), word[0]), question)
