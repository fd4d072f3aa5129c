"""How long does a suggestion take while somebody types? Beside a fuzzy search over all names, in one run."""

import time
from collections.abc import Callable, Sequence
from functools import partial
from random import Random
from typing import TypeVar

from rapidfuzz import fuzz, process

from bench.mistyping import SEED, mistyped
from bench.report import Figure, percentile
from knowledge.answering.suggestions import MOST, Suggestions

_Made = TypeVar("_Made")

_BEGINNINGS = 1, 2, 4, 8, 16
"""How many letters are typed of a name."""
_OTHERS = 20
"""Other names of a topic: those of a glossary in six languages."""


def measure(
    topics: int = 2_000, articles: int = 10_000, names: int = 100, most_ms: float = 20
) -> list[Figure]:
    """Type the beginnings of names, of the words in them, and mistyped ones; in time of the processor."""
    random = Random(SEED)  # noqa: S311  the same each time, on purpose
    words = sorted({_make_word(random) for _ in range(2 * articles)})
    titles = [" ".join(random.choices(words, k=8)) for _ in range(articles)]
    called = [" ".join(random.choices(words, k=3)) for _ in range(topics)]
    others = [tuple(" ".join(random.choices(words, k=2)) for _ in range(_OTHERS)) for _ in range(topics)]
    return [
        *_measure(f"{topics:,} topics", called, others, random.sample(called, names), most_ms),
        *_measure(f"{articles:,} articles", titles, [()] * articles, random.sample(titles, names), most_ms),
    ]


def _measure(
    what: str, names: Sequence[str], others: Sequence[Sequence[str]], typed: Sequence[str], most_ms: float
) -> list[Figure]:
    built, suggestions = _time(lambda: Suggestions(zip(names, others, strict=True)))
    asked = [text for name in typed for text in _type(name)]
    own = [_time(partial(suggestions.suggest, text))[0] for text in asked]
    spellings = [spelling for name, more in zip(names, others, strict=True) for spelling in (name, *more)]
    naive = [
        _time(partial(process.extract, text, spellings, scorer=fuzz.WRatio, limit=MOST))[0]
        for text in asked[:: len(asked) // 50]
    ]
    ratio = percentile(own, 0.5) / percentile(naive, 0.5)
    return [
        Figure(f"suggestion among {what}, median", percentile(own, 0.5), "ms"),
        Figure(f"the same, p99 among {what}", percentile(own, 0.99), "ms", most=most_ms),
        Figure(f"suggestion / a fuzzy search over all names, {what}", ratio, most=0.1),
        Figure(f"making ready what is suggested of {what}", built, "ms"),
    ]


def _type(name: str) -> list[str]:
    words = name.split()
    wrong = mistyped(name)
    starts = f"{words[1][:3]} {words[0][:3]}"
    return [*(name[:letters] for letters in _BEGINNINGS), words[1][:4], starts, wrong[:12], wrong]


def _make_word(random: Random) -> str:
    syllables = (
        random.choice("bcdfghklmnprstvw") + random.choice("aeiou") for _ in range(random.randint(2, 5))
    )
    return "".join(syllables)


def _time(work: Callable[[], _Made]) -> tuple[float, _Made]:
    """Give the milliseconds of this thread, so that what else the machine does is not counted."""
    begun = time.thread_time()
    made = work()
    return 1000 * (time.thread_time() - begun), made
