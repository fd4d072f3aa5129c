"""What does a command say beside its output? Remarks on standard error, and an exit code."""

import sys

from bot.redaction import redact
from bot.terminal.style import plain

DONE, FAILED, CONFIGURATION = 0, 1, 78
"""Exit codes, beside argparse's 2 for a wrong use; 78 means that starting again will not help."""


def note(text: str) -> None:
    """Print a remark on standard error, on one line."""
    print(f"talksbot: {redact(plain(text))}", file=sys.stderr)
