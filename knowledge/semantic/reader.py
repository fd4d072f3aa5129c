"""Does a passage answer a question? A small cross-encoder reads both together; where it cannot, words decide.

onnxruntime and numpy are imported when a passage is first read, not before.
"""

import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Sequence
from hashlib import blake2b, sha256
from pathlib import Path
from typing import Protocol

from knowledge.counting import count
from knowledge.errors import KnowledgeError
from knowledge.model import Article, Passage
from knowledge.text import unveil

SHIPPED_READER = Path(__file__).parent / "crossencoder"
"""The reader that comes with the program; `training/MODEL_CARD.md` says what it is."""

_SHA256 = {
    "model.onnx": "b9d73c2db0ab545bab6e1c6a2217bad3d3951e18379d5c3728a42fa0c5db2427",
    "tokenizer.json": "8b322710926b81defc3537d911f15a5416614c959cd50d1761c5a5d19bb6c775",
}
"""What the shipped files are; a folder of somebody's own may hold others."""

_LONG = "word " * 300
"""More than is read of a question, or of a passage."""

_REMEMBERED = 4_096
"""Pairs of a question and a passage whose logits are kept."""

_log = logging.getLogger(__name__)


class Network(Protocol):
    """A cross-encoder, opened."""

    def read(self, question: str, passage: str) -> float:
        """Give the logit of one pair."""
        ...


class Judge(Protocol):
    """Tells how likely passages answer a question, as a Reader does."""

    def judge(
        self, question: str, passages: Sequence[str], until: float | None = None
    ) -> tuple[float, ...] | None:
        """Give the logit of each passage: above 0 where it answers; None where they were not read."""
        ...


class Reader:
    """Tells how likely passages answer a question, one pair at a time and within a time limit.

    It is opened when it is first asked. Where its files or its libraries are missing or damaged, it says so
    once in the log, and from then on never answers. May be asked from any thread.
    """

    def __init__(self, folder: Path = SHIPPED_READER) -> None:
        """Read with what is in a folder: `model.onnx`, of pairs to one logit, and `tokenizer.json`."""
        self.folder = folder
        self.late = 0
        """How many questions got no answer because the time was over."""
        self._network: Network | None = None
        self._is_off = False
        self._turn = threading.Lock()
        self._known: OrderedDict[bytes, float] = OrderedDict()
        """By the digest of both: with their texts, it would hold some megabytes."""
        self._slowest = 0.0

    def open(self) -> None:
        """Open the model: about half a second. Raises KnowledgeError where it cannot be used."""
        with self._turn:
            if self._network is None:
                self._network = _open_network(self.folder)

    def prepare(self) -> None:
        """Open the model, and let it read a pair as long as any: so much memory it takes, and no more later.

        Where it cannot be used, say so in the log and let words decide.
        """
        self._open_if_usable()
        if self._network:
            with self._turn:
                self._network.read(_LONG, _LONG)

    def judge(
        self, question: str, passages: Sequence[str], until: float | None = None
    ) -> tuple[float, ...] | None:
        """Give the logit of each passage, as `text_to_read` makes it: above 0 where it answers.

        None where the model cannot be used, or has not read them all by `until`, of `time.monotonic()`.
        """
        if self._network is None:
            self._open_if_usable()
        if self._is_off:
            return None
        logits: list[float] = []
        for passage in passages:
            logit = self._read(question, passage, until)
            if logit is None:
                self._count_late()
                return None
            logits.append(logit)
        return tuple(logits)

    def _open_if_usable(self) -> None:
        if self._is_off:
            return
        try:
            self.open()
        except KnowledgeError as error:
            self._is_off = True
            _log.warning("Answers rest on words alone: %s", error)

    def _read(self, question: str, passage: str, until: float | None) -> float | None:
        pair = blake2b(f"{question}\0{passage}".encode("utf-8", "surrogatepass"), digest_size=16).digest()
        if pair in self._known:
            return self._known[pair]
        patience = -1.0 if until is None else until - time.monotonic() - self._slowest
        if until is not None and patience <= 0:
            return None
        # One pair at a time: a reload that asks many questions lets those of people pass.
        if not self._turn.acquire(timeout=patience):
            return None
        try:
            assert self._network is not None  # noqa: S101  `judge` has opened it
            began = time.monotonic()
            logit = self._network.read(question, passage)
            self._slowest = max(0.9 * self._slowest, time.monotonic() - began)
            self._known[pair] = logit
            while len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)
        finally:
            self._turn.release()
        return logit

    def _count_late(self) -> None:
        self.late += 1
        if (
            self.late & (self.late - 1) == 0
        ):  # the 1st, 2nd, 4th, 8th ...: a slow machine shows, and floods no log
            _log.warning("The reader had no time for %s so far; words decided.", count(self.late, "question"))


def text_to_read(article: Article, passage: Passage) -> str:
    """Give a passage as the reader was taught to read it: title, heading, then its introduction and text."""
    heading = passage.section[-1] if passage.section else ""
    body = f"{passage.lead_in} {passage.text}" if passage.lead_in else passage.text
    return unveil(" | ".join(part for part in (article.title, heading, body) if part))


def _open_network(folder: Path) -> Network:
    files = {name: folder / name for name in _SHA256}
    for file in files.values():
        if not file.is_file():
            raise KnowledgeError(f"{file} of the reader is missing.", _cure(folder))
    if folder == SHIPPED_READER:
        for name, file in files.items():
            if sha256(file.read_bytes()).hexdigest() != _SHA256[name]:
                raise KnowledgeError(f"{file} of the reader is damaged.", _cure(folder))
    try:
        from knowledge.semantic._cross_encoder import CrossEncoder
    except ImportError as error:
        raise KnowledgeError(
            f"The reader needs the package {error.name}, which is not installed.",
            "Install talksbot again; where there is no such package for this machine, set reader = false.",
        ) from error
    return CrossEncoder(files["model.onnx"], files["tokenizer.json"])


def _cure(folder: Path) -> str:
    if folder == SHIPPED_READER:
        return "Install talksbot again, or set reader = false in [answers]."
    return "Name a folder with model.onnx and tokenizer.json, or set reader = true for the shipped one."
