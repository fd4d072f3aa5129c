"""How is a picture written? As an SVG without anything that is fetched: shapes, and lines of text.

Whoever looks has other letters than those that were measured, so each line says how long it is.
"""

from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape, quoteattr

from msgspec import Struct

from bench.pictures.lettering import measure_run
from bench.pictures.markup import GROUND, Look, Run

SANS = "'Helvetica Neue',Helvetica,Arial,'Liberation Sans',sans-serif"
MONOSPACED = "Menlo,Consolas,'DejaVu Sans Mono','Liberation Mono',monospace"


class Theme(Struct, frozen=True):
    """The colours of a picture."""

    name: str
    ground: str
    card: str
    edge: str
    text: str
    title: str
    muted: str
    link: str
    bar: str
    """Beside quoted words."""
    button: str
    on_button: str
    mention: str
    on_mention: str
    stamp: str
    avatar: str


_THUMB = "M2 11h4v10H2zM8 11l4-9c2 0 3 1 3 3l-1 4h6c1 0 2 1 2 2l-2 8c0 1-1 2-2 2H8z"
_HAND = "#f5b81c"
_SIGNS = {
    "\N{THUMBS UP SIGN}": (_THUMB, _HAND, 0),
    "\N{THUMBS DOWN SIGN}": (_THUMB, _HAND, 180),
    "\N{WASTEBASKET}": ("M4 5h16v2H4zM9 3h6v2H9zM6 9h12l-1 12H7z", "", 0),
}
"""Emoji as shapes in a square of 24: the path, a colour if it has its own, and how far it is turned."""

PRIMARY, ON_PRIMARY = "#5865f2", "#ffffff"

DARK = Theme(
    name="dark",
    ground="#313338",
    card="#2b2d31",
    edge="#3f4147",
    text="#dbdee1",
    title="#f2f3f5",
    muted="#a3a6ad",
    link="#00a8fc",
    bar="#4e5058",
    button="#4e5058",
    on_button="#ffffff",
    mention="#3c4270",
    on_mention="#c9cdfb",
    stamp="#3f4147",
    avatar="#248046",
)
LIGHT = Theme(
    name="light",
    ground="#ffffff",
    card="#f2f3f5",
    edge="#dcdee2",
    text="#313338",
    title="#060607",
    muted="#5c5e66",
    link="#0062c4",
    bar="#c4c9ce",
    button="#e0e1e5",
    on_button="#313338",
    mention="#e6e8fd",
    on_mention="#444bb8",
    stamp="#e0e1e5",
    avatar="#248046",
)
THEMES = LIGHT, DARK


