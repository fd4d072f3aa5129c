"""What if a question is an attack? Many hostile ones, from one seed, and how long each of them takes."""

import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from random import Random

from bench.asking import ask
from bench.report import Figure
from knowledge.snapshot import Snapshot

_PIECES = (
    "\" ' * ? ~ ^ ( ) [ ] { } : + - || && ! \\ / NEAR AND OR NOT TO stems: number:[0 .. % ; -- NULL".split(),
    [chr(code) for code in (*range(32), 0x7F, 0x85, 0x9B, 0xAD, 0x2028, 0x2029, 0xFEFF, 0xFFFF)],
    ["\u202e", "\u2066", "\u2069", "\u200f", "مفاوضات", "עברית", "שלום"],
    ["🙂", "👩‍👩‍👧", "🇺🇦", "\U0001f9d1\U0001f3fd", "️⃣"],
    ["@everyone", "@here", "<@80351110224678912>", "<#1>", "```", "**", "||", "[a](", "<t:0>", "!status"],
    ["z" + "\u0351" * 80, "e\u0301", "\u0301", "क्षि", "ที่", "ﬁ", "İ", "ẞ", "\ud800", "\udfff"],
    "peace peice sanctions sancitons status talks Verhandlungen переговоры 谈判 0 1e999 NaN".split(),
)
_LONGEST = 6_000
_FIXED = (
    "", " ", "\n", "\x00", "@everyone", "?" * _LONGEST, "peace " * (_LONGEST // 6),
    "peice " * (_LONGEST // 6), "a" * _LONGEST, "\u0301" * _LONGEST, "🙂" * _LONGEST,
    "[a](" * (_LONGEST // 4), '"' * _LONGEST,
)  # fmt: skip


def questions(count: int) -> list[str]:
    """Mix pieces of all kinds, up to 6,000 characters long, with and without spaces; the same each time."""
    mixed = mix_questions(Random("hostile"))  # noqa: S311  the same each time, on purpose
    return [*_FIXED, *islice(mixed, max(0, count - len(_FIXED)))][:count]


def mix_questions(random: Random) -> Iterator[str]:
    """Mix pieces of all kinds, without end."""
    while True:
        kinds = random.sample(_PIECES, random.randint(1, 4))
        pieces = [random.choice(random.choice(kinds)) for _ in range(random.choice((1, 3, 9, 27, 2_000)))]
        yield random.choice(("", " ", " ", "\t")).join(pieces)[:_LONGEST]


def measure(snapshot: Snapshot, count: int = 1_000, most_ms: float = 50) -> list[Figure]:
    """Ask each as a question and as the name of a topic; what seems slow is tried three times."""
    slowest, failed = 0.0, 0
    for question in questions(count):
        for answer in (partial(ask, snapshot), snapshot.status):
            try:
                taken = _milliseconds(answer, question)
                # A busy machine interrupts anybody, a slow question is slow each time.
                if taken > most_ms / 2:
                    taken = min(taken, *(_milliseconds(answer, question) for _ in range(2)))
                slowest = max(slowest, taken)
            except Exception:  # noqa: BLE001  any at all is one too many
                failed += 1
    what = f"{count:,} hostile questions"
    return [
        Figure(f"{what}: exceptions", failed, most=0),
        Figure(f"{what}: the slowest", slowest, "ms", most=most_ms),
    ]


def _milliseconds(answer: Callable[[str], object], question: str) -> float:
    begun = time.perf_counter()
    answer(question)
    return 1000 * (time.perf_counter() - begun)
