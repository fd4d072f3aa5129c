"""What does a folder make known? What could be read of it, and the last good version of what could not."""

from functools import cache
from pathlib import Path

from msgspec import Struct

from knowledge.model import Corpus, CuratedAnswer, Term
from knowledge.reading.glossary import NAME as GLOSSARY
from knowledge.reading.glossary import read_glossary
from knowledge.sources.reader import Reading

SHIPPED_ARTICLES = Path(__file__).parents[1] / "articles"
"""The articles about the talks that come with talksbot, and their glossary."""


class Edition(Struct, frozen=True):
    """A corpus made of a folder, and which of its files are there in an older version."""

    corpus: Corpus
    stale: tuple[str, ...] = ()
    """Paths, sorted: these files are in the folder, could not be read, and are kept as they were."""
    lapsed: tuple[CuratedAnswer, ...] = ()
    """What editors have answered with passages that are not in the corpus any more."""
    corpus_id: str = ""
    """What `knowledge.store.identify` says of the corpus; empty where nobody has asked."""


def take_up(reading: Reading, served: Corpus) -> Edition:
    """Make the corpus of a folder; one without a glossary gets the shipped one. Blocks on the disk."""
    return make_edition(reading, served, _read_shipped_glossary())


@cache
def _read_shipped_glossary() -> tuple[Term, ...]:
    return read_glossary((SHIPPED_ARTICLES / GLOSSARY).read_text("utf-8"))


def make_edition(reading: Reading, served: Corpus, default: tuple[Term, ...]) -> Edition:
    """Make the corpus of a folder; a known file that is there but cannot be read keeps its last good version.

    A file that is gone is left out, and so is one with the text of another. `served` is what is known so
    far; `default` is the glossary of a folder that has none.
    """
    read = {article.path for article in reading.articles}
    kept = [each for each in served.articles if each.path not in read and reading.leaves_open(each.path)]
    stale = [article.path for article in kept]
    glossary = default if reading.glossary is None else reading.glossary
    # Where the default is served, the folder's own glossary never was a good one.
    if reading.leaves_open(GLOSSARY) and served.articles and served.glossary != default:
        glossary = served.glossary
        stale.append(GLOSSARY)
    articles = sorted((*reading.articles, *kept), key=lambda article: article.path)
    return Edition(Corpus(tuple(articles), glossary), tuple(sorted(stale)))
