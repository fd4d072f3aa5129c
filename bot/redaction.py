"""What must nobody read? Tokens and passwords, put out of sight in whatever is said to who runs the bot.

Their shapes are known, whoever they belong to; those that are configured are known letter by letter too.
"""

import re
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterable, Iterator
from urllib.parse import quote, unquote, urlsplit

HIDDEN = "[hidden]"

_SHAPES = (
    # A bot's token: its id, a time and a signature. More than enough of each to be no address.
    (re.compile(r"\b[\w-]{16,}\.[\w-]{5,8}\.[\w-]{20,}", re.ASCII), HIDDEN),
    # An interaction's token is base64 of "interaction:" and more, wherever it stands.
    (re.compile(r"aW50ZXJhY3Rpb246[\w+/=%-]*", re.ASCII), HIDDEN),
    (re.compile(r"(/webhooks/[^/\s]+/|/interactions/[^/\s]+/)[^/\s?#\"']+"), rf"\1{HIDDEN}"),
    (
        re.compile(r"(?i)(authorization\W{1,6}(?:(?:bot|bearer|basic|digest)\s+)?+)(?!\[)[^\s'\",)}>\]]+"),
        rf"\1{HIDDEN}",
    ),
    # Of an address, the password: up to the last @, for people forget to quote one.
    (re.compile(r"(://[^\s/:@]*):[^\s/]+@"), rf"\1:{HIDDEN}@"),
    # After a colon an ordinary word goes on with a sentence, as in "no token: that has three parts".
    (
        re.compile(
            r"(?i)(\b\w*(?:token|password|passwd|secret)[\"']?\s?(?:=|:(?!\s(?-i:[a-z])+[\s.,]))\s?[\"']?)"
            r"(?!\[)[^\s\"',;&)}]+"
        ),
        rf"\1{HIDDEN}",
    ),
)

_SHORTEST = 6
"""Of a secret that is looked for by itself: shorter ones are parts of ordinary words."""


class Redactor:
    """Hides what has the shape of a secret, and the secrets that are known, in each way they are written."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        """Hide these too."""
        forms = {form for secret in secrets for form in _forms(secret) if len(form) >= _SHORTEST}
        # The longest first: a part must not leave the rest behind.
        known = sorted(forms, key=lambda form: (-len(form), form))
        self._known = re.compile("|".join(map(re.escape, known))) if known else None

    def hide(self, text: str) -> str:
        """Give the text without any of them."""
        if self._known:
            text = self._known.sub(HIDDEN, text)
        for shape, instead in _SHAPES:
            text = shape.sub(instead, text)
        return text


def redact(text: str) -> str:
    """Give a text without what has the shape of a secret."""
    return _REDACTOR.hide(text)


_REDACTOR = Redactor()


def _forms(secret: str) -> Iterator[str]:
    """Give how a secret may be written: as it is, quoted for an address, within base64, or its last part."""
    yield secret
    yield quote(secret, safe="")
    *_, signature = secret.split(".")
    yield signature  # of a token that was cut in two
    for encode in (b64encode, urlsafe_b64encode):
        for before in (b"", b"-", b"--"):
            data = before + secret.encode(errors="replace")
            encoded = encode(data).decode().rstrip("=")
            # What stands around it decides over the first and the last of the signs.
            yield encoded[(0, 2, 3)[len(before)] : len(encoded) - bool(len(data) % 3)]


def find_secrets(address: str) -> Iterator[str]:
    """Give what must not be read of an address: its password, alone and as HTTP sends it with the name."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return
    if parts.password:
        name, password = unquote(parts.username or ""), unquote(parts.password)
        yield from (parts.password, password, f"{name}:{password}")
