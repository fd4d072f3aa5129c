"""What is a word? One analysis for articles and questions; pure."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from operator import itemgetter

import Stemmer

# Letters and digits, with the marks that belong inside a word: Python's \w leaves out combining marks
# and so cuts words of Hindi, Arabic or Thai, and decomposed accents that NFC cannot join.
_MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc"
    "\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0962\u0963\u0981-\u0983\u09bc-\u09cd\u0a01-\u0a4d"
    "\u0a81-\u0acd\u0b01-\u0b4d\u0b82-\u0bcd\u0c00-\u0c4d\u0c81-\u0ccd\u0d00-\u0d4d\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
)
_WORD = re.compile(rf"[^\W_]+(?:[{_MARKS}]+[^\W_]*)*")
_ASCII_WORD = re.compile(r"[a-z0-9]+")
# Patterns that begin with the sign itself are found several times faster than ones with a look behind first.
_DOT_INSIDE = re.compile(r"\.(?<=(?<!\w)[^\W\d_]\.)(?=[^\W\d_](?!\w))")
"""Between initials: "U.S." is one word."""
_APOSTROPHE_INSIDE = re.compile(r"['\u2019\u02bc](?<=[\u0400-\u04ff].)(?=[\u0400-\u04ff])")

# English words that say nothing of what is looked for. Other languages need no list: idf does it.
STOP_WORDS = frozenset(
    """
    a about above after again against all also am an and any are arent as at be because been before
    being below between both but by can cant could couldnt did didnt do does doesnt doing don done dont
    down during each few for from further had has hasnt have havent having he her here hers him his how
    hows i if in into is isnt it its itself ive just many may me might more most much must my no nor not
    now of off on once only or other our out over own s same shall she should shouldnt so some such t
    than that thats the their them then there theres these they theyre this those through to too under
    until up us very was wasnt we were werent what whats when whens where wheres which while who whom
    whos whose why whys will with wont would wouldnt you your yours
    """.split()
)

CHAT_WORDS = frozenset(
    """
    actually anybody anyone anything basically bring brings bro btw come comes cuz dude else even ever
    everybody everyone everything exactly exist explain find get gets getting give gives go goes going
    gonna got gotta guys happen happened happening happens hello help hey hi hmm idk im imo involved
    kind know lets like list lol look looking lot made make makes making maybe mean means name need
    nobody ok okay omg part people please pls really right say saying says see seem seems show somebody
    someone something sort stuff sure take tell thanks thing things think tho thx try trying u ur use
    used wanna want wants wat way well work yeah yep yes yet yo
    """.split()
)
"""English words that say little in a question, and much where an article has them."""

_FUNCTION_WORDS = {
    "de": """
    aber als am auch auf aus bei bis das dass dem den der des die du ein eine einem einen einer eines er
    es für gibt haben hat ich ihr im in ist je kann man mit nach nicht noch ob oder schon sein seit sich
    sie sind um und vom von vor wann war waren warum was welche welchen welcher welches wenn wer werden
    weshalb wie wieso will wir wird wo zu zum zur über
    """,
    "es": """
    al algo como con cuando cuál cuáles cuándo cómo de del donde dónde el ella ellos en es esa ese esta
    este estos está están ha han hay la las le les lo los me mi muy más no nos o para pasa pero por porque
    que quien quién quiénes qué se ser si sin sobre son su sus sí también te un una unas unos va y ya
    """,
    "fr": """
    au aussi aux avec c ce ces cette comme comment d dans de des du elle elles en es est et il ils j je l
    la le les leur lui mais n ne nous on ont ou où par pas plus pour pourquoi qu quand que quel quelle
    quelles quels qui quoi s sa se ses si son sont sur t un une va vous y à ça être
    """,
    "ru": """
    а без бы был была были было быть в во все всё да для до его ее если есть еще ещё её же за зачем и из
    или им их к как какая какие каких какое какой когда кто ли мы на нам насчет насчёт не нет но о об он
    она они от по почему при про с со так такое тоже ты у уже чего чем что чтобы эта эти это этот я
    """,
    "uk": """
    а без би був була були було бути в вже ви вона вони все всі від він где де для до ж з за зараз зі й
    його коли кому куди ли ми між на навіщо нам не ні о по при про та так також там теж то у хто це цей ця
    ці чи чим чого чому що щоб щодо щось як яка яке який яких які якій є і із їх її
    """,
}
"""The same in other languages: left out of a question where the articles are in none of them."""

_SNOWBALL = {
    "ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek",
    "en": "english", "es": "spanish", "fi": "finnish", "fr": "french", "hi": "hindi", "hu": "hungarian",
    "id": "indonesian", "it": "italian", "lt": "lithuanian", "nl": "dutch", "no": "norwegian", "pl": "polish",
    "pt": "portuguese", "ro": "romanian", "ru": "russian", "sv": "swedish", "tr": "turkish",
}  # fmt: skip
_CUT = 6
"""Letters that are kept of a word in a language without a Snowball stemmer, such as Ukrainian."""
_CACHED = 200_000
"""Words whose stems are remembered: a large corpus's whole vocabulary, and yet a bound."""


def words(text: str) -> list[str]:
    """Give the words of a text, lower case, in order."""
    return _split(_unify(text))


def words_by_line(text: str) -> list[list[str]]:
    """Give the words of each line of a text."""
    return list(map(_split, _unify(text).split("\n")))


def _unify(text: str) -> str:
    text = _DOT_INSIDE.sub("", text.lower())
    return text if text.isascii() else _APOSTROPHE_INSIDE.sub("", unicodedata.normalize("NFC", text))


def _split(text: str) -> list[str]:
    return (_ASCII_WORD if text.isascii() else _WORD).findall(text)


def content_words(text: str) -> list[str]:
    """Give the words of a question less the stop words; all of them if nothing else is left."""
    found = words(text)
    return [word for word in found if word not in STOP_WORDS] or found


def normalised(name: str) -> str:
    """Give the form under which two spellings of one name are equal: lower case, no punctuation."""
    return " ".join(words(name))


def small_words(languages: Iterable[str]) -> frozenset[str]:
    """Give the words of chat, and of all languages but these, that nobody looks for in articles."""
    others = _FUNCTION_WORDS.keys() - set(languages)
    return CHAT_WORDS.union(word for language in others for word in _FUNCTION_WORDS[language].split())


def _stemmer(language: str) -> Callable[[str], str]:
    if language in _SNOWBALL:
        return Stemmer.Stemmer(_SNOWBALL[language], 0).stemWord
    return itemgetter(slice(_CUT))


class Analyzer:
    """Turns words into stems, each language in its own way.

    Several threads may use it: the stemmers keep no cache, and the one in front of them locks.
    """

    def __init__(self, languages: Iterable[str]) -> None:
        self.languages = tuple(sorted(set(languages)))
        self._stems = {language: lru_cache(_CACHED)(_stemmer(language)) for language in self.languages}

    def stems(self, found: Sequence[str], language: str) -> list[str]:
        """Give the stem of each word, in order."""
        return list(map(self._stems[language], found))

    def variants(self, word: str) -> list[str]:
        """Give the stems that a word has in any of the languages, each once."""
        return list(dict.fromkeys(self.stems([word], language)[0] for language in self.languages))
