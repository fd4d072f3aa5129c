"""What does a style say of the text that has it? What it leaves open, the style that it is made from says."""

from msgspec import Struct
from msgspec.structs import asdict

_DEEPEST = 20  # styles made from each other; a file may let them go in a circle


class Style(Struct, frozen=True):
    """What text looks like, and what it is; None where that is left open."""

    name: str = ""
    parent: str = ""
    level: int | None = None
    """Of a heading, counted from 0."""
    item: int | None = None
    """The level of an item of a list, counted from 0."""
    bold: bool | None = None
    hidden: bool | None = None
    struck: bool | None = None


class Styles:
    """All styles of a document by their names."""

    def __init__(self) -> None:
        self._own: dict[str, Style] = {}
        self._whole: dict[str, Style] = {}

    def add(self, key: str, style: Style) -> None:
        """Add a style."""
        self._own[key] = style

    def find(self, key: str) -> Style:
        """Give a style with all that it has from others; an empty one where there is none."""
        if key not in self._whole:
            chain: list[Style] = []
            following = key
            while (style := self._own.get(following)) and len(chain) < _DEEPEST:
                chain.append(style)
                following = style.parent
            values: dict[str, object] = {}
            for style in chain:
                for name, value in asdict(style).items():
                    if values.get(name) in {None, ""}:
                        values[name] = value
            self._whole[key] = Style(**values)  # pyright: ignore[reportArgumentType]  the very same fields
        return self._whole[key]
