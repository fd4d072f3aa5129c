"""What does a folder make known where not all of it can be read?"""

from pathlib import Path

import pytest

from knowledge.model import Article, Corpus, Term
from knowledge.sources.edition import Edition, make_edition
from knowledge.sources.reader import Reading, read_folder

DEFAULT = (Term("Default", ()),)
OWN = (Term("Own", ()),)


def article(path: str, title: str = "Old") -> Article:
    return Article(path, title, "en", ())


def reading(
    *articles: Article, unread: tuple[str, ...] = (), glossary: tuple[Term, ...] | None = None
) -> Reading:
    return Reading(articles, glossary, (), "f", frozenset(unread))


SERVED = Corpus(tuple(map(article, ("a.md", "sub/b.md", "sub/deep/c.md", "subject.md"))), OWN)


def test_all_is_taken_up_that_can_be_read_and_what_is_gone_is_left_out() -> None:
    new = article("a.md", "New"), article("d.md")
    assert make_edition(reading(*new), SERVED, DEFAULT) == Edition(Corpus(new, DEFAULT))


@pytest.mark.parametrize(
    ("unread", "stale"),
    [
        (("a.md", "unknown.md"), ("a.md",)),
        (("sub",), ("sub/b.md", "sub/deep/c.md")),
        (("sub/deep",), ("sub/deep/c.md",)),
        (("sub/b.md", "subject.md"), ("sub/b.md", "subject.md")),
    ],
)
def test_a_known_file_that_is_there_and_cannot_be_read_is_kept_as_it_was(
    unread: tuple[str, ...], stale: tuple[str, ...]
) -> None:
    edition = make_edition(reading(article("new.md"), unread=unread), SERVED, DEFAULT)
    kept = [each for each in edition.corpus.articles if each.path != "new.md"]
    assert edition.stale == stale
    assert kept == [each for each in SERVED.articles if each.path in stale]
    paths = [each.path for each in edition.corpus.articles]
    assert paths == sorted(paths)


def test_a_glossary_that_cannot_be_read_is_kept_as_it_was() -> None:
    broken = reading(article("a.md"), unread=("glossary.toml",))
    edition = make_edition(broken, SERVED, DEFAULT)
    assert (edition.corpus.glossary, edition.stale) == (OWN, ("glossary.toml",))
    assert make_edition(reading(article("a.md")), SERVED, DEFAULT).corpus.glossary == DEFAULT


@pytest.mark.parametrize("served", [Corpus(()), Corpus(SERVED.articles, DEFAULT)])
def test_a_glossary_that_never_was_good_has_no_version_to_keep(served: Corpus) -> None:
    edition = make_edition(reading(article("a.md"), unread=("glossary.toml",)), served, DEFAULT)
    assert (edition.corpus.glossary, edition.stale) == (DEFAULT, ())


@pytest.mark.process
async def test_what_is_the_same_as_something_unreadable_is_as_unreadable(tmp_path: Path) -> None:
    for name, text in (
        ("good.txt", "The pier is open."),
        ("twin.txt", "The pier is open."),
    ):
        (tmp_path / name).write_text(text)
    for name in ("bad.txt", "worse.txt"):
        (tmp_path / name).write_bytes(b"\0")
    found = await read_folder(tmp_path)
    assert found.unread == {"bad.txt", "worse.txt"}
    assert [path for path in ("good.txt", "twin.txt", "worse.txt") if found.leaves_open(path)] == [
        "worse.txt"
    ]
