"""What can be asked here? Questions about these very articles, each of which the bot has answered itself."""

from collections.abc import Awaitable, Callable, Iterator
from itertools import chain, islice, zip_longest
from typing import TypeAlias

from bot.wording.catalogue import Catalogue
from bot.wording.spans import Name, text
from knowledge.answers import Answer, Verdict
from knowledge.snapshot import Snapshot
from knowledge.text import normalise

_TRIED = 24
"""How many questions are tried at most: each takes some milliseconds."""
_LONGEST = 100
"""Characters of a name that still reads well in a question."""

Ask: TypeAlias = Callable[[str], Awaitable[Answer]]


async def find_examples(snapshot: Snapshot, ask: Ask, words: Catalogue, most: int = 3) -> tuple[str, ...]:
    """Find questions that `ask` surely answers, in the words of a catalogue."""
    found: list[str] = []
    for each in islice(suggest(snapshot, words), _TRIED):
        if (await ask(each)).verdict is Verdict.ANSWER:
            found.append(each)
        if len(found) == most:
            break
    return tuple(found)


def suggest(snapshot: Snapshot, words: Catalogue) -> Iterator[str]:
    """Make questions of topics and of headings by turns, each matter once."""
    topics = (("welcome.topic", each) for each in snapshot.coverage.topics)
    headings = (("welcome.heading", each) for each in _headings(snapshot))
    known = set[str]()
    for made in chain.from_iterable(zip_longest(topics, headings)):
        if made is None:
            continue
        key, name = made
        if len(name) <= _LONGEST and normalise(name) not in known:
            known.add(normalise(name))
            yield name if name.endswith("?") else words.write(text(key, name=Name(name)))


def _headings(snapshot: Snapshot) -> Iterator[str]:
    """Give the headings of the articles, those of the newest first."""
    for article in sorted(snapshot.corpus.articles, key=lambda each: each.dated, reverse=True):
        for passage in article.findable:
            yield passage.section[-1] if passage.section else article.title
