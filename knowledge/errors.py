"""What can go wrong?

KnowledgeError             every failure below, with its cure
├── NoArticlesError        a folder held no article that could be read
├── LimitError             more is asked for than one may have
├── NoEarlierStateError    nothing to go back to
├── FileKindError ...      what is handed in cannot be taken (sources/handed_in.py)
├── TakesBackError         a reload would take back much (statuses/changes.py), and must be confirmed
├── UnreadableError        a file is not taken up (reading/source.py; it becomes a Problem)
├── QuestionsError         judged questions cannot be read (evaluation)
└── StoreError             the store cannot be used as asked
    ├── StoreBusyError     another process writes to it
    ├── StoreDamagedError  what was read is not what was written
    └── StoreTooNewError   a later version of talksbot made it
"""

from typing import Literal


class KnowledgeError(Exception):
    """A failure that a person can mend: what happened, and what to do."""

    def __init__(self, reason: str, cure: str) -> None:
        """Keep both sentences apart, so that each surface can show them its own way."""
        super().__init__(f"{reason} {cure}")
        self.reason = reason
        self.cure = cure


class NoArticlesError(KnowledgeError):
    """A folder held no article that could be read; what is served stays as it is."""


class LimitError(KnowledgeError):
    """More is asked for than one may have: `most`."""

    def __init__(
        self, of: Literal["topics", "questions", "sources", "curations"], most: int, reason: str, cure: str
    ) -> None:
        """Keep what there is too much `of`, and how many there may be."""
        super().__init__(reason, cure)
        self.of: Literal["topics", "questions", "sources", "curations"] = of
        self.most = most


class NoEarlierStateError(KnowledgeError):
    """There is nothing to go back to."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__("There is no earlier state to go back to.", "Reload from the articles.")


class StoreError(KnowledgeError):
    """The store cannot be used as asked."""


class StoreBusyError(StoreError):
    """Another process writes to the store."""


class OvertakenError(StoreError):
    """Another process has published meanwhile."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__("Another process has changed what is served.", "Try again.")


class StoreDamagedError(StoreError):
    """What was read is not what was written."""


class StoreTooNewError(StoreError):
    """A later version of talksbot made this store."""
