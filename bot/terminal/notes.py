"""What does a command say beside its output? Remarks on standard error."""

import sys

from bot.redaction import redact
from bot.terminal.style import plain


def note(text: str) -> None:
    """Print a remark on standard error, on one line."""
    print(f"talksbot: {redact(plain(text))}", file=sys.stderr)
