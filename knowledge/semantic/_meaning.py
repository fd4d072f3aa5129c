"""Do a question and a sentence point the same way? Models that encode each text by itself."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from knowledge.model import Article, Passage
from knowledge.reading.sentences import sentences
from knowledge.semantic._folder import ModelFolder
from knowledge.semantic._languages import Languages, script_of, script_of_language
from knowledge.semantic._network import Network, Numbers
from knowledge.semantic._scale import Scale
from knowledge.text import unveil

_EARLIER, _FADING, _TURNS = 0.35, 0.7, 4
"""An earlier turn's meaning weighs as its words do: .35 x .7^age (age 0: the turn before)."""
_ASKED, _ASKED_EARLIER = 48, 24
"""Tokens that are read of a question, about 35 words, and of a turn before it: no text makes people wait."""
_REMEMBERED = 64
"""Questions whose vectors are kept: one is asked alone, with the talk before it, and as a part of that."""
_NEAR = 0.9
"""Where the nearest tenth of all passages begins."""
_AT_ONCE = 1024
"""Vectors that are compared at once: as many as stay near the processor. 500,000 take some 70 ms."""


class BiEncoder:
    """Encodes the passages once; of a question only its own text is left to encode."""

    def __init__(
        self, network: Network, folder: ModelFolder, languages: tuple[str, ...], scale: Scale
    ) -> None:
        self.id = network.id
        self.size = network.width * np.dtype(np.float16).itemsize
        self.languages = languages
        self.scale = scale
        self._known = Languages(languages)
        self._network = network
        self._asks, self._tells = folder.asks, folder.tells
        self._encode_asked = lru_cache(_REMEMBERED)(network.vector)

    def texts_to_encode(self, entries: Sequence[tuple[Article, Passage]]) -> dict[str, tuple[str, ...]]:
        """Give the texts of each passage by their key; those of equal passages once."""
        every = (self._texts(article, passage) for article, passage in entries)
        return {_key(texts): texts for texts in every if texts}

    def encode(self, texts: Sequence[str]) -> bytes:
        """Encode the texts of one passage, one vector of float16 after the other.

        One text at a time: padded to the longest of a batch they take longer, and a network that scales its
        numbers by all that it is given would make of a text what its neighbours are.
        """
        return b"".join(self._network.vector(text).astype(np.float16).tobytes() for text in texts)

    def reranker(
        self, entries: Sequence[tuple[Article, Passage]], vectors: Mapping[str, bytes]
    ) -> "Likeness":
        """Make ready to judge these passages by their vectors."""
        kept: list[bytes] = []
        for article, passage in entries:
            texts = self._texts(article, passage)
            kept.append(vectors.get(_key(texts), b"") if texts else b"")
        # Of what is written in Russian some begins with Latin names: what is strange, its language says.
        scripts = [
            (script_of(passage.text), script_of_language(article.language)) for article, passage in entries
        ]
        return Likeness(self, self._known, scripts, kept)

    def direction(self, question: str, history: Sequence[str]) -> Numbers:
        """Say where a question points, drawn a little towards the turns before it."""
        total = self._encode_asked(self._asks + question, _ASKED)
        for age, turn in enumerate(reversed(history[-_TURNS:])):
            earlier = self._encode_asked(self._asks + turn, _ASKED_EARLIER)
            total = total + _EARLIER * _FADING**age * earlier
        return total / max(float(np.linalg.norm(total)), 1e-9)

    def _texts(self, article: Article, passage: Passage) -> tuple[str, ...]:
        """Give each sentence under the passage's nearest heading, and the heading too where it asks.

        One short line of context is best: the title before each heading makes all sentences alike.
        """
        if not self._known.reads(article):
            return ()
        heading = passage.section[-1] if passage.section else article.title
        texts = [f"{heading}\n{sentence}" for sentence in sentences(passage.text)]
        # In a list of questions and answers, what is asked is most like the question there.
        if heading.endswith(("?", "？", "؟")):
            texts.append(heading)
        return tuple(self._tells + unveil(text) for text in texts)


