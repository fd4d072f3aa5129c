"""Which public questions are there? SQuAD, XQuAD and a FAQ on COVID-19, from a folder that is not ours.

squad         paragraphs of 36 articles; unanswerable: written to look answerable
squad_ooc     paragraphs of 16 articles; unanswerable: questions on the other articles
xquad.LANG    48 articles in a language; all questions are answerable
xquad.ru-en   Russian questions on the English passages of the same
xquad_ooc.LANG    the same, but a third of the articles is left out, and their questions unanswerable
covidfaq      a FAQ, asked in other words; a quarter of the entries asked for is left out
"""

import csv
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from bench.mistyping import SEED


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, and the numbers of the passages that answer it: none where nothing does."""

    text: str
    right: frozenset[int]


@dataclass(slots=True)
class QuestionSet:
    """Passages, each with its title, and questions on them."""

    name: str
    language: str = "en"
    passages: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    questions: list[Question] = field(default_factory=list[Question])

    def add(self, title: str, text: str) -> int:
        """Add a passage and give its number."""
        self.passages.append((title, text))
        return len(self.passages) - 1

    def ask(self, question: str, *right: int) -> None:
        """Add a question that these passages answer."""
        self.questions.append(Question(question.strip(), frozenset(right)))

    def sample(self, most: int | None) -> list[Question]:
        """Give at most so many questions, the same each time."""
        if most is None or most >= len(self.questions):
            return self.questions
        drawn = Random(SEED).sample(range(len(self.questions)), most)  # noqa: S311  the same each time
        return [self.questions[number] for number in sorted(drawn)]


def load(folder: Path, name: str) -> QuestionSet:
    """Load a set; FileNotFoundError names the file that the folder lacks."""
    kind, _, language = name.partition(".")
    asked_in, _, language = language.rpartition("-")
    if kind in ("squad", "squad_ooc"):
        return _squad(folder, name)
    if kind in ("xquad", "xquad_ooc"):
        return _xquad(folder, name, language, asked_in or language)
    if kind == "covidfaq":
        return _covidfaq(folder)
    raise ValueError(f"There is no set {name}.")


def _squad(folder: Path, name: str) -> QuestionSet:
    made = QuestionSet(name)
    for title, paragraph in _paragraphs(folder / "squad_cs224n_dev.json"):
        number = made.add(title, paragraph["context"])
        for asked in paragraph["qas"]:
            if not asked["is_impossible"]:
                made.ask(asked["question"], number)
            elif name == "squad":
                made.ask(asked["question"])
    elsewhere: list[str] = []
    for title, paragraph in _paragraphs(folder / "squad_cs224n_test.json"):
        if name == "squad":
            made.add(title, paragraph["context"])
        elif title != "Miscellaneous":
            elsewhere += [asked["question"] for asked in paragraph["qas"]]
    random = Random(SEED)  # noqa: S311  the same each time, on purpose
    for question in random.sample(elsewhere, min(len(made.questions), len(elsewhere))):
        made.ask(question)
    return made


def _xquad(folder: Path, name: str, language: str, asked_in: str) -> QuestionSet:
    made = QuestionSet(name, language)
    written, asking = (_articles(folder / f"xquad.{each}.json") for each in (language, asked_in))
    # The sets of all languages are translations of one, in the same order.
    for place, (article, other) in enumerate(zip(written, asking, strict=True)):
        left_out = name.startswith("xquad_ooc") and place % 3 == 1
        title = article.get("title", "").replace("_", " ")
        for paragraph, same in zip(article["paragraphs"], other["paragraphs"], strict=True):
            right = [] if left_out else [made.add(title, paragraph["context"])]
            for asked in same["qas"]:
                made.ask(asked["question"], *right)
    return made


def _covidfaq(folder: Path) -> QuestionSet:
    made = QuestionSet("covidfaq")
    pairs = [
        (row["question_1"].strip(), row["question_2"].strip())
        for row in _rows(folder / "covid_qsim_en.csv")
        if row["similar"].strip() == "1"
    ]
    wanted = {entry for entry, _ in pairs}
    kept: dict[str, tuple[int, ...]] = {}
    for row in _rows(folder / "faq_covidbert.csv"):
        entry = row["question"].strip()
        if entry and entry not in kept:
            left_out = entry in wanted and _is_drawn(entry)
            kept[entry] = () if left_out else (made.add(entry, row["answer"].strip()),)
    for entry, asked in pairs:
        if entry in kept and entry != asked:
            made.ask(asked, *kept[entry])
    return made


def _is_drawn(entry: str) -> bool:
    """Whether this entry is one of the quarter that is left out."""
    return int(hashlib.sha256(f"{SEED}{entry}".encode()).hexdigest(), 16) % 1000 < 250


def _paragraphs(file: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for article in _articles(file):
        for paragraph in article["paragraphs"]:
            yield article["title"].replace("_", " "), paragraph


def _articles(file: Path) -> list[dict[str, Any]]:
    return json.loads(file.read_text("utf-8"))["data"]


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8") as opened:
        return list(csv.DictReader(opened))
