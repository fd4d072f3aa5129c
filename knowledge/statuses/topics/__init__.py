"""Which spellings name one topic? Groups the names under which articles state where things stand; pure.

`_forms` says in which forms two names are equal, `_terms` what the glossary calls them, `_misspellings`
which are one but for a typing error.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from msgspec import Struct

from knowledge.model import Claim, Term
from knowledge.statuses.topics._forms import Form, Forms, forms, merge
from knowledge.statuses.topics._misspellings import Misspellings, Own, contradict
from knowledge.statuses.topics._terms import open_terms
from knowledge.text import normalise

__all__ = ["Topic", "Topics"]


class Topic(Struct, frozen=True):
    """A thing of which articles state where it stands."""

    name: str
    """The glossary's name for it if an article uses that, else the commonest spelling, else the oldest."""
    claims: tuple[Claim, ...]
    """Oldest first."""
    others: tuple[str, ...]
    """What else articles and glossary call it."""


class _Group(Struct, frozen=True):
    """Claims about one thing, so far as is known yet, and the forms of all its spellings."""

    term: int | None
    """The number of the glossary's term that it is."""
    forms: Forms
    claims: tuple[Claim, ...] = ()


@dataclass(slots=True)
class _Cluster:
    """Groups, by number, that are misspellings of each other."""

    numbers: list[int]
    term: int | None
    articles: set[str]
    own: Own
    """The words that are no typing errors."""

    def is_apart_from(self, other: "_Cluster") -> bool:
        """Tell whether they are two things: to the glossary, to an article, or by words used elsewhere."""
        if self.term is not None and other.term is not None:
            return True
        return not self.articles.isdisjoint(other.articles) or contradict(self.own, other.own)

    def take_in(self, other: "_Cluster") -> None:
        """Join another cluster to this one."""
        self.numbers += other.numbers
        self.term = other.term if self.term is None else self.term
        self.articles |= other.articles
        for rest, words in other.own.items():
            self.own.setdefault(rest, set()).update(words)


_Key: TypeAlias = tuple[int | None, Form]
"""What groups share that are to be joined: the glossary's term, and a form."""
_Keys: TypeAlias = Callable[[_Group], Iterable[_Key]]


