"""What has come of a live source since it was last looked at? One round at a time, and nothing of it is lost.

A round is `look`: it knows neither store nor corpus, and changes nothing. Whoever calls it

1. gives what is kept of the source: its `SourceState` and each `Kept`, without any bytes;
2. takes the `Round`, and decides about each of its `changes` whether the article says something else now, or
   only its page has another advertisement: `settle` does so by a function that compares two versions by what
   can be *read* in them (the bytes of the later one are in `Round.data`, the older ones in the store);
3. stores, **in one transaction**, the state, `Round.kept` in the place of what has the same identity, and the
   bytes of `Round.data`. A state without its articles would lose them: the server says "unchanged" next time.

A round that is not stored is repeated by the next one, to the same effect.
"""

from knowledge.sources.kept import Kept, Kind, Missing, SourceSpec, SourceState, Told, Version, Waiting
from knowledge.sources.live._looking import look
from knowledge.sources.live._pace import is_look_due
from knowledge.sources.live._pages import revise
from knowledge.sources.live._round import Change, Reader, Remark, Round, settle

__all__ = [
    "Change",
    "Kept",
    "Kind",
    "Missing",
    "Reader",
    "Remark",
    "Round",
    "SourceSpec",
    "SourceState",
    "Told",
    "Version",
    "Waiting",
    "is_look_due",
    "look",
    "revise",
    "settle",
]
