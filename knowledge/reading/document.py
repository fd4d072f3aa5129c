"""What is to be read? The bytes of one article, and what is known of them from outside."""

from datetime import date
from pathlib import PurePosixPath

from msgspec import Struct


class Document(Struct, frozen=True):
    """The bytes of an article, from a folder or from the net."""

    path: str
    """What it is called: its ending tells the format, and it may hold a title and a date."""
    data: bytes
    modified_on: date
    """The day from which it is known: that of the file's last change, or of its first fetching, in UTC."""
    url: str | None = None
    """Where it was fetched."""
    charset: str | None = None
    """The encoding that came with it, as servers name one."""

    title: str = ""
    """What it is called elsewhere: its title where it names none itself."""
    published: date | None = None
    """When it was published, as is said elsewhere; that goes before what it says itself."""
    language: str | None = None
    """ISO 639-1: its language where it names none itself."""

    @property
    def ending(self) -> str:
        """The ending of its name, in lower case and with the dot."""
        return PurePosixPath(self.path).suffix.lower()
