"""What stands, since when? Topics with their dated statuses, each with the row or bullet that says so."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import groupby

from knowledge.answering.aliases import find_terms
from knowledge.model import Article, Claim, Corpus, Passage, Statement, Step
from knowledge.statuses.claims import read_claims
from knowledge.statuses.names import LONGEST_NAME, Names
from knowledge.statuses.order import put_in_order
from knowledge.statuses.own import NO_OWN_WORDS, OwnWords
from knowledge.statuses.sameness import identify, known_statuses
from knowledge.statuses.topics import Topic, Topics
from knowledge.text import stop_words, words


class Ledger:
    """All topics of a corpus and where they stand."""

    def __init__(
        self, corpus: Corpus, own: OwnWords = NO_OWN_WORDS, known: Iterable[Claim] | None = None
    ) -> None:
        """Read the articles' claims; `own` words for statuses are known beside those of the languages.

        The claims that are `known`, where given, are all that are to be read.
        """
        claims = sorted(
            _claims(corpus, own) if known is None else known,
            key=lambda claim: (
                claim.on,
                claim.as_of is None,
                claim.article.path,
                claim.passage.lines,
            ),
        )
        self._filed = Topics(claims, find_terms(corpus))
        topics = sorted(self._filed, key=lambda topic: (topic.name.casefold(), topic.name))
        self._stands = {topic.name: _fold(topic) for topic in topics}
        self._others = {topic.name: topic.others for topic in topics}
        self._names = Names(self._others, find_terms(corpus))
        self._by_place = _find_places(topics)
        said = {claim.status for claim in claims}
        self.status_words = _telling_words() | {word for status in said for word in words(status)}
        """The words of all statuses, known beforehand or stated by an article."""
        self._facts = {
            (topic.name, identify(claim.status), _dated(claim.statement))
            for topic in topics
            for claim in topic.claims
        }

    def board(self) -> tuple[Step, ...]:
        """Give each topic's status, sorted by topic."""
        return tuple(self._stands.values())

    def find(self, asked: str) -> tuple[Step | None, tuple[str, ...]]:
        """Give the status of the topic meant by a name, alias or misspelling; else the nearest names."""
        name, near = self._filed.of(asked[:LONGEST_NAME]), ()
        if name is None:
            name, near = self._names.find(asked)
        return (None, near) if name is None else (self._stands[name], ())

    def find_exactly(self, spelling: str) -> Step | None:
        """Give what stands of the topic to which a row with this spelling belongs, or would; no guessing."""
        name = self._filed.of(spelling)
        return None if name is None else self._stands[name]

    def states(self, topic: str, statement: Statement) -> bool:
        """Tell whether an article of this date says so of a topic, in whatever words around it."""
        filed = self.find_exactly(topic)
        fact = identify(statement.status), _dated(statement)
        return filed is not None and (filed.topic, *fact) in self._facts

    def is_name(self, name: str) -> bool:
        """Tell whether a name, whole and rightly spelt, is one of any topic's."""
        return self._names.whole(name) is not None

    def calls(self, topic: str, name: str) -> bool:
        """Tell whether a name, whole and rightly spelt, is one of a topic's."""
        return self._names.whole(name) == topic

    def names_of(self, topic: str) -> tuple[str, ...]:
        """Give all that a topic is called, which is meant in some spelling; nothing for a new one."""
        name = self._filed.of(topic)
        return () if name is None else self._others[name]

    def about(self, article: Article, passage: Passage) -> Step | None:
        """Give what stands now of the topic whose status this passage states, or once stated."""
        name = self._by_place.get((article.path, passage))
        return None if name is None else self._stands[name]


@cache
def _telling_words() -> frozenset[str]:
    """Give the words of the statuses that are known beforehand, less those that say nothing alone."""
    return frozenset(word for status in known_statuses() for word in words(status)) - stop_words()


def _find_places(topics: Sequence[Topic]) -> dict[tuple[str, Passage], str]:
    """Give the topic of each passage that states the status of one, and of no other."""
    places: dict[tuple[str, Passage], set[str]] = defaultdict(set)
    for topic in topics:
        for claim in topic.claims:
            places[claim.article.path, claim.passage].add(topic.name)
    return {place: next(iter(names)) for place, names in places.items() if len(names) == 1}


def _claims(corpus: Corpus, own: OwnWords) -> Iterator[Claim]:
    for article in corpus.articles:
        for version in (*article.earlier, article):
            yield from read_claims(version, own).claims


def _dated(statement: Statement) -> date:
    return statement.published or statement.loaded_on or date.min


def _fold(topic: Topic) -> Step:
    """Make the steps of a topic's claims, and give the last of them, which stands."""
    stands: Step | None = None
    says: list[Claim] = []
    against: list[Claim] = []
    for _, of_the_day in groupby(put_in_order(topic.claims), key=lambda claim: claim.on):
        day = list(of_the_day)
        # A source that names the date outweighs one that was only loaded then.
        dated = [claim for claim in day if claim.as_of]
        status = _after(dated or day, says, against)
        if says and status != identify(says[-1].status):
            stands = Step(topic.name, tuple(says), stands, tuple(against))
            says, against = [], []
        for claim in day:
            (says if identify(claim.status) == status else against).append(claim)
    return Step(topic.name, tuple(says), stands, tuple(against))


def _after(day: Sequence[Claim], says: Sequence[Claim], against: Sequence[Claim]) -> str:
    """Give the status, identified, that stands after a day; `says` and `against` are of the step before."""
    stood = identify(says[-1].status) if says else ""
    known = {stood, *(identify(claim.status) for claim in against if claim.on == says[-1].on)}
    said = list(dict.fromkeys(identify(claim.status) for claim in day))
    # Where sources differ, the one that says something new is shown first, and the other beside it.
    news = [status for status in said if status not in known]
    if news:
        return news[-1]
    return stood if stood in said else said[-1]


def step_on(step: Step, day: date) -> Step | None:
    """Give the step at which a topic stood on a day, as far as was known then; None where it had none."""
    then: Step | None = step
    while then and then.since > day:
        then = then.previous
    if then is None or then.claims[-1].on <= day:
        return then
    return replace(
        then,
        claims=tuple(claim for claim in then.claims if claim.on <= day),
        against=tuple(claim for claim in then.against if claim.on <= day),
    )
