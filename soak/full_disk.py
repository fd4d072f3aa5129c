"""What if the disk is full? What is new is refused with its cure, and what was is served on.

A reload, a setting and a vote are tried each under several sizes that no file may grow beyond (RLIMIT_FSIZE),
with the log in a file on the same disk. What is not refused must be done, and then all goes on.
"""

from pathlib import Path

from soak.nursery import make_victim
from soak.trial import Outcome, Trial

_DEEDS, _MOST_LIMITS = 3, 10
"""What one process does under each limit, and how many of these there are."""


async def fill_disks(times: int, folder: Path) -> Outcome:
    """Let the disk be full so often, and count what was neither done nor refused."""
    said: list[str] = []
    limits = min(times // _DEEDS, _MOST_LIMITS)
    rounds = times // (_DEEDS * limits)
    for number in range(rounds):
        place = folder / str(number)
        place.mkdir()
        (place / "limits").write_text(str(limits))
        with make_victim("fill", place) as victim:
            said += victim.wait()
        if "there is room again" not in (place / "log").read_text("utf-8"):
            said.append("the log was not written any more")
    fine = [line for line in said if line.endswith((" refused", " done"))]
    refused = sum(line.endswith(" refused") for line in fine)
    went_on = said.count("recovered") == rounds
    others = [line for line in said if line not in {*fine, "recovered"}]
    figures = f"{refused} refused, {len(fine) - refused} fitted", *others
    return Outcome(rounds * _DEEDS * limits, len(fine), len(others) + (not went_on), figures)


TRIAL = Trial("R4", "disk full in a reload, a setting, a vote and the log", fill_disks, short=3, full=60)
