"""Do a question and a sentence point the same way? Models that encode each text by itself."""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256

import numpy as np

from knowledge.model import Article, Passage
from knowledge.reading.sentences import sentences
from knowledge.semantic._folder import ModelFolder
from knowledge.semantic._languages import Languages, script_of
from knowledge.semantic._network import Network, Numbers, Numbers16

_EARLIER, _FADING, _TURNS = 0.35, 0.7, 4
"""An earlier turn's meaning weighs as its words do: .35 x .7^age (age 0: the turn before)."""
_ASKED, _ASKED_EARLIER = 48, 24
"""Tokens that are read of a question, about 35 words, and of a turn before it: no text makes people wait."""


class BiEncoder:
    """Encodes the passages once; of a question only its own text is left to encode."""

    def __init__(self, network: Network, folder: ModelFolder, languages: Iterable[str]) -> None:
        self.id = network.id
        self.size = network.width * np.dtype(np.float16).itemsize
        self.languages = Languages(languages)
        self._network = network
        self._asks, self._tells = folder.asks, folder.tells

    def texts_to_encode(self, entries: Sequence[tuple[Article, Passage]]) -> dict[str, tuple[str, ...]]:
        """Give the texts of each passage by their key; those of equal passages once."""
        every = (self._texts(article, passage) for article, passage in entries)
        return {_key(texts): texts for texts in every if texts}

    def encode(self, texts: Sequence[str]) -> bytes:
        """Encode the texts of one passage, one vector of float16 after the other."""
        return b"".join(self._network.vector(text).astype(np.float16).tobytes() for text in texts)

    def reranker(
        self, entries: Sequence[tuple[Article, Passage]], vectors: Mapping[str, bytes]
    ) -> "Likeness":
        """Make ready to judge these passages by their vectors."""
        passages: list[tuple[str, Numbers16 | None]] = []
        for article, passage in entries:
            texts = self._texts(article, passage)
            kept = vectors.get(_key(texts)) if texts else None
            rows = None if kept is None else np.frombuffer(kept, np.float16).reshape(len(texts), -1)
            passages.append((script_of(passage.text), rows))
        return Likeness(self, passages)

    def direction(self, question: str, history: Sequence[str]) -> Numbers:
        """Say where a question points, drawn a little towards the turns before it."""
        total = self._network.vector(self._asks + question, _ASKED)
        for age, turn in enumerate(reversed(history[-_TURNS:])):
            total = total + _EARLIER * _FADING**age * self._network.vector(self._asks + turn, _ASKED_EARLIER)
        return total / max(float(np.linalg.norm(total)), 1e-9)

    def _texts(self, article: Article, passage: Passage) -> tuple[str, ...]:
        """Give each sentence under the passage's nearest heading, and the heading too where it asks.

        One short line of context is best: the title before each heading makes all sentences alike.
        """
        if not self.languages.reads(article):
            return ()
        heading = passage.section[-1] if passage.section else article.title
        texts = [f"{heading}\n{sentence}" for sentence in sentences(passage.text)]
        # In a list of questions and answers, what is asked is most like the question there.
        if heading.endswith(("?", "？", "؟")):
            texts.append(heading)
        return tuple(self._tells + text for text in texts)


class Likeness:
    """Judges a passage by the sentence in it that is most like the question."""

    def __init__(self, model: BiEncoder, passages: Sequence[tuple[str, Numbers16 | None]]) -> None:
        """Take the script and the vectors of each passage, in order."""
        self._model = model
        self._languages = model.languages
        self._passages = passages

    def scores(self, question: str, history: Sequence[str], numbers: Sequence[int]) -> list[float | None]:
        """Give the cosine of the nearest sentence, at least 0."""
        script = script_of(question)
        found = [self._passages[number] for number in numbers]
        shown = [rows if self._languages.compares(script, written) else None for written, rows in found]
        if all(rows is None for rows in shown):
            return [None] * len(shown)  # the question need not be encoded: that is what takes time
        asked = self._model.direction(question, history)
        return [
            None if rows is None else max(0.0, float((rows.astype(np.float32) @ asked).max()))
            for rows in shown
        ]


def _key(texts: Sequence[str]) -> str:
    return sha256("\0".join(texts).encode("utf-8", "surrogatepass")).hexdigest()
