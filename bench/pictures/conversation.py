"""How does a conversation look? As in Discord: who says it, the card with its bar, and the buttons below."""

from collections.abc import Sequence

from bench.pictures.drawing import ON_PRIMARY, PRIMARY, Drawing, Theme
from bench.pictures.lettering import measure, wrap
from bench.pictures.markup import Block, Kind, Look, Reader, Run, to_plain
from bench.pictures.scene import APP, Button, Card, Said

WIDE, HALF, PHONE = 640, 480, 390
"""Pixels: of a picture by itself, of one beside another, and of a phone."""
_MARGIN = 16
_LEFT = 72
"""Where words begin, right of the picture of who says them."""
_TEXT, _CARD, _SMALL = 16, 15, 13
_LEADING = 1.35
_MOST = 520
"""How wide a card is at most."""
_BAR, _PAD = 4, 14
_INDENT = 18
_BUTTON, _SPACE, _SIGN = 34, 8, 18


class Conversation:
    """Draws messages one below the other."""

    def __init__(self, theme: Theme, width: int, reader: Reader) -> None:
        """Draw for `reader`."""
        self._theme, self._reader = theme, reader
        self._drawing = Drawing(theme, width)
        self._y = 0.0
        self._left = _LEFT if width > PHONE else _LEFT - _SPACE
        self._room = width - self._left - _MARGIN

    def draw(self, said: Sequence[Said], title: str) -> str:
        """Draw all that was said, and give the picture."""
        self._y = float(_MARGIN)
        for each in said:
            self._message(each)
        self._drawing.height = self._y - _SPACE
        return self._drawing.write(title, " ".join(map(self._describe, said)))

    def _message(self, said: Said) -> None:
        theme, drawing = self._theme, self._drawing
        if said.above:
            self._above(said.above)
        top, is_app = self._y, said.author == APP
        centre = self._left / 2, top + 20
        drawing.circle(centre, 20, PRIMARY if is_app else theme.avatar)
        drawing.text((centre[0], centre[1] + 7), said.author[0].upper(), 20, ON_PRIMARY)
        name = drawing.line((self._left, top + 15), [Run(said.author, Look.BOLD)], _TEXT, theme.title)
        after = self._left + name + 6
        if is_app:
            drawing.rectangle((after, top + 2), (32, 16), PRIMARY, 4)
            drawing.text((after + 16, top + 14), "APP", 11, ON_PRIMARY, is_bold=True)
            after += 40
        drawing.line((after, top + 15), [Run(f"Today at {self._reader.now:%H:%M}")], 12, theme.muted)
        self._y = top + 24
        if said.text:
            self._blocks(self._reader.read(said.text), self._left, self._room, _TEXT)
        if said.card:
            self._card(said.card)
        for row in said.rows:
            self._row(row)
        self._y += _MARGIN

    def _above(self, above: str) -> None:
        """Draw what a message answers, and the line that leads from it."""
        y = self._y + 12
        bend = self._left / 2
        self._drawing.curve(f"M{bend:g} {y + 8:g}v-6q0 -6 6 -6h24", self._theme.bar)
        self._drawing.line((self._left, y), self._reader.read_inline(above), 14, self._theme.muted)
        self._y += 24

    def _card(self, card: Card) -> None:
        """Draw a card; its ground first, as high as its words turn out to be."""
        drawing, top = self._drawing, self._y + 4
        width = min(_MOST, self._room)
        inner = width - _BAR - 2 * _PAD
        title = self._reader.read_inline(card.title, Look.BOLD)
        blocks = self._reader.read(card.body)
        high = len(wrap(title, _TEXT, inner)) * _TEXT * _LEADING
        height = 2 * _PAD + high + 6 + self._measure(blocks, inner)
        drawing.rectangle((self._left, top), (width, height), self._theme.edge, 4)
        drawing.rectangle((self._left + 1, top + 1), (width - 2, height - 2), self._theme.card, 4)
        drawing.rectangle((self._left, top), (_BAR, height), f"#{card.colour:06x}", 2)
        self._y = top + _PAD
        x = self._left + _BAR + _PAD
        self._lines(title, x, inner, _TEXT, self._theme.title)
        self._y += 6
        self._blocks(blocks, x, inner, _CARD)
        self._y = top + height + _SPACE

    def _measure(self, blocks: Sequence[Block], width: float) -> float:
        """Give how high blocks are: drawn where nobody sees it."""
        own, at = self._drawing, self._y
        self._drawing = Drawing(self._theme, own.width)
        self._blocks(blocks, 0, width, _CARD)
        height = self._y - at
        self._drawing, self._y = own, at
        return height

    def _blocks(self, blocks: Sequence[Block], x: float, width: float, size: float) -> None:
        for block in blocks:
            top = self._y
            if block.kind is Kind.GAP:
                self._y += size * _LEADING / 2
                continue
            inset = _INDENT * (block.kind is Kind.ITEM) + 12 * block.is_quoted
            left = x + inset
            own = _SMALL if block.kind is Kind.SMALL else size
            colour = self._theme.muted if block.kind is Kind.SMALL else self._theme.text
            if block.kind is Kind.ITEM:
                self._drawing.circle((left - 10, top + own * 0.72), 2.5, colour)
            self._lines(block.runs, left, width - inset, own, colour)
            if block.is_quoted:
                self._drawing.rectangle((x, top), (4, self._y - top), self._theme.bar, 2)

    def _lines(self, runs: Sequence[Run], x: float, width: float, size: float, colour: str) -> None:
        for line in wrap(runs, size, width):
            self._drawing.line((x, self._y + size), line, size, colour)
            self._y += size * _LEADING

    def _row(self, row: Sequence[Button]) -> None:
        """Draw a row of buttons; what has no room stands below."""
        x = float(self._left)
        for button in row:
            sign = (_SIGN + 6 * bool(button.label)) * bool(button.emoji)
            label = measure(button.label, 14)
            width = max(48, sign + label + 32)
            if x > self._left and x + width > self._left + self._room:
                x = self._left
                self._y += _BUTTON + _SPACE
            self._button(button, x, width, sign)
            x += width + _SPACE
        self._y += _BUTTON + _SPACE

    def _button(self, button: Button, x: float, width: float, sign: float) -> None:
        """Draw a button; its sign takes so much room."""
        theme = self._theme
        own, plain = (PRIMARY, ON_PRIMARY), (theme.button, theme.on_button)
        ground, colour = own if button.is_primary else plain
        middle = x + width / 2
        self._drawing.rectangle((x, self._y), (width, _BUTTON), ground, 8)
        if button.emoji:
            at = middle - (measure(button.label, 14) + sign - _SIGN) / 2
            self._drawing.sign((at, self._y + _BUTTON / 2), button.emoji, _SIGN, colour)
        if button.label:
            self._drawing.text((middle + sign / 2, self._y + 22), button.label, 14, colour)

    def _describe(self, said: Said) -> str:
        """Say in words what is to be seen."""
        above = to_plain([Block(Kind.TEXT, self._reader.read_inline(said.above))])
        texts = [said.text, *((said.card.title, said.card.body) if said.card else ())]
        words = " ".join(filter(None, (to_plain(self._reader.read(each)) for each in texts)))
        labels = ", ".join(each.label or each.emoji for row in said.rows for each in row)
        buttons = f" Buttons: {labels}." if labels else ""
        return f"{f'{above}. ' if above else ''}{said.author}: {words}{buttons}"
