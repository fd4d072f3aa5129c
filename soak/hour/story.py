"""What happens in the articles? Topics go on from round to round, and who has to be told of each."""

import re
import shutil
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import count, cycle, islice
from pathlib import Path
from typing import Any

from bench.channels import text
from bench.terminal import ROOT

_TOPICS = 24
_ROUND = re.compile("round ([0-9]+)")
_AT_ONCE = 3
"""Topics that change in one reload: it takes eight until one changes again."""
TWINS = "Twin harbour east", "Twin harbour west"
"""Two topics of one article, which are always in the same round."""


class Story:
    """A folder of articles that changes, and what has to be told of that."""

    def __init__(self, folder: Path) -> None:
        """Begin with the shipped articles, and one for each topic."""
        self._folder = folder
        shutil.copytree(ROOT / "knowledge" / "articles", folder)
        self.topics = [f"Bridge {_name(number)}" for number in range(_TOPICS)]
        self._turns = cycle(self.topics)
        self._rounds = count(1)
        self.rounds = 0
        """How often it has gone on."""
        self._changes: list[tuple[str, int]] = []
        self._last: set[tuple[str, int]] = set()
        for topic in self.topics:
            self._write((topic,), 0)
        self._write(TWINS, 0)

    def go_on(self) -> None:
        """Take some topics to the next round."""
        self.rounds = number = next(self._rounds)
        topics = [*islice(self._turns, _AT_ONCE)]
        for each in (*((topic,) for topic in topics), TWINS):
            self._write(each, number)
        self._last = {(topic, number) for topic in (*topics, *TWINS)}
        self._changes += self._last

    def expect(self, topics: Iterable[str] | None = None) -> Counter[tuple[str, int]]:
        """Give what somebody must be told who follows these topics, or all of them."""
        followed = {*self.topics, *TWINS} if topics is None else {*topics}
        return Counter(each for each in self._changes if each[0] in followed)

    def is_told(self, messages: Iterable[Mapping[str, Any]]) -> bool:
        """Whether these tell of all that has changed in the last round."""
        return self._last <= {*self.find_told(messages)}

    def find_told(self, messages: Iterable[Mapping[str, Any]]) -> Counter[tuple[str, int]]:
        """Give what messages tell."""
        topics = *self.topics, *TWINS
        told = ("\n".join(line for line in text(each).splitlines() if "→" in line) for each in messages)
        return Counter(fact for said in told for fact in {*read_rounds(said, topics)})

    def _write(self, topics: Sequence[str], number: int) -> None:
        path = self._folder / f"{topics[0].lower().replace(' ', '-')}.md"
        head = ("---", f"title: On {topics[0]}", "published: 2026-03-01", "---", "")
        rows = [f"| {topic} | Agreed in round {number} |" for topic in topics]
        beside = path.with_suffix(".part")  # which is of no format, so that none is read in half
        beside.write_text("\n".join([*head, "| Topic | Status |", "| --- | --- |", *rows, ""]), "utf-8")
        beside.replace(path)


def read_rounds(said: str, topics: Sequence[str]) -> list[tuple[str, int]]:
    """Give the topics that are named, each with the last round on its line."""
    lines = [(line, _ROUND.findall(line)) for line in said.splitlines()]
    return [(topic, int(rounds[-1])) for line, rounds in lines if rounds for topic in topics if topic in line]


def _name(number: int) -> str:
    """Name a topic by letters that no two share: names that look alike are taken for one."""
    words = "Amber Birch Cedar Dover Elgin Forth Garda Hazel Indus Jutes Kiruna Lofoten Mersey Narva Oder"
    more = "Pripyat Quiberon Rhone Severn Tagus Ural Volga Weser Yukon"
    return f"{words} {more}".split()[number]
