"""Who is speaking? Finds the lines that begin with a name and a colon: "MINISTER: Good evening"."""

import re
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from msgspec import Struct

from knowledge.reading.plain._words import ends_sentence, is_closed

_LABEL = re.compile(
    r"\s*(?:[\[(]?\d{1,2}:\d\d(?::\d\d(?:[.,]\d{1,3})?)?[\])]?\s+[-–]?\s*)?"  # the time of a recording
    r"(?:(?P<name>[^\W\d_](?:[^\W_]|[.'’ -]){0,48}?)(?:\s?[(\[][^()\[\]]{1,40}[)\]])?\s?[:：]"
    r"|(?P<letter>[QA])\.)(?=\s|$)"
)
_ENTRY = re.compile(r"\s*[^\W_][\w.+-]{0,30}: +\S")
_MOST_WORDS = 6
_LEAST_TURNS = 2
_SENTENCES = 0.6
"""The share of turns that end like sentences at least; lines like "Status: Agreed" do not."""


class Turns(Struct, frozen=True):
    """The places of the lines with which a speaker begins, or something else that is called by a name."""

    labels: frozenset[int]
    """All lines that begin with a name and a colon which does not go on from the line above."""
    entries: frozenset[int]
    """Those of them that stand below each other, or whose name comes again: no headings."""
    first: int | None
    """That of the first turn, in a transcript."""

    @classmethod
    def find(cls, texts: Sequence[str], runs: Sequence[Sequence[int]], items: AbstractSet[int]) -> "Turns":
        """Find the turns among the runs of lines of a text."""
        read = {
            number: name
            for run in runs
            for number in run
            if number not in items and (name := read_name(texts[number]))
        }
        counts = Counter(read.values())
        labels = {number for run in runs for number in _find_labels(texts, run, read, counts)}
        first = min(labels & read.keys()) if labels and _is_transcript(texts, runs, labels, read) else None
        for run in runs:
            labels.update(number for number in _find_entries(texts, run) if number not in items)
        entries = {number for number in labels if counts[read.get(number, "")] != 1}
        entries |= {number for number in labels if {number - 1, number + 1} & labels}
        return cls(frozenset(labels), frozenset(entries), first)

    def begins(self, number: int) -> bool:
        """Tell whether somebody begins to speak on a line."""
        return number in self.labels

    def is_name_alone(self, line: str) -> bool:
        """Tell whether a line of a transcript is nothing but the speaker's name."""
        found = _LABEL.match(line) if self.first is not None else None
        return bool(found) and not line[found.end() :].strip()

    def has_begun(self, number: int) -> bool:
        """Tell whether a line stands behind the beginning of a transcript."""
        return self.first is not None and number >= self.first


def read_name(line: str) -> str:
    """Read the name before a colon at the beginning of a line; nothing where it is none."""
    found = _LABEL.match(line[:160])
    if found is None:
        return ""
    name = found["name"] or found["letter"]
    words = name.split()
    if (
        len(words) > _MOST_WORDS
        or not all(word[0].isupper() or len(word) <= 3 for word in words)
        or not name[0].isupper()
    ):
        return ""
    return name


def _find_labels(
    texts: Sequence[str], run: Sequence[int], read: Mapping[int, str], counts: Mapping[str, int]
) -> Iterator[int]:
    """Give the lines of a run whose names are said by somebody else, or do not go on from the line above."""
    for place, number in enumerate(run):
        if number in read and (
            place == 0
            or counts[read[number]] >= _LEAST_TURNS
            or is_closed(texts[run[place - 1]])
            or run[place - 1] in read
        ):
            yield number


def _is_transcript(
    texts: Sequence[str], runs: Sequence[Sequence[int]], labels: AbstractSet[int], read: Mapping[int, str]
) -> bool:
    """Tell whether people speak: some of them again, in sentences; or they ask and answer, Q and A."""
    counts = Counter(read[number] for number in labels)
    if {"Q", "A"} <= counts.keys():
        return True
    said = [number for number in labels if counts[read[number]] >= _LEAST_TURNS]
    ends = _find_ends(runs, labels)
    closed = sum(ends_sentence(texts[ends[number]]) for number in said)
    return len(counts) > 1 and len(said) > _LEAST_TURNS and closed >= _SENTENCES * len(said)


def _find_entries(texts: Sequence[str], run: Sequence[int]) -> set[int]:
    """Find lines like "wc: Anna Holm" that stand below each other: a word in small letters, a colon."""
    entries = [bool(_ENTRY.match(texts[number])) for number in run]
    pairs = zip(run, entries, [False, *entries], [*entries[1:], False], strict=False)
    return {number for number, is_entry, above, below in pairs if is_entry and (above or below)}


def _find_ends(runs: Sequence[Sequence[int]], labels: Container[int]) -> dict[int, int]:
    """Give the last line of what begins at each label."""
    ends: dict[int, int] = {}
    for run in runs:
        begun = None
        for number in run:
            if number in labels:
                begun = number
            if begun is not None:
                ends[begun] = number
    return ends
