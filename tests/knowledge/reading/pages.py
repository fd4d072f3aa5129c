"""Made-up pages as sites serve them, for the tests of reading HTML."""

from datetime import date

from knowledge.model import Article
from knowledge.reading.article import ReadArticle, read_article
from knowledge.reading.document import Document

STORY = (
    (
        "The lock keepers of Ander began their strike on Monday, and by noon forty barges lay below the "
        "most "
        "of them with gravel for the new dam."
    ),
    (
        "Their union asks for two more keepers a shift. The canal office says that it has no money for that "
        "before "
        "the spring, and that it will not talk while the gates are shut."
    ),
    (
        "Skipper Jorun Hald has waited since dawn. “I carry apples,” she said, “and apples do not wait for "
        "anybody, "
        "whatever the office and the union may think.”"
    ),
    (
        "A judge is to decide on Thursday whether the strike may go on. Until then the gates open for an "
        "each "
        "night, so that the village gets its coal."
    ),
)
TITLE = "Lock keepers of Ander strike"

MENU = "".join(
    f'<li class="menu-item"><a href="/{word}">{word}</a></li>' for word in ("Home", "Canal", "Sport")
)
TOP = f'<div class="top"><a class="logo" href="/">The Ander Herald</a><ul class="menu">{MENU}</ul></div>'
BOTTOM = (
    '<div class="bottom"><ul class="links"><li><a href="/terms">Terms of the house</a></li></ul>'
    '<p class="small">Copyright The Ander Herald, all rights reserved.</p></div>'
)


def told(*paragraphs: str) -> str:
    """Put paragraphs into the markup of a site."""
    return "\n".join(f'<p class="text">{paragraph}</p>' for paragraph in paragraphs or STORY)


def page(body: str, head: str = "", language: str = "en") -> str:
    """Make a page of a site around what its body holds."""
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<title>{TITLE} - The Ander '
        f"Herald</title>\n{head}\n"
        f'</head>\n<body class="site">\n{TOP}\n{body}\n{BOTTOM}\n</body>\n</html>\n'
    )


def take(text: str | bytes, url: str | None = None, charset: str | None = None) -> ReadArticle:
    """Read a page as it came, with what was odd about it."""
    data = text.encode() if isinstance(text, str) else text
    return read_article(Document("page.html", data, date(2026, 2, 3), url, charset))


def read(text: str | bytes, url: str | None = None) -> Article:
    """Read the article of a page."""
    return take(text, url).article


def texts(text: str) -> list[str]:
    """List the passages of a page."""
    return [passage.text for passage in read(text).passages]
