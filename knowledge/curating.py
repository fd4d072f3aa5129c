"""May an editor say this? The word stands in the question, the name and the passage in the articles; pure."""

from knowledge.answers import Hit
from knowledge.evidence import find_passage
from knowledge.model import Corpus
from knowledge.snapshot import Snapshot
from knowledge.text import normalise, words


def find_chosen(corpus: Corpus, key: str) -> Hit | None:
    """Find the passage of a key in what the articles say today; None where it is not there any more."""
    found = find_passage(corpus, key)
    # What only an earlier version of an article says is no answer of today.
    if found is None or found.article not in corpus.articles:
        return None
    return Hit(found.passage, found.article, 1.0)


def stands_in(word: str, question: str) -> bool:
    """Tell whether a word, or several, stand in a question."""
    said = normalise(word)
    return bool(said) and f" {said} " in f" {normalise(question)} "


def is_known(name: str, snapshot: Snapshot) -> bool:
    """Tell whether the articles have all words of a name, or their glossary has it."""
    lexicon, spelt = snapshot.lexicon, words(name)
    known = [any(map(lexicon.frequency, lexicon.variants(word))) for word in spelt]
    if known and all(known):
        return True
    return any((each.first, each.end) == (0, len(spelt)) for each in lexicon.glossary.mentions(spelt))
