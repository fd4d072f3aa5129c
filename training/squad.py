"""How is a set read that has the form of SQuAD: paragraphs, each with its questions and answers' places?"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import TypeVar

import msgspec

from training.articles import Article, Asked, Mix
from training.texts import Paragraph


class Answer(msgspec.Struct):
    """The words that answer, and where they begin in the paragraph; -1 where that is not known."""

    text: str = ""
    answer_start: int = -1


class Question(msgspec.Struct):
    """A question; without answers it has none in its paragraph."""

    question: str
    answers: list[Answer] | None = None
    plausible_answers: list[Answer] | None = None
    is_impossible: bool | None = None

    @property
    def is_answered(self) -> bool:
        """Whether its paragraph answers it."""
        return bool(self.answers) and not self.is_impossible


class Context(msgspec.Struct):
    """A paragraph with its questions."""

    context: str
    qas: list[Question]


class Entry(msgspec.Struct):
    """An article."""

    paragraphs: list[Context]
    title: str = ""


class Set(msgspec.Struct):
    """A whole file."""

    data: list[Entry]


def read_set(file: Path) -> list[Entry]:
    """Read a file of articles."""
    return _decode(file, Set).data


def read_contexts(file: Path) -> list[Context]:
    """Read a file that is one list of paragraphs."""
    return _decode(file, list[Context])


def in_groups(contexts: Sequence[Context], size: int) -> list[Entry]:
    """Make nameless articles of paragraphs, so that each has neighbours."""
    return [Entry(list(contexts[start : start + size])) for start in range(0, len(contexts), size)]


def articles_of(
    entries: Sequence[Entry], source: str, language: str, mix: Mix, names: Sequence[str] = ()
) -> list[Article]:
    """Make articles; `names` are theirs where the set has titles of its own, or translates them."""
    articles: list[Article] = []
    for number, entry in enumerate(entries):
        paragraphs = tuple(Paragraph.of(each.context, entry.title) for each in entry.paragraphs)
        questions = tuple(
            _asked(question, place, paragraphs[place], each.context)
            for place, each in enumerate(entry.paragraphs)
            if paragraphs[place].sentences
            for question in each.qas
        )
        name = names[number] if names else entry.title
        articles.append(
            Article(source, language, f"{source}:{language}:{name or number}", paragraphs, questions, mix)
        )
    return articles


def thin_out(random: Random, articles: Sequence[Article], most: int) -> list[Article]:
    """Keep about so many questions, from all articles alike."""
    share = most / max(sum(len(article.questions) for article in articles), 1)
    return [
        replace(article, questions=tuple(each for each in article.questions if random.random() < share))
        for article in articles
    ]


def _asked(question: Question, place: int, paragraph: Paragraph, context: str) -> Asked:
    """Find the sentence that answers, or the one that only seems to."""
    answers = (question.answers if question.is_answered else question.plausible_answers) or []
    sentence = next(
        (paragraph.sentence_at(each.answer_start, context) for each in answers[:1] if each.answer_start >= 0),
        None,
    )
    if sentence is None and question.is_answered:
        held = paragraph.holding(answers[0].text)
        sentence = held[0] if held else paragraph.nearest_sentence(question.question)
    words = tuple(each.text for each in answers) if question.is_answered else ()
    return Asked(question.question, place, words, sentence, question.is_answered)


_Content = TypeVar("_Content")


def _decode(file: Path, kind: type[_Content]) -> _Content:
    text = file.read_bytes().removeprefix(b"\xef\xbb\xbf")
    return msgspec.json.decode(text, type=kind, strict=False)
