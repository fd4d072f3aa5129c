"""What if the file of the store is not what was written? A right answer, or an error with its cure.

Each file is damaged in another way, and then asked from as anybody would: with the command line. Where a part
of it can be read, the newest whole state that is kept answers.
"""

import asyncio
import io
import random
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Final

from bench.asking import open_base
from bot.__main__ import main
from soak.stories import write_articles
from soak.trial import Outcome, Trial

_PAGE: Final = 4096
_EDITIONS: Final = 2
Damage = Callable[[bytearray, random.Random], None]


def _cut_off(bits: bytearray, chance: random.Random) -> None:
    del bits[chance.randrange(len(bits)) :]


def _overwrite(bits: bytearray, chance: random.Random) -> None:
    page = chance.randrange(len(bits)) // _PAGE * _PAGE
    bits[page : page + _PAGE] = chance.randbytes(_PAGE)


def _wipe(bits: bytearray, chance: random.Random) -> None:
    page = chance.randrange(len(bits)) // _PAGE * _PAGE
    bits[page : page + 512] = bytes(512)


def _flip(bits: bytearray, chance: random.Random) -> None:
    bits[chance.randrange(len(bits))] ^= 1 << chance.randrange(8)


def _flip_text(bits: bytearray, chance: random.Random) -> None:
    """Flip a bit where an article says something, which SQLite does not notice."""
    places = [place for place in range(len(bits)) if bits.startswith(b"This is edition", place)]
    bits[chance.choice(places) + chance.randrange(40)] ^= 1


def _flip_header(bits: bytearray, chance: random.Random) -> None:
    bits[chance.randrange(100)] ^= 1 << chance.randrange(8)


def _replace(bits: bytearray, chance: random.Random) -> None:
    bits[:] = b"Minutes of the talks\n" * chance.randrange(1, 500)


def _make_newer(bits: bytearray, chance: random.Random) -> None:
    bits[60:64] = chance.randrange(100, 1000).to_bytes(4, "big")


def _empty(bits: bytearray, _: random.Random) -> None:
    bits.clear()


_DAMAGES: Final[tuple[Damage, ...]] = (
    _flip_text,
    _overwrite,
    _cut_off,
    _flip,
    _make_newer,
    _wipe,
    _replace,
    _flip_header,
    _empty,
    _flip,
)


async def damage_stores(times: int, folder: Path) -> Outcome:
    """Damage so many stores, ask each, and count wrong texts and failures without a cure."""
    chance = random.Random(times)  # noqa: S311 -- the same at each run
    whole = await _make_store(folder)
    answered = refused = wrong = 0
    for number in range(times):
        damaged = bytearray(whole)
        _DAMAGES[number % len(_DAMAGES)](damaged, chance)
        bits = bytes(damaged)
        file = folder / "data" / "talksbot.db"
        file.write_bytes(bits)
        code, said, complaint = await asyncio.to_thread(_ask, folder)
        is_kept = not bits or file.read_bytes() == bits
        if code == 0 and is_kept and _is_right(said, is_empty=not bits):
            answered += 1
        elif code == 1 and is_kept and complaint.startswith("talksbot: ") and complaint.count("\n") == 1:
            refused += 1
        else:
            wrong += "Traceback" not in complaint
    figures = f"{answered} answered from a state that is whole", f"{refused} refused with a cure"
    return Outcome(times, answered + refused, wrong, figures)


async def _make_store(folder: Path) -> bytes:
    (folder / "config.toml").write_text('[knowledge]\narticles = "articles"\n[answers]\nreader = false\n')
    write_articles(folder / "articles", 1)
    async with open_base(folder / "data", folder / "articles", write=True) as base:
        for edition in range(2, _EDITIONS + 1):
            write_articles(folder / "articles", edition)
            await base.reload(confirmed=True)
    return (folder / "data" / "talksbot.db").read_bytes()


def _ask(folder: Path) -> tuple[int, str, str]:
    """Ask as in a terminal; give the exit code, and what was said on each stream."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = main(["ask", "--config", str(folder / "config.toml"), "What does page 3 say?"])
    return code, out.getvalue(), err.getvalue()


def _is_right(said: str, *, is_empty: bool) -> bool:
    """Whether what is said is the very text of an edition; a new store is filled with the newest."""
    editions = [_EDITIONS] if is_empty else range(1, _EDITIONS + 1)
    return any(f"This is edition {n} of page 3. It says {n} and no more.\n" in said for n in editions)


TRIAL = Trial("R5", "a damaged, foreign, newer or empty store", damage_stores, short=8, full=300)
