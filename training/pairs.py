"""Does this passage answer this question? The pairs that the reader learns from, and their file."""

import gzip
import lzma
from collections.abc import Callable, Iterable
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

import msgspec


class Kind(StrEnum):
    """How a pair came about. The values stand in the file."""

    ANSWERED = "pos"
    UNANSWERABLE = "imp"
    """The right passage, and a question that was written so that it does not answer."""
    REMOVED = "remove"
    """The right passage without the sentence that answers."""
    NEIGHBOUR = "same"
    """Another passage of the same article."""
    ELSEWHERE = "other"
    """A passage of another article."""
    SWAPPED = "swap"
    """The right passage, but the question names another person, place or year."""
    ROW = "table"
    OTHER_ROW = "tablerow"
    """A row of a table, asked of another row's topic."""
    OTHER_COLUMN = "tablecol"
    """A row of a table, asked for a column that it lacks."""
    ACROSS_ANSWERED = "xpos"
    """The question in one language, the passage in another; so the next two."""
    ACROSS_REMOVED = "xremove"
    ACROSS_NEIGHBOUR = "xsame"


ANSWERING = frozenset({Kind.ANSWERED, Kind.ROW, Kind.ACROSS_ANSWERED})

HELD_ARTICLES = ("Harvard_University", "Islamism", "Steam_engine", "French_and_Indian_War")
"""SQuAD's articles that only measure. Their translations are left out of training too."""
LEARNT_ARTICLES = (
    "Normans",
    "Computational_complexity_theory",
    "Huguenot",
    "1973_oil_crisis",
    "European_Union_law",
    "Packet_switching",
    "Yuan_dynasty",
    "Immune_system",
    "Scottish_Parliament",
    "Imperialism",
    "Warsaw",
    "Force",
)
"""SQuAD's articles that are learnt, in all languages: a benchmark that holds them is no measure there."""
_NEVER_DEVELOPMENT = frozenset({"squad2", "squad2mt", "squad2x", "xquad", "xquadx"})
"""They share their articles, so one of them may not measure what another one trains."""
_ONE_IN = 25


class Pair(msgspec.Struct, frozen=True, array_like=True):
    """A row of the file."""

    question: str
    passage: int
    """Its place among the file's passages."""
    answers: int
    """1 where the passage answers, else 0."""
    kind: str
    source: str
    language: str
    """Of both texts, or "question's>passage's"."""
    article: str
    """By this name the development pairs are set aside, whole articles at a time."""
    development: int
    """1 where the pair measures and does not train."""


class PairFile(msgspec.Struct, frozen=True):
    """All pairs, and the passages they share."""

    passages: list[str]
    pairs: list[Pair]

    def part(self, *, development: bool) -> list[Pair]:
        """Give the pairs that train, or those that measure."""
        return [pair for pair in self.pairs if bool(pair.development) is development]


def read_pairs(file: Path) -> PairFile:
    """Read a .json.xz or .json.gz file."""
    with _opener(file)(file, "rb") as content:
        return msgspec.json.decode(content.read(), type=PairFile)


def write_pairs(pairs: PairFile, file: Path) -> None:
    """Write a .json.xz or .json.gz file."""
    with _opener(file)(file, "wb") as content:
        content.write(msgspec.json.encode(pairs))


def measures(source: str, article: str) -> bool:
    """Tell whether an article's pairs are set aside: SQuAD's held ones, one in 25 of other sources."""
    if source.startswith("squad2") and any(held in article for held in HELD_ARTICLES):
        return True
    if source in _NEVER_DEVELOPMENT:
        return False
    return int.from_bytes(sha256(article.encode()).digest()[:4], "big") % _ONE_IN == 0


class Collection:
    """Gathers pairs: each once, the passages shared."""

    def __init__(self) -> None:
        self._passages: dict[str, int] = {}
        self._pairs: dict[tuple[str, int], Pair] = {}

    def add(self, question: str, passage: str, kind: Kind, source: str, language: str, article: str) -> None:
        """Add a pair, unless it is known or one of its texts is too short or too long to teach anything."""
        if not 3 <= len(question) <= 300 or len(passage) <= 20:
            return
        number = self._passages.setdefault(passage, len(self._passages))
        pair = Pair(
            question,
            number,
            int(kind in ANSWERING),
            kind.value,
            source,
            language,
            article,
            int(measures(source, article)),
        )
        self._pairs.setdefault((question.lower(), number), pair)

    def shuffled(self, shuffle: Callable[[list[Pair]], None]) -> PairFile:
        """Give all pairs in an order of chance."""
        pairs = list(self._pairs.values())
        shuffle(pairs)
        return PairFile(list(self._passages), pairs)


def passages_of(file: PairFile, pairs: Iterable[Pair]) -> dict[int, str]:
    """Give the passages that some pairs use, by their numbers."""
    return {pair.passage: file.passages[pair.passage] for pair in pairs}


def _opener(file: Path) -> Callable[..., gzip.GzipFile | lzma.LZMAFile]:
    openers: dict[str, Callable[..., gzip.GzipFile | lzma.LZMAFile]] = {
        ".xz": lzma.LZMAFile,
        ".gz": gzip.GzipFile,
    }
    if file.suffix not in openers:
        raise ValueError(f"{file} is neither .xz nor .gz.")
    return openers[file.suffix]
