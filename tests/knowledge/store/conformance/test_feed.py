"""Does a store tell what has happened since somebody last looked?"""

from datetime import date

from msgspec.structs import replace

from knowledge.model import Article, Corpus, Statement, StatusChange
from knowledge.notices.audience import Bulletin, NewArticle
from knowledge.store import KnowledgeStore

ANNA, BORIS = 2**63 - 1, 2**62 + 7
SAID = Statement("Agreed", "| Gas | Agreed |", "Title", ("A",), (3, 4), None, date(2026, 2, 1))
CHANGE = StatusChange("Gas", None, SAID, (SAID, SAID))
RICH = Bulletin((CHANGE,), (NewArticle("a/b.md", "Новина", date(2026, 2, 1), "https://example.org"),))


def about(title: str) -> Corpus:
    return Corpus((Article("a.txt", title, "en", ()),))


def news(title: str) -> Bulletin:
    return Bulletin(articles=(NewArticle(f"{title}.md", title),))


async def test_bulletins_are_numbered_from_one_and_given_as_they_were(store: KnowledgeStore) -> None:
    assert (await store.feed.get_newest(), await store.feed.read()) == (0, ())
    await store.publish(about("1"), "", RICH)
    await store.publish(about("2"), "", replace(news("two"), number=77))

    assert await store.feed.get_newest() == 2
    assert await store.feed.read() == (replace(RICH, number=1), replace(news("two"), number=2))
    assert await store.feed.read(after=1) == (replace(news("two"), number=2),)
    assert await store.feed.read(after=2) == ()


async def test_the_articles_that_came_are_given_with_the_last_bulletin_of_each(store: KnowledgeStore) -> None:
    titles = "one", "two", "one", "three"
    for title in titles:
        await store.publish(about(title), "", news(title))
    await store.publish(about("last"), "", Bulletin((CHANGE,)))

    assert await store.feed.find_articles() == {"two.md": 2, "one.md": 3, "three.md": 4}
    assert await store.feed.find_articles(after=2) == {"one.md": 3, "three.md": 4}
    assert await store.feed.find_articles(after=4) == {}


async def test_a_bulletin_that_says_nothing_is_left_out(store: KnowledgeStore) -> None:
    await store.publish(about("1"), "", Bulletin())
    await store.publish(about("2"), "")
    assert await store.feed.get_newest() == 0


async def test_a_reader_has_seen_what_they_looked_at_and_never_less(store: KnowledgeStore) -> None:
    assert await store.feed.get_seen(ANNA) is None
    await store.feed.mark_seen(ANNA, 0)
    assert await store.feed.get_seen(ANNA) == 0
    await store.feed.mark_seen(ANNA, 7)
    await store.feed.mark_seen(ANNA, 5)
    assert (await store.feed.get_seen(ANNA), await store.feed.get_seen(BORIS)) == (7, None)
