"""What is a word? One analysis for articles and questions; pure."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, lru_cache
from operator import itemgetter

import Stemmer

from knowledge.languages import COMMON, languages, questions

# Letters and digits, with the marks that belong inside a word: Python's \w leaves out combining marks
# and so cuts words of Hindi, Arabic or Thai, and decomposed accents that NFC cannot join.
_MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc"
    "\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0962\u0963\u0981-\u0983\u09bc-\u09cd\u0a01-\u0a4d"
    "\u0a81-\u0acd\u0b01-\u0b4d\u0b82-\u0bcd\u0c00-\u0c4d\u0c81-\u0ccd\u0d00-\u0d4d\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
)
_WORD = re.compile(rf"[^\W_]+(?:[{_MARKS}]+[^\W_]*)*")
# Thai, Lao, Burmese, Khmer, Japanese, Chinese: what stands between two spaces is no word but a sentence.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_IS_UNSPACED = re.compile(f"[{_UNSPACED}]")
_RUN = re.compile(f"[{_UNSPACED}]+|[^{_UNSPACED}]+")
_ASCII = bytes(code if chr(code).isalnum() else ord(" ") for code in range(128)).ljust(256)
"""What each byte of a lower-case ASCII text becomes: between words there are spaces."""
# Patterns that begin with the sign itself are found several times faster than ones with a look behind first.
_DOT_INSIDE = re.compile(r"\.(?<=(?<!\w)[^\W\d_]\.)(?=[^\W\d_](?!\w))")
"""Between initials: "U.S." is one word."""
_APOSTROPHE_INSIDE = re.compile(r"['\u2019\u02bc](?<=[\u0400-\u04ff].)(?=[\u0400-\u04ff])")
_HYPHEN = "\u00ad"
"""A soft one: it is seen only at the end of a line, where it goes on on the next."""
_INVISIBLE = re.compile(
    f"{_HYPHEN} *|[\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
"""With it go spaces and joiners without width, and the marks of direction and of variants."""
_SHAPED = re.compile(
    "[\u00a0\u2000-\u200a\u202f\u205f\u2070-\u209c\ufb00-\ufb17\ufb50-\ufdfb\ufe70-\ufefc\uff10-\uffdc\U0001d400-\U0001d7ff]"
)
"""Spaces of other widths, and letters and digits in another shape: raised, ligatures, wide, bold."""

_SNOWBALL = {
    "ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "el": "greek", "fi": "finnish",
    "hi": "hindi", "hu": "hungarian", "id": "indonesian", "it": "italian", "lt": "lithuanian", "nl": "dutch",
    "no": "norwegian", "pl": "polish", "pt": "portuguese", "ro": "romanian", "sv": "swedish", "tr": "turkish",
}  # fmt: skip
"""The stemmers of languages that articles may be in, but nobody has written a file of `languages` for."""
_CUT = 6
"""Letters that are kept of a word in a language without a Snowball stemmer, such as Ukrainian."""
_LONGEST_NAME = 100
"""Characters of names whose form is remembered: articles name the same topics again and again."""
_CACHED = 20_000
"""Words whose stems are remembered: those of questions, and of the passages that they found."""


def words(text: str) -> list[str]:
    """Give the words of a text, lower case, in order."""
    return _split(_unify(text.replace(f"{_HYPHEN}\n", _HYPHEN)))


def words_by_line(text: str) -> list[list[str]]:
    """Give the words of each line of a text."""
    return list(map(_split, _unify(text).split("\n")))


def unveil(text: str) -> str:
    """Give a text as people see it: without what is invisible, and no letter in another shape."""
    if text.isascii():
        return text
    text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    if unicodedata.normalize("NFKC", text) == text:  # quicker than to look for each shape
        return text
    return _SHAPED.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)


def _unify(text: str) -> str:
    text = _DOT_INSIDE.sub("", unveil(text).lower())
    return text if text.isascii() else _APOSTROPHE_INSIDE.sub("", text)


def _split(text: str) -> list[str]:
    if text.isascii():
        # Twice as fast as a pattern, and most texts of a corpus are in ASCII.
        return text.encode().translate(_ASCII).decode().split()
    found = _WORD.findall(text)
    return [piece for word in found for piece in _cut(word)] if _IS_UNSPACED.search(text) else found


def _cut(word: str) -> Iterator[str]:
    """Cut what is written without spaces into overlapping pairs of characters, which do for words."""
    for run in _RUN.findall(word):
        if len(run) > 2 and _IS_UNSPACED.match(run):
            yield from (run[place : place + 2] for place in range(len(run) - 1))
        else:
            yield run


def stop_words() -> frozenset[str]:
    """Give the English words that say nothing of what is looked for, whatever language the articles are in.

    Other languages need no such list where the articles are in them: idf does it.
    """
    return languages()[COMMON].words.function


@cache
def chat_words() -> frozenset[str]:
    """Give the words that say little in a question, and much where an article has them."""
    return frozenset[str]().union(*(each.words.chat for each in languages().values()))


@cache
def pronouns() -> frozenset[str]:
    """Give the words that stand for what was said before, of all languages but where they say another thing.

    Of a word that is one only in another language than the common one, no question in that one is meant.
    """
    common = languages()[COMMON].words
    others = frozenset[str]().union(*(each.words.pronouns for each in languages().values()))
    return common.pronouns | (others - common.function - common.chat)


def guess_language(spelt: Iterable[str]) -> str | None:
    """Guess the language of a question by its small words; None where it has none that is known."""
    said = set(spelt)
    counts = {code: len(said & each.words.function) for code, each in languages().items()}
    best = max(counts, key=lambda code: (counts[code], code == COMMON))
    return best if counts[best] else None


@cache
def polite_words() -> frozenset[str]:
    """Give the words that are said for the sake of it, in any language, beside those of chat."""
    return frozenset[str]().union(*(each.words.polite for each in languages().values()))


@cache
def idle_words() -> frozenset[str]:
    """Give the words without which a question says the same: stop words, and those of chat and courtesy."""
    return stop_words() | chat_words() | polite_words()


@cache
def question_words() -> frozenset[str]:
    """Give the words that only ask, join or refer, in any language: "why", "and", "when was it"."""
    known = questions()
    functions = (each.words.function for each in languages().values())
    return (known.question_words | known.also | known.starts).union(*functions)


def content_words(text: str) -> list[str]:
    """Give the words of a question less the stop words; all of them if nothing else is left."""
    found, small = words(text), stop_words()
    return [word for word in found if word not in small] or found


def normalise(name: str) -> str:
    """Give the form under which two spellings of one name are equal: lower case, no punctuation."""
    return _normalise_name(name) if len(name) <= _LONGEST_NAME else " ".join(words(name))


@lru_cache(_CACHED)
def _normalise_name(name: str) -> str:
    return " ".join(words(name))


def small_words(own: Iterable[str]) -> frozenset[str]:
    """Give what nobody looks for: chat, courtesy, and the small words of all languages but the articles'."""
    others = languages().keys() - {COMMON, *own}
    return (chat_words() | polite_words()).union(*(languages()[code].words.function for code in others))


