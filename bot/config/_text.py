"""What does a file of the operator's say? Its text, or a ConfigurationError with the cure."""

import stat
from pathlib import Path

from bot.config._mistakes import ConfigurationError, Mistake


def read_text(file: Path, name: str, *, regular: bool = False) -> str:
    """Read what should be UTF-8 text and is called `name` in an error; `regular` refuses all but files."""
    try:
        # A FIFO without a writer would be waited for, a device read for ever.
        if regular and not stat.S_ISREG(file.stat().st_mode):
            reason = f"{name} is no regular file."
            raise ConfigurationError(Mistake(reason, "Name a plain file that holds the token."))
        return file.read_text(encoding="utf-8-sig")
    except OSError as error:
        reason = f"{name} cannot be read: {error.strerror}."
        cure = "Name a file that exists and that this user may read."
        raise ConfigurationError(Mistake(reason, cure)) from None
    except UnicodeDecodeError:
        # Not chained: that exception carries the whole content, which may be a token.
        mistake = Mistake(f"{name} is not UTF-8 text.", "Save it again with the encoding UTF-8.")
        raise ConfigurationError(mistake) from None