class Likeness:
    """Judges a passage by the sentence in it that is most like the question."""

    def __init__(
        self,
        model: BiEncoder,
        languages: Languages,
        scripts: Sequence[tuple[str, str]],
        kept: Sequence[bytes],
    ) -> None:
        """Take the script of each passage and that of its language, and its vectors, where there are any."""
        self.scale = model.scale
        self._model = model
        self._languages = languages
        self._written = sorted(set(scripts))
        places = {script: place for place, script in enumerate(self._written)}
        self._scripts: NDArray[np.intp] = np.array([places[script] for script in scripts], np.intp)
        self._rows, self._units = _quantize(kept, model.size // 2)
        ends = np.cumsum([len(each) // model.size for each in kept], dtype=np.intp)
        self._bounds: NDArray[np.intp] = np.concatenate([np.zeros(1, np.intp), ends])
        """Where the rows of each passage begin, and where the last one's end."""
        self._last: tuple[tuple[str, tuple[str, ...]], Numbers] | None = None

    def scores(self, question: str, history: Sequence[str], numbers: Sequence[int]) -> list[float | None]:
        """Give the cosine of the nearest sentence, less what all have in common with the question."""
        shown = self._shown(question)
        if not any(shown[number] for number in numbers):
            return [None] * len(numbers)  # the question need not be encoded: that is what takes time
        likeness = self._compare(question, tuple(history))
        known = likeness[shown]
        excess = self.scale.excess(float(np.quantile(known, _NEAR)), len(known))
        return [max(0.0, float(likeness[number]) - excess) if shown[number] else None for number in numbers]

    def nearest(self, question: str, history: Sequence[str], most: int) -> list[int]:
        """Give the passages with the nearest sentences, nearest first."""
        shown = self._shown(question)
        if not shown.any():
            return []
        likeness = np.where(shown, self._compare(question, tuple(history)), -np.inf)
        return np.argsort(-likeness, kind="stable")[: min(most, int(shown.sum()))].tolist()

    def _shown(self, question: str) -> NDArray[np.bool_]:
        """Say of each passage whether it can be compared with the question."""
        asked = script_of(question)
        comparable = np.array(
            [self._languages.compares(asked, written) for written, _ in self._written], np.bool_
        )
        return comparable[self._scripts] & (np.diff(self._bounds) > 0)

    def _compare(self, question: str, history: tuple[str, ...]) -> Numbers:
        """Give the cosine of the nearest sentence of each passage, and about -1 where nothing is known of it.

        That of the last question is kept: after the nearest passages their scores are asked for. Not by
        `lru_cache`, which would make a cycle of all vectors, and none is collected after a reload.
        """
        key = (question, history)
        last = self._last
        if last is None or last[0] != key:
            last = self._last = (key, self._compare_anew(question, history))
        return last[1]

    def _compare_anew(self, question: str, history: tuple[str, ...]) -> Numbers:
        asked = self._model.direction(question, history)
        likeness = np.concatenate(
            [
                self._rows[first : first + _AT_ONCE].astype(np.float32) @ asked
                for first in range(0, len(self._rows), _AT_ONCE)
            ]
        )
        likeness *= self._units
        encoded = np.flatnonzero(np.diff(self._bounds))
        every = np.full(len(self._scripts), -1, np.float32)
        every[encoded] = np.maximum.reduceat(likeness, self._bounds[encoded])
        script = script_of(question)
        strange = np.array([usual not in ("", script) for _, usual in self._written], np.bool_)
        return every + np.float32(self.scale.across) * strange[self._scripts]


def _quantize(kept: Sequence[bytes], width: int) -> tuple[NDArray[np.int8], Numbers]:
    """Give all rows with eight bits a number, and what the numbers of each row are multiples of.

    That is half the memory, and numpy reads it five times as fast as float16.
    """
    every = np.empty((sum(map(len, kept)) // (2 * width), width), np.int8)
    units = np.empty(len(every), np.float32)
    first = 0
    for each in kept:
        rows = np.frombuffer(each, np.float16).astype(np.float32).reshape(-1, width)
        last = first + len(rows)
        units[first:last] = np.abs(rows).max(axis=1, initial=1e-9) / 127
        every[first:last] = np.rint(rows / units[first:last, None])
        first = last
    return every, units


def _key(texts: Sequence[str]) -> str:
    return sha256("\0".join(texts).encode("utf-8", "surrogatepass")).hexdigest()
