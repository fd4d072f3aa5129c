"""Which pictures are there? `make pictures` draws them, light and dark, into docs/pictures."""

import argparse
import asyncio
import logging
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.pictures import terminal
from bench.pictures.conversation import HALF, PHONE, WIDE, Conversation
from bench.pictures.drawing import THEMES
from bench.pictures.markup import Reader
from bench.pictures.scene import NOW, Scene, play
from bench.terminal import ROOT

FOLDER = ROOT / "docs" / "pictures"
TITLES = {
    "answer": "An answer on Discord",
    "board": "A board of all topics on Discord",
    "history": "The history of a topic on Discord",
    "announcement": "An announcement on Discord",
    "phone": "An answer on a phone",
    "terminal": "A conversation in a terminal",
}

_WIDTHS = {"answer": WIDE, "phone": PHONE}


def main(argv: Sequence[str] | None = None) -> int:
    """Draw all pictures."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.pictures", description="Draws the README's pictures."
    )
    parser.add_argument("folder", type=Path, nargs="?", default=FOLDER, help="where they are put")
    folder: Path = parser.parse_args(argv).folder
    logging.basicConfig(level=logging.ERROR)  # no server has added the bot yet, as it would say
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="talksbot-pictures-") as made:
        places = Path(made, "discord"), Path(made, "terminal")
        for each in places:
            each.mkdir()
        scene = asyncio.run(play(places[0]))
        shown = terminal.talk(places[1])
    pictures = dict(draw(scene, shown))
    for name, picture in pictures.items():
        (folder / name).write_text(picture, "utf-8", newline="\n")
    print(f"{len(pictures)} pictures are in {folder}.")
    return 0


def draw(scene: Scene, shown: str) -> Iterator[tuple[str, str]]:
    """Draw what was said on Discord, and what a terminal shows; give each picture with its name."""
    reader = Reader(NOW, scene.names)
    for theme in THEMES:
        for name, said in {**scene.said, "phone": scene.said["answer"]}.items():
            yield (
                f"{name}-{theme.name}.svg",
                Conversation(theme, _WIDTHS.get(name, HALF), reader).draw(said, TITLES[name]),
            )
        yield f"terminal-{theme.name}.svg", terminal.draw(shown, theme, TITLES["terminal"])


if __name__ == "__main__":
    sys.exit(main())
