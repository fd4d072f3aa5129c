"""How is a set read that has a form of its own: stories, news, dated facts, marked sentences?"""

import csv
import gzip
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

import msgspec

from training.articles import Article, Asked, Mix
from training.texts import Neighbourhood, Paragraph

_LEVELS = ("Adv", "Int", "Ele")
_SPAN = re.compile(r"</?[AD]\d?>")
_QUESTION = re.compile(r"^Q\d?: (.*)$", re.MULTILINE)
_SHORTEST = 60
"""Letters of a paragraph of TimeQA that is more than a caption."""
_SPACED = ((" ,", ","), (" .", "."), ("( ", "("), (" )", ")"))
_YES_NO_TOGETHER = 50


class _Dated(msgspec.Struct):
    """A question of TimeQA."""

    idx: str
    question: str
    targets: list[str]
    paragraphs: list["_DatedParagraph"]


class _DatedParagraph(msgspec.Struct):
    text: str
    title: str


class _Section(msgspec.Struct):
    """A question of SelQA, with the sentences of a section."""

    question: str
    article: str
    candidates: list[str]
    answers: list[int]
    section: str | None = None


class _YesNo(msgspec.Struct):
    """A question of BoolQ."""

    question: str
    passage: str = ""
    title: str = ""


def read_stories(questions: Path, stories: Path, random: Random, share: float) -> Iterator[Article]:
    """Read FairytaleQA: questions whose answer stands word for word in one section, a share of them."""
    for file in sorted(questions.glob("*-questions.csv")):
        story = stories / file.name.replace("-questions.csv", "-story.csv")
        if not story.exists():
            continue
        sections = _rows(story)
        paragraphs = tuple(Paragraph.of(section["text"]) for section in sections)
        places = {section["section"].strip(): place for place, section in enumerate(sections)}
        asked: list[Asked] = []
        for row in _rows(file):
            place = places.get(row["cor_section"].strip())
            if place is None or row["ex-or-im1"].strip() != "explicit":
                continue
            held = paragraphs[place].holding(row["answer1"])
            if held and random.random() < share:
                asked.append(Asked(row["question"], place, (row["answer1"],), held[0]))
        mix = Mix(neighbour=0.8, elsewhere=0.1, swapped=0)
        yield Article("fairytale", "en", f"fairytale:{file.name}", paragraphs, tuple(asked), mix)


def read_news(folder: Path) -> Iterator[Article]:
    """Read OneStopQA: each article three times, for advanced, intermediate and elementary readers."""
    mix = Mix(removed=0, neighbour=1, elsewhere=0.2, swapped=0.3)
    for file in sorted(folder.glob("*.txt")):
        text = file.read_text(encoding="utf-8", errors="replace")
        title = text.split("\n")[1].strip()
        for level in _LEVELS:
            paragraphs: list[Paragraph] = []
            asked: list[Asked] = []
            for block in text.split("# Paragraph")[1:]:
                if found := re.search(rf"^{level}: (.*)$", block, re.MULTILINE):
                    place = len(paragraphs)
                    paragraphs.append(Paragraph.of(_SPAN.sub("", found[1]), title))
                    asked += [Asked(question.strip(), place) for question in _QUESTION.findall(block)]
            yield Article("onestop", "en", f"onestop:{title}", tuple(paragraphs), tuple(asked), mix)


def read_dated(file: Path) -> Iterator[Article]:
    """Read TimeQA's human questions: each with the whole article that may say what was so at that time."""
    mix = Mix(answered=0.5, removed=0.3, neighbour=0.6, elsewhere=0, swapped=0.3)
    for line in gzip.decompress(file.read_bytes()).splitlines():
        row = msgspec.json.decode(line, type=_Dated)
        kept = [each for each in row.paragraphs if len(each.text) > _SHORTEST]
        paragraphs = tuple(Paragraph.of(_close_up(each.text), each.title) for each in kept)
        if asked := _dated_question(row, paragraphs):
            name = row.idx.partition("#")[0]
            yield Article("timeqa", "en", f"timeqa:{name}", paragraphs, (asked,), mix)


def read_sections(files: Sequence[Path]) -> Iterator[Article]:
    """Read SelQA: sections in which the sentences that answer are marked."""
    mix = Mix(removed=1, neighbour=0, elsewhere=0.3, swapped=0.4)
    for file in files:
        for row in msgspec.json.decode(file.read_bytes(), type=list[_Section]):
            heading = row.section if row.section and row.section != "Abstract" else ""
            paragraph = Paragraph(tuple(row.candidates), row.article.replace("_", " "), heading)
            marked = tuple(row.candidates[number] for number in row.answers)
            asked = (Asked(row.question, 0, marked, row.answers[0]),) if row.answers else ()
            yield Article("selqa", "en", f"selqa:{row.article}", (paragraph,), asked, mix)


def read_yes_no(files: Sequence[Path], random: Random) -> Iterator[Article]:
    """Read copies of BoolQ: yes-no questions as they are typed into a search box, each once."""
    rows = {row.question: row for file in files for row in _yes_no_rows(file) if row.passage}
    shuffled = random.sample(list(rows.values()), len(rows))
    mix = Mix(removed=0, elsewhere=0.5, swapped=0.4)
    for start in range(0, len(shuffled), _YES_NO_TOGETHER):
        together = shuffled[start : start + _YES_NO_TOGETHER]
        paragraphs = tuple(Paragraph.of(row.passage, row.title) for row in together)
        asked = tuple(Asked(row.question, place) for place, row in enumerate(together))
        yield Article("boolq", "en", f"boolq:{start}", paragraphs, asked, mix)


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as content:
        return list(csv.DictReader(content))


def _close_up(text: str) -> str:
    """Take out the space that the set has around marks."""
    for spaced, close in _SPACED:
        text = text.replace(spaced, close)
    return text


def _dated_question(row: _Dated, paragraphs: Sequence[Paragraph]) -> Asked | None:
    """Find the paragraph that answers; for a question without an answer the one that seems to."""
    answers = tuple(each for each in row.targets if each)
    if not answers:
        near = Neighbourhood(paragraphs).nearest(row.question, None, (), 1)
        return Asked(row.question, paragraphs.index(near[0]), is_answered=False) if near else None
    for place, paragraph in enumerate(paragraphs):
        if answers[0].lower() in paragraph.lower:
            held = paragraph.holding(answers[0])
            return Asked(row.question, place, answers, held[0] if held else None)
    return None


def _yes_no_rows(file: Path) -> list[_YesNo]:
    content = file.read_bytes()
    if file.suffix == ".jsonl":
        return [msgspec.json.decode(line, type=_YesNo) for line in content.splitlines() if line.strip()]
    return msgspec.json.decode(content, type=list[_YesNo])
