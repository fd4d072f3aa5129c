"""What does a saved mail, or a page saved as MHTML, say? Finds its text, which another reader reads."""

import re
from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from email.utils import parsedate_to_datetime

from msgspec.structs import replace

from knowledge.reading.document import Document
from knowledge.reading.draft import Draft, one_line
from knowledge.reading.front_matter import is_web_address
from knowledge.reading.source import UnreadableError

_ANSWERED = re.compile(r"(?:(?:re|fwd?|aw|wg|tr|rv|sv)\s*:\s*)+", re.IGNORECASE)
_SEARCHED = 60  # bytes by which a text is found again in its file
_SHOWN = 3  # attachments


def read_mail(document: Document, draft: Draft, read: Callable[[Document, Draft], None]) -> None:
    """Read a mail: its subject is the title, its date that of publication; `read` reads its text."""
    message = _parse(document)
    read(_find_text(message, document, ("plain", "html")), draft)
    if subject := _ANSWERED.sub("", _header(message, "Subject"), count=1):
        draft.title = one_line(subject)
    try:
        sent = parsedate_to_datetime(_header(message, "Date")).date()
    except (ValueError, IndexError, TypeError):
        if not draft.published:
            draft.warn("has no date that can be read", "Add a line: Date: Sat, 31 Jan 2026 12:00:00 +0000")
    else:
        draft.published = sent
    names = [one_line(part.get_filename() or "") for part in message.walk() if part.get_filename()]
    if names:
        shown = ", ".join(names[:_SHOWN]) + ", …" * (len(names) > _SHOWN)
        draft.warn(f"has attachments that are not read: {shown}", "Save them beside it.")


def read_mhtml(document: Document, draft: Draft, read: Callable[[Document, Draft], None]) -> None:
    """Read a saved page: the date in its head is only that of saving."""
    message = _parse(document)
    read(_find_text(message, document, ("html", "plain")), draft)
    draft.title = draft.title or one_line(_header(message, "Subject"))
    address = _header(message, "Snapshot-Content-Location") or _header(message, "Content-Location")
    draft.url = draft.url or (address if is_web_address(address) else None)


def _parse(document: Document) -> EmailMessage:
    return message_from_bytes(document.data, policy=policy.default)


def _header(message: Message, name: str) -> str:
    """Give a header on one line; nothing where there is none."""
    return " ".join(str(message.get(name, "")).split())


def _find_text(message: EmailMessage, document: Document, kinds: tuple[str, str]) -> Document:
    """Give the text as a document of its own; its lines are the file's, unless it is encoded there."""
    parts = [
        part for part in message.walk() if part.get_content_maintype() == "text" and not part.get_filename()
    ]
    for kind in kinds:
        for part in parts:
            data = part.get_payload(decode=True)
            if part.get_content_subtype() == kind and isinstance(data, bytes) and data.strip():
                place = document.data.find(data.lstrip()[:_SEARCHED].rstrip())
                before = document.data.count(b"\n", 0, place) - data[: -len(data.lstrip())].count(b"\n")
                path = f"{document.path}{'.txt' if kind == 'plain' else '.html'}"
                above = b"\n" * before if place >= 0 else b""
                return replace(document, path=path, data=above + data, charset=part.get_content_charset())
    raise UnreadableError("holds no text", "Save it as text, or as a page.")
