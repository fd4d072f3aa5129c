"""What is published in a trial? Corpora that are told apart by their number, and what comes with them."""

from pathlib import Path

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


def write_articles(folder: Path, edition: int, *, words: int = 100) -> None:
    """Write six articles that all say of which edition they are."""
    folder.mkdir(exist_ok=True)
    for page in range(6):
        text = f"This is edition {edition} of page {page}. It says {edition} and no more."
        filling = "".join(f"Line {line} of edition {edition}.\n\n" for line in range(words // 5))
        status = f"| Project | Status |\n| --- | --- |\n| Boat {page} | In edition {edition} |\n"
        (folder / f"{page}.md").write_text(
            f"# Edition {edition} of page {page}\n\n{text}\n\n{filling}\n{status}", "utf-8"
        )
