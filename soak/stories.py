"""What is published in a trial? Corpora that are told apart by their number, and what comes with them."""

from knowledge.model import Article, Corpus, Kind, Passage, StatusChange
from knowledge.notices.audience import Bulletin, Notice


def make_story(number: int, articles: int = 20) -> Corpus:
    """Make a corpus of 3 KB texts, of which every third is new each time."""
    texts = (f"{number if place % 3 == 0 else 'same'} {place} " + "word " * 600 for place in range(articles))
    passages = (Passage(text, Kind.PARAGRAPH, (), (1, 1)) for text in texts)
    return Corpus(tuple(Article(f"{n:03}.md", str(n), "en", (each,)) for n, each in enumerate(passages)))


def make_news(number: int) -> tuple[Bulletin, list[Notice]]:
    """Make what comes with a publication: a bulletin and five notices."""
    change = StatusChange(f"Topic {number}", None, None)
    notices = [Notice(f"{number}-{place}", change, channel=place) for place in range(1, 6)]
    return Bulletin((change,)), notices
