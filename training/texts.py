"""What is a passage cut from? Paragraphs in sentences, windows of them, those nearest to a question."""

import math
import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from random import Random

from knowledge.languages import languages
from knowledge.reading.sentences import sentences
from training.inputs import passage_text

_WORD = re.compile(r"\w+")
_STEM = 6
"""Letters of a word that count: so "talk" and "talks" differ, "sanction" and "sanctions" do not."""
_TITLED, _HEADED, _BULLETED = 0.65, 0.8, 0.05
"""How often a passage is shown with its title, with its heading, and as a list: articles have them or not."""
_MOST_WORDS, _MOST_LETTERS = 190, 1_400
_SATURATION = 1.2
"""As in BM25: how soon a word that comes again adds little."""


@dataclass(frozen=True)  # without slots, for the cached properties
class Paragraph:
    """A paragraph of an article, in sentences."""

    sentences: tuple[str, ...]
    title: str = ""
    heading: str = ""

    @classmethod
    def of(cls, text: str, title: str = "", heading: str = "") -> "Paragraph":
        """Cut a text into sentences."""
        return cls(tuple(sentences(" ".join(text.split()))), title.replace("_", " ").strip(), heading)

    @cached_property
    def lower(self) -> str:
        """Its text in lower case."""
        return " ".join(self.sentences).lower()

    @cached_property
    def stems(self) -> Counter[str]:
        """How often each stem stands in it."""
        return Counter(stems(self.lower))

    def holding(self, answer: str) -> list[int]:
        """Say which sentences hold the words of an answer."""
        words = " ".join(answer.split()).lower()
        return [number for number, each in enumerate(self.sentences) if words and words in each.lower()]

    def sentence_at(self, offset: int, text: str) -> int:
        """Say which sentence a place of the original text is in."""
        before = len(" ".join(text[:offset].split()))
        passed = 0
        for number, sentence in enumerate(self.sentences):
            passed += len(sentence) + 1
            if passed > before:
                return number
        return len(self.sentences) - 1

    def nearest_sentence(self, question: str) -> int:
        """Say which sentence shares most stems with a question: the first of several."""
        asked = set(stems(question))
        shared = [len(asked.intersection(stems(sentence))) for sentence in self.sentences]
        return shared.index(max(shared))


class Neighbourhood:
    """Paragraphs among which the nearest ones to a question are looked for."""

    def __init__(self, paragraphs: Sequence[Paragraph]) -> None:
        self._paragraphs = [each for each in paragraphs if each.sentences]
        self._frequency = Counter(stem for each in self._paragraphs for stem in each.stems)

    def nearest(
        self, question: str, besides: Paragraph | None, answers: Collection[str], most: int = 6
    ) -> list[Paragraph]:
        """Give those that share most words with a question, less those that hold an answer's words."""
        asked = sorted(set(stems(question)))
        others = [each for each in self._paragraphs if each is not besides]
        ranked = sorted(others, key=lambda each: self._score(asked, each), reverse=True)[:most]
        return [each for each in ranked if not holds_any(each.lower, answers)]

    def _score(self, asked: Sequence[str], paragraph: Paragraph) -> float:
        score = 0.0
        for stem in asked:
            count = paragraph.stems[stem]
            rarity = math.log(1 + len(self._paragraphs) / (self._frequency[stem] or 1))
            score += rarity * count / (count + _SATURATION)
        return score


def stems(text: str) -> list[str]:
    """Give the words of a text that carry meaning, cut to their beginnings."""
    function = languages()["en"].words.function
    return [word[:_STEM] for word in _WORD.findall(text.lower()) if word not in function]


def holds_any(lower: str, answers: Collection[str]) -> bool:
    """Tell whether a text in lower case holds one of the answers; single letters do not count."""
    return any(" ".join(each.split()).lower() in lower for each in answers if len(each) > 1)


def window(
    random: Random, paragraph: Paragraph, centre: int, least: int, most: int, without: Collection[int] = ()
) -> list[int]:
    """Choose sentences around one until they have some number of words between `least` and `most`."""
    wanted = random.randint(least, most)
    first = last = centre
    length = _length(paragraph.sentences[centre])
    end = len(paragraph.sentences) - 1
    while length < wanted and (first > 0 or last < end):
        if first > 0 and (last == end or random.random() < 0.5):
            first -= 1
            length += _length(paragraph.sentences[first])
        else:
            last += 1
            length += _length(paragraph.sentences[last])
    return [number for number in range(first, last + 1) if number not in without]


def show(random: Random, paragraph: Paragraph, chosen: Sequence[int]) -> str:
    """Write the chosen sentences as the reader will see a passage: often under a title or heading."""
    shown = [paragraph.sentences[number] for number in chosen]
    is_list = len(shown) > 1 and random.random() < _BULLETED
    body = " ".join(f"- {sentence}" for sentence in shown) if is_list else " ".join(shown)
    body = " ".join(body.split()[:_MOST_WORDS])[:_MOST_LETTERS]
    title = paragraph.title if random.random() < _TITLED else ""
    heading = paragraph.heading if random.random() < _HEADED else ""
    return passage_text(title, heading, body)


def _length(sentence: str) -> int:
    """Count the words; where there are no spaces between them, about as many."""
    return max(len(sentence.split()), len(sentence) // 6)
