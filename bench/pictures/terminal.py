"""How does a conversation in a terminal look? What `talksbot chat` writes there, with its colours."""

import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from bench.pictures.drawing import MONOSPACED, Drawing, Theme
from bench.pictures.lettering import measure_columns
from bench.terminal import ROOT

COLUMNS = 80
_ROWS = 40
_LINES = "would a deal bring investment?", "!status", "quit"
_PROMPT = "> "
_SIZE, _LEADING, _MARGIN, _BAR = 13, 19, 16, 34
_LIGHTS = "#ff5f57", "#febc2e", "#28c840"
_NEVER_STALE = 36_500
"""Days, so that the same is answered on each day."""
_STYLED = re.compile("\x1b\\[(\\d*)m")
_SEEN = re.compile("\x1b\\[[0-9;?]*[A-Za-ln-z]|\r")
"""What moves the cursor, or switches something on or off."""


def talk(folder: Path, lines: Sequence[str] = _LINES) -> str:
    """Say lines to the bot in a terminal, and give all that stands there then; `folder` is to be empty."""
    configured = folder / "config.toml"
    configured.write_text(
        f'[knowledge]\ndata = "{(folder / "data").as_posix()}"\n[answers]\nstale_days = {_NEVER_STALE}\n',
        "utf-8",
    )
    ours, its = pty.openpty()
    fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", _ROWS, COLUMNS, 0, 0))
    called = [sys.executable, "-m", "bot", "chat", "--config", str(configured)]
    surroundings = {**_surroundings(), "COLUMNS": str(COLUMNS), "TERM": "dumb", "PYTHONPATH": str(ROOT)}
    try:
        with subprocess.Popen(  # noqa: S603  our own command
            called, stdin=its, stdout=its, stderr=subprocess.DEVNULL, env=surroundings
        ) as process:
            os.close(its)
            shown = _type(ours, lines)
            process.wait()
    finally:
        os.close(ours)
    return _SEEN.sub("", shown)


def _surroundings() -> Mapping[str, str]:
    return {name: value for name, value in os.environ.items() if name != "NO_COLOR"}


def _type(terminal: int, lines: Sequence[str]) -> str:
    """Type each line when the bot waits for one; give what is shown until it ends."""
    shown, left = "", list(lines)
    while piece := _read(terminal):
        shown += piece
        if left and _SEEN.sub("", shown).endswith(f"\n{_PROMPT}"):
            os.write(terminal, f"{left.pop(0)}\n".encode())
    return shown


def _read(terminal: int) -> str:
    try:
        return os.read(terminal, 65_536).decode()
    except OSError:  # so Linux says that nobody writes there any more
        return ""


def draw(shown: str, theme: Theme, title: str) -> str:
    """Draw a terminal in a window."""
    lines = [each.rstrip() for each in shown.rstrip().splitlines()]
    drawing = Drawing(theme, measure_columns(COLUMNS, _SIZE) + 2 * _MARGIN)
    drawing.height = _BAR + _MARGIN / 2 + _LEADING * len(lines) + _MARGIN
    for place, colour in enumerate(_LIGHTS):
        drawing.circle((_MARGIN + 6 + 20 * place, _BAR / 2), 6, colour)
    look, looks = "", {"1": 'font-weight="bold"', "2": f'fill="{theme.muted}"'}
    for place, line in enumerate(lines):
        spans, look = _spans(line, look, looks)
        if columns := len(_STYLED.sub("", line)):
            base = _BAR + _MARGIN / 2 + _LEADING * (place + 0.75)
            drawing.columns((_MARGIN, base), spans, _SIZE, measure_columns(columns, _SIZE))
    return drawing.write(title, " ".join(_STYLED.sub("", shown).split()), MONOSPACED)


def _spans(line: str, look: str, looks: Mapping[str, str]) -> tuple[str, str]:
    """Write a line that begins with a look; give the one that it ends with, too."""
    written = ""
    for number, part in enumerate(_STYLED.split(line)):
        if number % 2:
            look = looks.get(part, "")
        elif part:
            written += f"<tspan {look}>{escape(part)}</tspan>" if look else escape(part)
    return written, look
