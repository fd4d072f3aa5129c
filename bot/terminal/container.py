"""Does what the bot keeps outlive its container? Only where the data folder lies on a volume."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

_KINDS = frozenset({"docker", "oci", "podman"})
"""What the variable `container` says in one that goes, as in our image; one of lxc keeps its disk."""
_MOUNTS = Path("/proc/self/mountinfo")
_PASSING = frozenset({"tmpfs", "ramfs"})
"""File systems in memory."""
_OCTAL = re.compile(r"\\([0-7]{3})")


def find_loss(data: Path, environment: Mapping[str, str], mountinfo: Path = _MOUNTS) -> str | None:
    """Say that what is kept in `data` goes with the container; None where it stays, or there is none."""
    if environment.get("container") not in _KINDS:
        return None
    try:
        mounts = mountinfo.read_text("utf-8", "surrogateescape")
    except OSError:
        return None  # a system that does not say where what lies
    place = data.resolve()
    # Of two at one point the later one lies on top.
    kinds = {point: kind for point, kind in _mounts(mounts) if place.is_relative_to(point)}
    point = max(kinds, key=lambda each: len(each.parts), default=place)
    if kinds.get(point) not in _PASSING and point != Path(place.anchor):
        return None
    return (
        f"{data} is on no volume, so what the bot keeps there is lost with this container. "
        f"Mount one: `docker run --volume talksbot:{place} ...`, or as in compose.yaml."
    )


def _mounts(text: str) -> Iterator[tuple[Path, str]]:
    """Give the point and the kind of each mount, as proc(5) describes them."""
    for line in text.splitlines():
        before, _, after = line.partition(" - ")
        fields, kind = before.split(), after.split()
        if len(fields) > 4 and kind:
            yield Path(_OCTAL.sub(lambda found: chr(int(found[1], 8)), fields[4])), kind[0]
