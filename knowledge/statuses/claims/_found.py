"""What has been found of an article so far? Its claims, and what only looked like some."""

from datetime import date

from knowledge.model import Article, Claim, Ignored, Passage
from knowledge.statuses.claims._words import (
    OWN_HEAD,
    Head,
    clean_heading,
    clean_name,
    head,
    is_legend_word,
    status_of_heading,
)
from knowledge.statuses.days import find_day
from knowledge.statuses.own import OwnWords
from knowledge.statuses.sameness import identify, is_known, part_from_date
from knowledge.text import normalise


class Found:
    """The claims of an article, in the making."""

    def __init__(self, article: Article, own: OwnWords) -> None:
        self.article = article
        self._own = own
        self.claims: list[Claim] = []
        self.ignored: list[Ignored] = []

    def claim(self, topic: str, status: str, passage: Passage, day: str = "") -> bool:
        """Add a claim, unless it says nothing, and tell whether it did; `day` is a date in its row."""
        name, (said, beside) = clean_name(topic), part_from_date(status)
        if not any(map(str.isalpha, name)) or not identify(status) or is_legend_word(name):
            return False
        since = find_day(day, self._by) if day else None
        since = since or (find_day(beside, self._by) if beside else None)
        # What the article's own date says already needs no date of its own.
        own = since if since != (self.article.revised_on or self.article.published) else None
        self.claims.append(Claim(name, said, self.article, passage, own))
        return True

    def head(self, label: str) -> Head | None:
        """Read a label that says as a whole that what stands with it is where something stands."""
        own = self._own.headers and normalise(label) in self._own.headers
        return OWN_HEAD if own else head(label)

    def is_known(self, status: str) -> bool:
        """Tell whether a status, whole and in any dress, is one that is known."""
        return is_known(status) or identify(status) in self._own.statuses

    def status_of_heading(self, heading: str) -> str:
        """Give the status that a heading names for all below it, or nothing."""
        named = clean_heading(heading) if self._own.statuses else ""
        return named if identify(named) in self._own.statuses else status_of_heading(heading)

    def ignore(self, text: str, lines: tuple[int, int], why: str) -> None:
        """Note what looked like a status and is none."""
        self.ignored.append(Ignored(text, lines, why))

    @property
    def _by(self) -> date:
        return self.article.dated
