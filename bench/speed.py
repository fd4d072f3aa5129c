"""How fast is it beside the peers? The same made-up passages and real questions, in one run."""

import gc
import multiprocessing
import re
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from random import Random
from typing import TypeAlias

from bench.asking import ask
from bench.datasets import load
from bench.memory import resident_mb
from bench.mistyping import SEED, mistyped
from bench.report import Figure, percentile
from bench.retrievers import Found, Search, fts5, raw_tantivy
from knowledge.answering.index import PassageIndex
from knowledge.answering.thresholds import Thresholds
from knowledge.answering.vocabulary import Vocabulary, choose_repairable
from knowledge.model import Article, Corpus, Kind, Passage
from knowledge.snapshot import Snapshot
from knowledge.text import words

SETS = ("squad", "xquad.en", "covidfaq")
"""Where the sentences and questions are taken from."""
_PER_ARTICLE = 10
_ROUNDS = 3
_TOP = 10
_TANTIVY, _STOPPED, _ALL = "tantivy", "FTS5 (porter), stop words out", "FTS5 (porter)"

Ask: TypeAlias = Callable[[str], object]


def measure(
    folder: Path, small: int = 10_000, large: int = 100_000, vocabulary: int = 200_000, asked: int = 200
) -> list[Figure]:
    """Compare at two sizes; then memory at the larger one, and the repair of typing errors."""
    sentences, questions = _sources(folder, asked)
    return [
        *_beside_peers(made_up(sentences, small), questions, {_TANTIVY: 8, _STOPPED: 1, _ALL: 1}),
        *_beside_peers(made_up(sentences, large), questions, {_TANTIVY: None, _STOPPED: 1 / 5}, build=2),
        _memory(sentences, large, questions),
        *_repair(sentences, vocabulary),
    ]


def made_up(sentences: Sequence[str], count: int) -> list[str]:
    """Make so many passages of three sentences each, the same each time."""
    random = Random(SEED)  # noqa: S311  the same each time, on purpose
    return [" ".join(random.choice(sentences) for _ in range(3)) for _ in range(count)]


def _sources(folder: Path, asked: int) -> tuple[list[str], list[str]]:
    sets = [load(folder, name) for name in SETS]
    pieces = (
        piece.strip()
        for given in sets
        for _, text in given.passages
        for piece in re.split(r"(?<=[.!?])\s+|\n+", text)
    )
    questions = [question.text for given in sets for question in given.questions if question.right]
    random = Random(SEED)  # noqa: S311  the same each time, on purpose
    return [piece for piece in pieces if 5 <= len(piece.split()) <= 60], random.sample(questions, asked)


def _corpus(texts: Sequence[str]) -> Corpus:
    articles: list[Article] = []
    for start in range(0, len(texts), _PER_ARTICLE):
        passages = tuple(
            Passage(text, Kind.PARAGRAPH, (), (line, line))
            for line, text in enumerate(texts[start : start + _PER_ARTICLE], 1)
        )
        articles.append(Article(f"{start:07}.txt", "", "en", passages))
    return Corpus(tuple(articles))


def _beside_peers(
    texts: list[str], questions: list[str], most: dict[str, float | None], build: float | None = None
) -> list[Figure]:
    """Compare the median of a whole answer with the peers in `most`, and the time to build with tantivy's.

    The numbers asked are ratios.
    """
    corpus, at = _corpus(texts), f"at {len(texts):,} passages"
    builds = [
        (_seconds(lambda: PassageIndex(corpus)), _seconds(lambda: raw_tantivy(texts, "en"))) for _ in "12"
    ]
    own_seconds, tantivy_seconds = map(min, zip(*builds, strict=True))
    snapshot = Snapshot(corpus, Thresholds())
    searches = {
        _TANTIVY: raw_tantivy(texts, "en"),
        _STOPPED: fts5(texts, "en"),
        _ALL: fts5(texts, "en", all_words=True),
    }
    asks: dict[str, Ask] = {who: partial(_top, search) for who, search in searches.items() if who in most}
    answer: dict[str, Ask] = {"answer": partial(ask, snapshot)}
    medians = _medians({**answer, **asks}, questions)
    own, typed = medians.pop("answer"), _medians(answer, list(map(mistyped, questions)))
    return [
        Figure(f"whole answer {at}, median", own, "ms"),
        Figure(f"the same, question mistyped {at}", typed["answer"], "ms"),
        *(Figure(f"{who} {at}, median of a top-10 search", ms, "ms") for who, ms in medians.items()),
        *(Figure(f"whole answer / {who}, {at}", own / ms, most=most[who]) for who, ms in medians.items()),
        Figure(f"building the index / tantivy's own, {at}", own_seconds / tantivy_seconds, most=build),
        Figure(f"building the index {at}", own_seconds, "s"),
    ]


def _top(search: Search, question: str) -> Found:
    return search(question, _TOP)


def _medians(asks: dict[str, Ask], questions: list[str]) -> dict[str, float]:
    """Give each one's median in milliseconds; they take turns, so that a busy machine slows all alike."""
    times: dict[str, list[float]] = {who: [] for who in asks}
    for _ in range(_ROUNDS):
        for question in questions:
            for who, each in asks.items():
                times[who].append(1000 * _seconds(partial(each, question)))
    return {who: percentile(values, 0.5) for who, values in times.items()}


def _memory(sentences: list[str], count: int, questions: list[str]) -> Figure:
    """Measure a fresh process that holds nothing but the snapshot."""
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=spawn) as process:
        resident = process.submit(_resident, sentences, count, questions).result()
    return Figure(f"resident memory at {count:,} passages, after questions", resident, "MB", most=300)


def _resident(sentences: list[str], count: int, questions: list[str]) -> float:
    snapshot = Snapshot(_corpus(made_up(sentences, count)), Thresholds())
    for question in questions:
        ask(snapshot, question)
    gc.collect()
    return resident_mb()


def _repair(sentences: list[str], size: int, asked: int = 500) -> list[Figure]:
    """Repair words against a vocabulary that was made large by joining halves of real words."""
    random = Random(SEED)  # noqa: S311  the same each time, on purpose
    counts = Counter(word for sentence in sentences for word in words(sentence))
    real = sorted(counts)
    while len(counts) < size:
        left, right = random.choice(real), random.choice(real)
        counts.setdefault(left[: (len(left) + 1) // 2] + right[len(right) // 2 :], 1)
    wrong = {mistyped(word) for word in random.sample(real, min(len(real), 4 * asked)) if len(word) > 3}
    unknown = sorted(word for word in wrong if word not in counts)[:asked]
    vocabulary = Vocabulary(choose_repairable(counts))
    times = [1000 * _seconds(partial(vocabulary.nearest, word)) for word in unknown]
    what = f"repair of a mistyped word among {len(counts):,}"
    return [
        Figure(f"{what}, median", percentile(times, 0.5), "ms"),
        Figure(f"{what}, p99", percentile(times, 0.99), "ms", most=5),
    ]


def _seconds(work: Callable[[], object]) -> float:
    gc.disable()  # as a reload does, so for the peer too
    begun = time.perf_counter()
    work()
    seconds = time.perf_counter() - begun
    gc.enable()
    return seconds
