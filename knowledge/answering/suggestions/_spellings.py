"""Which names begin so, or hold a word that does? Found without reading those that do not; pure."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence


class Spellings:
    """Normalised names of things, in the order in which they are preferred; each has a place, from 0."""

    def __init__(self, names: Sequence[tuple[str, int]]) -> None:
        """Take the names, each with the number of the thing that is called so."""
        self._names = [name for name, _ in names]
        self._things = [thing for _, thing in names]
        # All names as one text: to search it takes a thousandth of the time that a loop over them would.
        self._text = "\n".join(("", *self._names, ""))
        self._begins: list[int] = []
        begin = 0
        for name in self._names:
            self._begins.append(begin)
            begin += len(name) + 1
        self._places: dict[str, list[int]] = defaultdict(list)
        for place, name in enumerate(self._names):
            for word in dict.fromkeys(name.split()):
                self._places[word].append(place)
        self.vocabulary = sorted(self._places)
        """The words of all names, sorted."""

    def thing(self, place: int) -> int:
        """Give the number of the thing with the name at this place."""
        return self._things[place]

    def begin(self, said: str) -> Iterator[int]:
        """Give the things called so, then those whose names begin so, last those of which words begin so."""
        for start in (f"\n{said}\n", f"\n{said}", f" {said}"):
            yield from self.hold(start)
        if " " in said:
            yield from self._hold_starts(said.split())

    def hold(self, piece: str) -> Iterator[int]:
        """Give the things whose names hold this piece of text; a line's end stands before and after each."""
        at = self._text.find(piece)
        while at >= 0:
            place = bisect_right(self._begins, at) - 1
            yield self._things[place]
            at = self._text.find(piece, self._begins[place] + len(self._names[place]) + 1)

    def hold_words(self, said: Sequence[str]) -> Iterator[int]:
        """Give the things whose names hold all these words."""
        if said and all(word in self._places for word in said):
            rarest = min((self._places[word] for word in said), key=len)
            yield from (self._things[place] for place in rarest if self._holds(place, said, " "))

    def places(self, word: str) -> Sequence[int]:
        """Give the places of the names with a word of the vocabulary."""
        return self._places[word]

    def _hold_starts(self, said: Sequence[str]) -> Iterator[int]:
        """Give the things of whose names some words begin so, in any order."""
        known = [[self._places[word] for word in begin_with(self.vocabulary, start)] for start in said]
        fewest = min(known, key=lambda lists: sum(map(len, lists)))
        for place in sorted({place for places in fewest for place in places}):
            if self._holds(place, said, ""):
                yield self._things[place]

    def _holds(self, place: int, said: Sequence[str], end: str) -> bool:
        name = f" {self._names[place]} "
        return all(f" {word}{end}" in name for word in said)


def begin_with(vocabulary: Sequence[str], start: str) -> Sequence[str]:
    """Give the words of a sorted vocabulary that begin so."""
    first = bisect_left(vocabulary, start)
    return vocabulary[first : bisect_left(vocabulary, f"{start}\U0010ffff", first)]
