"""What is a word? One analysis for articles and questions; pure."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

import Stemmer

# Letters and digits, with the marks that belong inside a word: Python's \w leaves out combining marks
# and so cuts words of Hindi, Arabic or Thai, and decomposed accents that NFC cannot join.
_MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc"
    "\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0962\u0963\u0981-\u0983\u09bc-\u09cd\u0a01-\u0a4d"
    "\u0a81-\u0acd\u0b01-\u0b4d\u0b82-\u0bcd\u0c00-\u0c4d\u0c81-\u0ccd\u0d00-\u0d4d\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
)
_WORD = re.compile(rf"[^\W_](?:[^\W_]|[{_MARKS}])*")
_APOSTROPHE_INSIDE = re.compile(r"(?<=[\u0400-\u04ff])['\u2019\u02bc](?=[\u0400-\u04ff])")

# English words that say nothing of what is looked for. Other languages need no list: idf does it.
STOP_WORDS = frozenset(
    """
    a about above after again against all also am an and any are as at be because been before being below
    between both but by can could did do does doing don done down during each few for from further had
    has have having he her here hers him his how i if in into is it its itself just many may me might
    more most much must my no nor not now of off on once only or other our out over own s same shall she
    should so some such t than that the their them then there these they this those through to too under
    until up us very was we were what when where which while who whom whose why will with would you your
    yours
    """.split()
)

_SNOWBALL = {
    "ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek",
    "en": "english", "es": "spanish", "fi": "finnish", "fr": "french", "hi": "hindi", "hu": "hungarian",
    "id": "indonesian", "it": "italian", "lt": "lithuanian", "nl": "dutch", "no": "norwegian", "pl": "polish",
    "pt": "portuguese", "ro": "romanian", "ru": "russian", "sv": "swedish", "tr": "turkish",
}  # fmt: skip
_CUT = 6
"""Letters that are kept of a word in a language without a Snowball stemmer, such as Ukrainian."""


def words(text: str) -> list[str]:
    """Give the words of a text, lower case, in order."""
    text = unicodedata.normalize("NFC", text).lower()
    return _WORD.findall(_APOSTROPHE_INSIDE.sub("", text))


def content_words(text: str) -> list[str]:
    """Give the words of a question less the stop words; all of them if nothing else is left."""
    found = words(text)
    return [word for word in found if word not in STOP_WORDS] or found


def normalised(name: str) -> str:
    """Give the form under which two spellings of one name are equal: lower case, no punctuation."""
    return " ".join(words(name))


class Analyzer:
    """Turns words into stems, each language in its own way.

    Not for use by two threads at once: Snowball's stemmers keep a cache without a lock.
    """

    def __init__(self, languages: Iterable[str]) -> None:
        self.languages = tuple(sorted(set(languages)))
        self._stemmers = {
            language: Stemmer.Stemmer(_SNOWBALL[language])
            for language in self.languages
            if language in _SNOWBALL
        }

    def stems(self, found: Sequence[str], language: str) -> list[str]:
        """Give the stem of each word, in order."""
        stemmer = self._stemmers.get(language)
        if stemmer is None:
            return [word[:_CUT] for word in found]
        return stemmer.stemWords(found)

    def variants(self, word: str) -> list[str]:
        """Give the stems that a word has in any of the languages, each once."""
        return list(dict.fromkeys(self.stems([word], language)[0] for language in self.languages))
