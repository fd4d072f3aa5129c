"""Is a corpus named by what it says, the same for ever?"""

from datetime import date
from hashlib import sha256

from knowledge.model import Article, Corpus, Kind, Passage, Term
from knowledge.store import identify


def article(name: str) -> Article:
    return Article(f"{name}.txt", name, "en", (Passage(f"About {name}.", Kind.PARAGRAPH, (), (1, 1)),))


def about(*names: str) -> Corpus:
    return Corpus(tuple(article(name) for name in sorted(names)))


def test_the_corpus_id_is_the_hash_of_its_lines() -> None:
    """The bytes are a promise: ids in stores that exist must not change with the code."""
    lines = (
        '[{"name":"gas","others":[["de","Gas"]]}]\n'
        '{"path":"a.md","title":"T","language":"en","passages":[{"text":"Ї: 1","kind":"row","section":["S"],'
        '"lines":[1,2],"lead_in":"","cells":[["Ї","1"]],"row":"|1|"}],'
        '"published":"2025-02-03"}\n'
    )
    passage = Passage("Ї: 1", Kind.ROW, ("S",), (1, 2), cells=(("Ї", "1"),), row="|1|")
    corpus = Corpus(
        (Article("a.md", "T", "en", (passage,), date(2025, 2, 3)),), (Term("gas", (("de", "Gas"),)),)
    )

    assert identify(corpus) == sha256(lines.encode()).hexdigest()


def test_a_different_glossary_makes_a_different_corpus() -> None:
    assert identify(about("a")) != identify(Corpus(about("a").articles, (Term("a", ()),)))
