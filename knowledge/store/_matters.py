"""How is it written what a notice is about? As JSON and the name of its kind, the same in every store."""

from typing import Final

import msgspec

from knowledge.model import NewArticle, StatusChange
from knowledge.notices.audience import Correction, Digest, Known, Matter, Withdrawn

_KINDS: Final[dict[str, type[Matter]]] = {
    "change": StatusChange,
    "known": Known,
    "digest": Digest,
    "withdrawn": Withdrawn,
    "correction": Correction,
    "article": NewArticle,
}
"""The names are kept with the notices, so they stay what they are."""


def write_matter(matter: Matter) -> tuple[str, bytes]:
    """Return the name of a matter's kind, and the matter as JSON."""
    kind = next(kind for kind, form in _KINDS.items() if isinstance(matter, form))
    return kind, msgspec.json.encode(matter)


def read_matter(kind: str, body: bytes) -> Matter | None:
    """Return the matter of a notice; None where a later version wrote it, or it is damaged."""
    try:
        return msgspec.json.decode(body, type=_KINDS[kind])
    except (KeyError, msgspec.DecodeError):
        return None
