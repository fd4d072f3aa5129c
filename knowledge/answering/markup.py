"""What of a typed text is no word? Discord's markup, links, emoji and smileys are taken out of it; pure.

https://docs.discord.com/developers/reference#message-formatting lists what Discord writes in the place of
what people see: a mention, a channel, an emoji, a time.
"""

import re
from datetime import UTC, datetime
from functools import cache

STAMP = "<t:"
"""How a time begins that everybody sees in their own time zone."""
_READ = 4_000
"""Characters that are looked at: of a longer text Discord sends none."""
_SIGNS = re.compile("[<>`@:;=\u20e3]")
"""Without one of these, and without a link, a text has no markup that matters."""
_WORD = re.compile(r"[^\W_]")
_PLAIN = re.compile(r"`([^\W\d_]+(?:[ '-][^\W\d_]+)*)`")
"""Words that somebody has put between backticks to point at them."""
_CODE = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)
_QUOTE = re.compile(r"^ ?(?:>>> .*\Z|> [^\n]*)", re.DOTALL | re.MULTILINE)
_STAMP = re.compile(r"<t:(?P<seconds>-?[0-9]{1,17})(?::[A-Za-z])?>")


def strip_markup(text: str) -> str:
    """Give the words of a text as people read them, on one line where there was markup.

    A time becomes its day in UTC. What is quoted, and code, is somebody else's words, unless nothing else is
    there.
    """
    read = text[:_READ]
    if not (_SIGNS.search(read) or "www." in read):
        return read
    own = _CODE.sub(" ", _PLAIN.sub(r" \1 ", _QUOTE.sub(" ", read)))
    bare = _strip(own)
    return _join(read, bare if _WORD.search(bare) else _strip(read))


def _strip(text: str) -> str:
    return _no_words().sub(" ", _STAMP.sub(_read_stamp, text))


def _join(typed: str, bare: str) -> str:
    return typed if bare == typed else " ".join(bare.split())


def _read_stamp(found: re.Match[str]) -> str:
    try:
        day = datetime.fromtimestamp(int(found["seconds"]), UTC).date()
    except (ValueError, OverflowError, OSError):  # a year that no calendar has
        return " "
    return f" {day} "


@cache
def _no_words() -> re.Pattern[str]:
    """Compile what stands for no word; every repetition is bounded, or ends where the next one may begin."""
    return re.compile(
        r"<(?:@[!&]?|\#|a?:\w{1,64}:|/[\w -]{1,100}:|id:)\w{1,20}>"  # mentions, channels, emoji, commands
        r"|<?(?:https?://|\bwww\.)[^\s<>|]+>?"
        r"|(?<!\w):[\w+-]{2,40}:(?!\w)"  # an emoji by its name
        r"|(?<!\S)(?:[:;=]['-]?[DPpOoXx3]{1,9}|<3+)(?!\w)"  # smileys
        r"|[0-9#*]\ufe0f?\u20e3"  # a digit on a key
        r"|@(?:everyone|here)\b"
    )