class Topics:
    """The topics that claims are about, in no order.

    Joined are spellings that differ in case, punctuation, word order, hyphens or small words; then those that
    differ in number; then those that the glossary calls the same; last misspellings. An article that states
    two of them tells them apart, unless they are the same words; and so does a glossary with a term for each.
    """

    def __init__(self, claims: Sequence[Claim], glossary: Sequence[Term]) -> None:
        """Group the claims, which are given oldest first."""
        self._terms = open_terms(tuple(glossary))
        place = {id(claim): number for number, claim in enumerate(claims)}
        groups = self._groups(claims)
        # The commonest first, of equally common ones the oldest: what the others are misspellings of.
        groups.sort(key=lambda group: (-len(group.claims), min(place[id(claim)] for claim in group.claims)))
        self._misspellings = Misspellings([group.forms for group in groups], self._terms.words)
        self._named: dict[str, Topic] = {}
        self._keyed: dict[_Key, set[str]] = defaultdict(set)
        self._clustered: dict[int, tuple[str, _Cluster]] = {}
        for cluster in self._clusters(groups):
            members = [groups[number] for number in cluster.numbers]
            found = (claim for group in members for claim in group.claims)
            topic = self._topic(sorted(found, key=lambda claim: place[id(claim)]), cluster.term)
            self._named |= {normalise(claim.topic): topic for claim in topic.claims}
            self._clustered |= dict.fromkeys(cluster.numbers, (topic.name, cluster))
            for key in (key for group in members for keys in _LEVELS for key in keys(group)):
                self._keyed[key].add(topic.name)

    def __iter__(self) -> Iterator[Topic]:
        return iter({topic.name: topic for topic in self._named.values()}.values())

    def of(self, spelling: str) -> str | None:
        """Give the name of the topic that a claim so spelt is, or would be, about; None for a new one."""
        spelt = normalise(spelling)
        if not spelt:
            return None
        if spelt in self._named:
            return self._named[spelt].name
        said = forms(spelling)
        asked = _Group(self._terms.of(spelt, said), said)
        for keys in _LEVELS:
            found = {name for key in keys(asked) for name in self._keyed.get(key, ())}
            if found:
                return found.pop() if len(found) == 1 else None
        alone = _Cluster([], asked.term, set(), self._misspellings.own(said))
        alike = [self._clustered[number] for number in self._misspellings.of(said)]
        found = {name for name, cluster in alike if not alone.is_apart_from(cluster)}
        return found.pop() if len(found) == 1 else None

    def _groups(self, claims: Sequence[Claim]) -> list[_Group]:
        """Join all but misspellings."""
        spelt: dict[str, list[Claim]] = defaultdict(list)
        for claim in claims:
            spelt[normalise(claim.topic)].append(claim)
        groups: list[_Group] = []
        for name, said in spelt.items():
            known = merge(map(forms, {claim.topic for claim in said}))
            groups.append(_Group(self._terms.of(name, known), known, tuple(said)))
        groups = _join(groups, _same_words, told_apart=False)
        return _join(_join(groups, _same_things), _same_term)

    def _clusters(self, groups: Sequence[_Group]) -> list[_Cluster]:
        """Join the rarer to the commoner, unless something tells any two of them apart."""
        pairs = {
            (min(number, other), max(number, other))
            for number, group in enumerate(groups)
            for other in self._misspellings.of(group.forms)
        }
        clusters = [self._cluster(number, group) for number, group in enumerate(groups)]
        for one, other in sorted(pairs):
            commoner, rarer = clusters[one], clusters[other]
            if commoner is not rarer and not commoner.is_apart_from(rarer):
                commoner.take_in(rarer)
                for number in rarer.numbers:
                    clusters[number] = commoner
        return list({id(cluster): cluster for cluster in clusters}.values())

    def _cluster(self, number: int, group: _Group) -> _Cluster:
        articles = {claim.article.path for claim in group.claims}
        return _Cluster([number], group.term, articles, self._misspellings.own(group.forms))

    def _topic(self, claims: Sequence[Claim], term: int | None) -> Topic:
        spelt = Counter(normalise(claim.topic) for claim in claims)
        known = self._terms.names(term)
        if known and normalise(known[0]) in spelt:
            name = known[0]
        else:
            # Both count the oldest first where several are equally common.
            commonest = spelt.most_common(1)[0][0]
            written = Counter(claim.topic for claim in claims if normalise(claim.topic) == commonest)
            name = written.most_common(1)[0][0]
        return Topic(name, tuple(claims), tuple(dict.fromkeys((*(claim.topic for claim in claims), *known))))


def _same_words(group: _Group) -> Iterator[_Key]:
    return ((group.term, form) for form in group.forms.same_words)


def _same_things(group: _Group) -> Iterator[_Key]:
    return ((group.term, form) for form in group.forms.same_things)


def _same_term(group: _Group) -> Iterator[_Key]:
    if group.term is not None:
        yield group.term, ()


_LEVELS: tuple[_Keys, ...] = (_same_words, _same_things, _same_term)


def _join(groups: Sequence[_Group], keys: _Keys, *, told_apart: bool = True) -> list[_Group]:
    """Join the groups that share a key; where an article states two of those, none of them."""
    leaders: dict[_Key, int] = {}
    joined = {number: [number] for number in range(len(groups))}
    belongs = list(range(len(groups)))
    for number, group in enumerate(groups):
        for key in keys(group):
            into, out = belongs[leaders.setdefault(key, number)], belongs[number]
            if into != out:
                for each in joined[out]:
                    belongs[each] = into
                joined[into] += joined.pop(out)
    found: list[_Group] = []
    for numbers in joined.values():
        members = [groups[number] for number in numbers]
        stating = [path for group in members for path in {claim.article.path for claim in group.claims}]
        if told_apart and len(set(stating)) < len(stating):
            found += members
        else:
            found.append(_merge(members))
    return found


def _merge(groups: Sequence[_Group]) -> _Group:
    claims = (claim for group in groups for claim in group.claims)
    return _Group(groups[0].term, merge(group.forms for group in groups), tuple(claims))