class Drawing:
    """A picture that grows downwards."""

    def __init__(self, theme: Theme, width: float) -> None:
        """Begin at the top; `height` is set by who draws."""
        self.theme, self.width, self.height = theme, width, 0.0
        self._parts: list[str] = []

    def rectangle(
        self, place: tuple[float, float], size: tuple[float, float], colour: str, corner: float = 0
    ) -> None:
        """Draw a rectangle."""
        where = f'x="{_n(place[0])}" y="{_n(place[1])}" width="{_n(size[0])}" height="{_n(size[1])}"'
        rounded = f' rx="{_n(corner)}"' if corner else ""
        self._add(f'<rect {where}{rounded} fill="{colour}"/>')

    def circle(self, centre: tuple[float, float], radius: float, colour: str) -> None:
        """Draw a disc."""
        self._add(f'<circle cx="{_n(centre[0])}" cy="{_n(centre[1])}" r="{_n(radius)}" fill="{colour}"/>')

    def curve(self, path: str, colour: str) -> None:
        """Draw a thin line."""
        self._add(f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')

    def line(self, place: tuple[float, float], runs: Sequence[Run], size: float, colour: str) -> float:
        """Write a line, its base at `place`; give how wide it is."""
        x, y = place
        at = x
        for run in runs:
            wide = measure_run(run, size)
            if run.look & GROUND:
                ground = self.theme.mention if Look.MENTION in run.look else self.theme.stamp
                blank = (len(run.text) - len(run.text.lstrip())) * 0.278 * size
                self.rectangle((at + blank, y - size), (wide - blank, size * 1.3), ground, 3)
            at += wide
        self._add(self._write_line(x, y, runs, size, colour, at - x))
        return at - x

    def text(
        self, centre: tuple[float, float], text: str, size: float, colour: str, *, is_bold: bool = False
    ) -> None:
        """Write some letters around a place."""
        weight = ' font-weight="bold"' if is_bold else ""
        where = f'x="{_n(centre[0])}" y="{_n(centre[1])}" text-anchor="middle"'
        self._add(f'<text {where} font-size="{_n(size)}" fill="{colour}"{weight}>{escape(text)}</text>')

    def sign(self, centre: tuple[float, float], emoji: str, size: float, colour: str) -> None:
        """Draw an emoji: as a shape where it is known, as not everybody has letters for them."""
        known = _SIGNS.get(emoji.removesuffix("\ufe0f"))
        if known is None:
            self.text((centre[0], centre[1] + size / 3), emoji, size, colour)
            return
        path, own, turned = known
        moved = (
            f"translate({_n(centre[0])} {_n(centre[1])})rotate({turned})scale({size / 24})translate(-12 -12)"
        )
        self._add(f'<path d="{path}" fill="{own or colour}" transform="{moved}"/>')

    def columns(self, place: tuple[float, float], spans: str, size: float, width: float) -> None:
        """Write a line of letters of the same width, which is SVG already."""
        where = f'x="{_n(place[0])}" y="{_n(place[1])}" textLength="{_n(width)}"'
        self._add(f'<text {where} font-size="{_n(size)}" fill="{self.theme.text}">{spans}</text>')

    def write(self, title: str, description: str, font: str = SANS) -> str:
        """Give the whole file."""
        size = f'width="{_n(self.width)}" height="{_n(self.height)}"'
        box = f'viewBox="0 0 {_n(self.width)} {_n(self.height)}"'
        inner = f'width="{_n(self.width - 1)}" height="{_n(self.height - 1)}"'
        head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} {box} role="img" aria-labelledby="title desc"'
        lines = [
            f"{head} font-family={quoteattr(font)}>",
            f'<title id="title">{escape(title)}</title>',
            f'<desc id="desc">{escape(description)}</desc>',
            "<style>text{white-space:pre}</style>",
            f'<rect x="0.5" y="0.5" {inner} rx="8" fill="{self.theme.ground}" stroke="{self.theme.edge}"/>',
            *self._parts,
            "</svg>\n",
        ]
        return "\n".join(lines)

    def _add(self, part: str) -> None:
        self._parts.append(part)

    def _write_line(
        self, x: float, y: float, runs: Sequence[Run], size: float, colour: str, width: float
    ) -> str:
        spans = "".join(self._spans(runs))
        length = f'textLength="{_n(width)}" lengthAdjust="spacingAndGlyphs"'
        return f'<text x="{_n(x)}" y="{_n(y)}" font-size="{_n(size)}" fill="{colour}" {length}>{spans}</text>'

    def _spans(self, runs: Iterable[Run]) -> Iterable[str]:
        for run in runs:
            looks = [
                'font-weight="bold"' * (Look.BOLD in run.look),
                'font-style="italic"' * (Look.ITALIC in run.look),
                'text-decoration="line-through"' * (Look.STRUCK in run.look),
                f'fill="{self.theme.link}"' * (Look.LINK in run.look),
                f'fill="{self.theme.on_mention}"' * (Look.MENTION in run.look),
                'dx="2"' * bool(run.look & GROUND),
            ]
            attributes = " ".join(filter(None, looks))
            written = escape(run.text)
            yield f"<tspan {attributes}>{written}</tspan>" if attributes else written


def _n(number: float) -> str:
    """Write a number without more than a tenth."""
    return f"{number:.1f}".removesuffix(".0")
