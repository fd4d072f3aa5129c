"""What is new? Two states of the knowledge compared: what was added, changed and removed."""

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.model import Corpus, Problem, Status
from knowledge.text import normalised


@dataclass(frozen=True, slots=True)
class StatusChange:
    """A topic whose status is another one now; None where the topic was or is not known."""

    topic: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Changes:
    """What a reload changes, or would change."""

    added: tuple[str, ...]
    """Paths of articles, as are the next two."""
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    statuses: tuple[StatusChange, ...]
    problems: tuple[Problem, ...]
    """Files that were not taken up."""
    articles: int
    """How many articles there are now."""
    passages: int
    glossary: bool = False
    """Whether other names go with the articles now."""

    @property
    def nothing(self) -> bool:
        """Whether all is as it was."""
        return not (self.added or self.changed or self.removed or self.statuses or self.glossary)


def compare(
    before: Corpus,
    after: Corpus,
    boards: tuple[Sequence[Status], Sequence[Status]],
    problems: Sequence[Problem],
) -> Changes:
    """Compare two corpora and their boards, each pair given old first."""
    old = {article.path: article for article in before.articles}
    new = {article.path: article for article in after.articles}
    return Changes(
        added=tuple(path for path in new if path not in old),
        changed=tuple(path for path in new if path in old and new[path] != old[path]),
        removed=tuple(path for path in old if path not in new),
        statuses=_status_changes(*boards),
        problems=tuple(problems),
        articles=len(after.articles),
        passages=sum(len(article.passages) for article in after.articles),
        glossary=before.glossary != after.glossary,
    )


def _status_changes(before: Sequence[Status], after: Sequence[Status]) -> tuple[StatusChange, ...]:
    old = {normalised(status.topic): status for status in before}
    new = {normalised(status.topic): status for status in after}
    changes = (
        StatusChange(
            (old | new)[key].topic,
            old[key].status if key in old else None,
            new[key].status if key in new else None,
        )
        for key in sorted(old.keys() | new.keys())
    )
    return tuple(
        change for change in changes if normalised(change.before or "") != normalised(change.after or "")
    )
