"""How good is a finished reader? On the development pairs, and on judged questions about articles."""

import asyncio
import os
import random
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from bench.measures import auroc
from bench.report import markdown
from knowledge.answering.question import Question
from knowledge.evaluation import JudgedQuestion, read_questions
from knowledge.model import Article, Passage
from knowledge.opening import open_base
from knowledge.snapshot import Snapshot
from knowledge.when import When
from training.inputs import TOKENIZER, Marks, open_tokenizer, pair_row, passage_text, pieces
from training.pairs import read_pairs
from training.report import describe

# From 1.29 on, onnxruntime reports its use to its maker; this must be set before the import.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
import onnxruntime

DEPTH = 8
"""How many of the passages that the words find are read of a judged question."""

_WHEN = When(date(2026, 11, 22))
_SEED = 1


class Reader:
    """A finished reader: an ONNX file with the tokenizer beside it."""

    def __init__(self, model: Path) -> None:
        """Open it on one thread, as the product does."""
        self._tokenizer = open_tokenizer(model.parent / TOKENIZER)
        self._marks = Marks.of(self._tokenizer)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])

    def logit(self, question: str, passage: str) -> float:
        """Judge one pair."""
        asked, told = pieces(self._tokenizer, [question, passage])
        row = np.array([pair_row(asked, told, self._marks)], np.int64)
        return float(self._session.run(None, {"input_ids": row})[0].item())


@dataclass(frozen=True, slots=True)
class Read:
    """A judged question, and what the reader says of the passages that the words find, best first."""

    question: JudgedQuestion
    logits: tuple[float, ...]
    right: tuple[bool, ...]

    @property
    def highest(self) -> float:
        """How sure the reader is that any of them answers."""
        return max(self.logits, default=-np.inf)

    @property
    def is_first_right(self) -> bool:
        """Whether the passage that the reader puts first is right."""
        return bool(self.logits) and self.right[int(np.argmax(self.logits))]


def evaluate_on_pairs(models: Sequence[Path], pairs: Path, sample: int) -> str:
    """Measure each model on the same development pairs, and how far their logits lie apart."""
    content = read_pairs(pairs)
    chosen = content.part(development=True)
    chosen = random.Random(_SEED).sample(chosen, min(sample, len(chosen)))  # noqa: S311  the same each time
    parts: list[str] = []
    first: list[float] = []
    for model in models:
        reader = Reader(model)
        logits = [reader.logit(pair.question, content.passages[pair.passage]) for pair in chosen]
        first = first or logits
        apart = float(np.mean(np.abs(np.subtract(logits, first))))
        parts.append(f"{model}: logits {apart:.3f} from the first model's\n\n{describe(chosen, logits)}")
    return "\n\n".join(parts)


def evaluate_on_questions(models: Sequence[Path], questions: Path, articles: Path, chosen: str = "") -> str:
    """Measure each model on judged questions about articles; on one set of them where one is named."""
    judged = [each for each in read_questions(questions) if chosen in ("", each.set)]
    snapshot = asyncio.run(_open(articles))
    rows = [_row(str(model), read_with(Reader(model).logit, judged, snapshot)) for model in models]
    words = [read_with(None, judged, snapshot)]
    rows.insert(0, _row("words", words[0]))
    headers = ("model", "answerable", "first passage right", "unanswerable", "AUROC", "rightly at 0 false")
    return markdown(headers, rows)


def read_with(
    logit: Callable[[str, str], float] | None, questions: Sequence[JudgedQuestion], snapshot: Snapshot
) -> list[Read]:
    """Read what the words find for each question; without a reader the words' own scores stand for logits."""
    found: list[Read] = []
    for question in questions:
        hits = snapshot.search(Question.read(question.ask, _WHEN.today), _WHEN, DEPTH)
        texts = [" ".join(hit.passage.text.split()) for hit in hits]
        pieces_of_right = [" ".join(piece.split()) for piece in question.expect]
        right = tuple(any(piece in text for piece in pieces_of_right) for text in texts)
        logits = tuple(
            hit.score if logit is None else logit(question.ask, text_to_read(hit.article, hit.passage))
            for hit in hits
        )
        found.append(Read(question, logits, right))
    return found


def text_to_read(article: Article, passage: Passage) -> str:
    """Write a passage as the reader was taught to read it."""
    heading = passage.section[-1] if passage.section else ""
    return passage_text(article.title, heading, f"{passage.lead_in} {passage.text}".strip())


def _row(name: str, read: Sequence[Read]) -> tuple[str, ...]:
    answerable = [each for each in read if not each.question.refuse]
    refuse = [each.highest for each in read if each.question.refuse]
    trusted = [(each.highest, not each.question.refuse) for each in read]
    bar = max(refuse, default=-np.inf)
    rightly = sum(each.is_first_right and each.highest > bar for each in answerable)
    first = sum(each.is_first_right for each in answerable)
    return (name, str(len(answerable)), str(first), str(len(refuse)), f"{auroc(trusted):.3f}", str(rightly))


async def _open(articles: Path) -> Snapshot:
    with tempfile.TemporaryDirectory(prefix="talksbot-training-") as data:
        async with open_base(Path(data), articles, when=lambda: _WHEN) as base:
            return base.snapshot