def _stemmer(language: str) -> Callable[[str], str]:
    known = languages().get(language)
    stemmer = known.stemmer if known else _SNOWBALL.get(language)
    return Stemmer.Stemmer(stemmer, 0).stemWord if stemmer else itemgetter(slice(_CUT))


def stem_all(found: Iterable[str], language: str) -> list[str]:
    """Give the stem of each word, in order; nothing is remembered."""
    return list(map(_stemmer(language), found))


class Stems(dict[str, str]):
    """The stems of a language's words, each made when it is first asked for: quick, and without bound."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._stem = _stemmer(language)

    def __missing__(self, word: str) -> str:
        stem = self[word] = self._stem(word)
        return stem


class Analyzer:
    """Turns words into stems, each language in its own way; it remembers the latest.

    Several threads may use it: the stemmers keep no cache, and the one in front of them locks.
    """

    def __init__(self, languages: Iterable[str], remembered: int = _CACHED) -> None:
        """Remember so many words of each language."""
        self.languages = tuple(sorted(set(languages)))
        self._stems = {language: lru_cache(remembered)(_stemmer(language)) for language in self.languages}

    def stems(self, found: Sequence[str], language: str) -> list[str]:
        """Give the stem of each word, in order."""
        return list(map(self._stems[language], found))

    def variants(self, word: str) -> list[str]:
        """Give the stems that a word has in any of the languages, each once."""
        return list(dict.fromkeys(self.stems([word], language)[0] for language in self.languages))
