"""Which pairs does an article give? Right passages, and passages that only look right."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from random import Random

from training.pairs import Collection, Kind
from training.questions import find_names, restyle, swap_name
from training.texts import Neighbourhood, Paragraph, holds_any, show, window

_SHORT, _MIDDLE, _LONG = (40, 130), (50, 140), (180, 190)
"""Words of a passage; long where it is not known which sentence answers, so that it is surely there."""
_WITHOUT_ANSWER = (40, 120)
_GAP = 0.15
"""How often a sentence that is not the answer is missing from a right passage."""
_ELSEWHERE = 60
"""Paragraphs of other articles among which the nearest is looked for."""


@dataclass(frozen=True, slots=True)
class Mix:
    """How many pairs of each kind a question gives on average."""

    answered: float = 1
    unanswerable: float = 1
    removed: float = 0.4
    neighbour: float = 0.7
    elsewhere: float = 0.15
    swapped: float = 0.2


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that somebody wrote about a paragraph."""

    question: str
    paragraph: int
    answers: tuple[str, ...] = ()
    """The words that answer, where they are known."""
    sentence: int | None = None
    """The sentence that answers, or that only seems to; None where it is not known."""
    is_answered: bool = True


@dataclass(frozen=True, slots=True)
class Article:
    """An article of a public set, with its questions."""

    source: str
    language: str
    name: str
    paragraphs: tuple[Paragraph, ...]
    questions: tuple[Asked, ...]
    mix: Mix = field(default_factory=Mix)


class PairMaker:
    """Makes pairs of articles; passages from elsewhere come from all articles of a source and language."""

    def __init__(self, random: Random, articles: Sequence[Article]) -> None:
        self._random = random
        self._all: dict[tuple[str, str], list[Paragraph]] = {}
        for article in articles:
            paragraphs = self._all.setdefault((article.source, article.language), [])
            paragraphs += [each for each in article.paragraphs if each.sentences]

    def add(self, article: Article, collection: Collection) -> None:
        """Add the pairs of an article."""
        neighbours = Neighbourhood(article.paragraphs)
        text = " ".join(" ".join(each.sentences) for each in article.paragraphs)
        names = find_names(text) if article.language == "en" else []
        for asked in article.questions:
            if article.paragraphs[asked.paragraph].sentences:
                for question, passage, kind in self._pairs(article, asked, neighbours, names):
                    typed = restyle(self._random, question, article.language)
                    collection.add(typed, passage, kind, article.source, article.language, article.name)

    def _pairs(
        self, article: Article, asked: Asked, neighbours: Neighbourhood, names: Sequence[str]
    ) -> Iterator[tuple[str, str, Kind]]:
        mix, paragraph = article.mix, article.paragraphs[asked.paragraph]
        if not asked.is_answered:
            for _ in self._times(mix.unanswerable):
                yield asked.question, self._show_right(paragraph, asked, _MIDDLE), Kind.UNANSWERABLE
            return
        for _ in self._times(mix.answered):
            yield asked.question, self._show_right(paragraph, asked, _SHORT, gap=_GAP), Kind.ANSWERED
        passages = {
            Kind.REMOVED: (mix.removed, lambda: self._remove(paragraph, asked)),
            Kind.NEIGHBOUR: (mix.neighbour, lambda: self._find_neighbour(paragraph, asked, neighbours)),
            Kind.ELSEWHERE: (mix.elsewhere, lambda: self._find_elsewhere(article, paragraph, asked)),
        }
        for kind, (number, make) in passages.items():
            for _ in self._times(number):
                if passage := make():
                    yield asked.question, passage, kind
        for _ in self._times(mix.swapped):
            if names and (other := swap_name(self._random, asked.question, names)):
                yield other, self._show_right(paragraph, asked, _SHORT), Kind.SWAPPED

    def _times(self, number: float) -> range:
        """Give 1.4 rounds as one or, four times of ten, two."""
        return range(int(number) + (self._random.random() < number % 1))

    def _show_right(self, paragraph: Paragraph, asked: Asked, size: tuple[int, int], gap: float = 0) -> str:
        """Show the paragraph around the sentence that answers, or all of it where that is not known."""
        centre = asked.sentence
        if centre is None:
            centre = paragraph.nearest_sentence(asked.question)
            chosen = window(self._random, paragraph, centre, *(_LONG if asked.is_answered else size))
            return show(self._random, paragraph, chosen)
        chosen = window(self._random, paragraph, centre, *size)
        if len(chosen) > 3 and self._random.random() < gap:
            chosen.remove(self._random.choice([number for number in chosen if number != centre]))
        return show(self._random, paragraph, chosen)

    def _remove(self, paragraph: Paragraph, asked: Asked) -> str:
        """Show the paragraph without the sentences that answer; nothing where that cannot be done."""
        return remove_answer(self._random, paragraph, asked.sentence, asked.answers)

    def _find_neighbour(self, paragraph: Paragraph, asked: Asked, neighbours: Neighbourhood) -> str:
        near = neighbours.nearest(asked.question, paragraph, asked.answers)
        if not near:
            return ""
        return self._show_nearest(
            near[0] if self._random.random() < 0.6 else self._random.choice(near), asked
        )

    def _find_elsewhere(self, article: Article, paragraph: Paragraph, asked: Asked) -> str:
        known = self._all[article.source, article.language]
        some = Neighbourhood(self._random.sample(known, min(_ELSEWHERE, len(known))))
        near = some.nearest(asked.question, paragraph, asked.answers, 1)
        others = [each for each in near if not each.title or each.title != paragraph.title]
        return self._show_nearest(others[0], asked) if others else ""

    def _show_nearest(self, paragraph: Paragraph, asked: Asked) -> str:
        centre = paragraph.nearest_sentence(asked.question)
        return show(self._random, paragraph, window(self._random, paragraph, centre, *_SHORT))


def remove_answer(random: Random, paragraph: Paragraph, sentence: int | None, answers: Sequence[str]) -> str:
    """Show a paragraph without the sentences that answer; nothing where that cannot be done."""
    if sentence is None or len(paragraph.sentences) < 3:
        return ""
    gone = {sentence, *(number for answer in answers for number in paragraph.holding(answer))}
    left = [number for number in range(len(paragraph.sentences)) if number not in gone]
    if not left:
        return ""
    centre = min(left, key=lambda number: abs(number - sentence))
    text = show(random, paragraph, window(random, paragraph, centre, *_WITHOUT_ANSWER, gone))
    return "" if holds_any(text.lower(), answers) else text
