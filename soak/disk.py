"""What is left on a disk when the power goes? What was synced, and of the rest whatever chance wrote down.

`Recorder` takes the place of the disk under SQLite and writes down what is done to it; `Disk` does the same
again up to a moment, and gives what a disk could hold then. Modelled are writes that were not synced and are
lost, torn or out of order, and names of files that were made or deleted without a sync of their folder. Not
modelled are disks that lie about a sync, and sectors that rot.
"""

# ruff: noqa: N802, ARG002 -- SQLite calls these methods, by its names and with all that it knows

import random
from typing import Final, TypeAlias

import apsw
from msgspec import Struct, field

_SECTOR: Final = 512
"""Bytes that a disk writes whole or not at all."""


class Write(Struct, frozen=True):
    """Bytes were written into a file."""

    name: str
    offset: int
    content: bytes


class Truncate(Struct, frozen=True):
    """A file was cut off."""

    name: str
    size: int


class Sync(Struct, frozen=True):
    """What was written to a file is on the disk, and with that of a new journal also its name."""

    name: str


class Create(Struct, frozen=True):
    """A file was made."""

    name: str


class Delete(Struct, frozen=True):
    """A file was deleted; where its folder is synced, for good."""

    name: str
    synced: bool


class Commit(Struct, frozen=True):
    """A transaction was acknowledged."""


Event: TypeAlias = Write | Truncate | Sync | Create | Delete | Commit


class Recorder(apsw.VFS):
    """Keeps files in memory, and writes down what is done to them."""

    def __init__(self) -> None:
        """Begin with an empty disk."""
        super().__init__("recorder", "")
        self.files: dict[str, bytearray] = {}
        self.events: list[Event] = []

    def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> "_File":
        """Open a file of this disk; one without a name is nobody's after a crash."""
        flags[1] = flags[0]
        if name is None:
            return _File(None, bytearray(), [])
        path = name if isinstance(name, str) else name.filename()
        if path not in self.files:
            self.files[path] = bytearray()
            self.events.append(Create(path))
        return _File(path, self.files[path], self.events)

    def xDelete(self, filename: str, syncdir: bool) -> None:
        """Delete a file."""
        del self.files[filename]
        self.events.append(Delete(filename, bool(syncdir)))

    def xAccess(self, pathname: str, flags: int) -> bool:
        """Whether there is such a file."""
        return pathname in self.files

    def xFullPathname(self, name: str) -> str:
        """Return the name, for there is one folder."""
        return name


class _File(apsw.VFSFile):
    """One open file of a `Recorder`."""

    def __init__(self, name: str | None, content: bytearray, events: list[Event]) -> None:
        """Hold what the file holds; it has no base."""
        self._name, self._content, self._events = name, content, events

    def xRead(self, amount: int, offset: int) -> bytes:
        return bytes(self._content[offset : offset + amount])

    def xWrite(self, data: bytes, offset: int) -> None:
        _write(self._content, offset, data)
        if self._name:
            self._events.append(Write(self._name, offset, bytes(data)))

    def xTruncate(self, newsize: int) -> None:
        del self._content[newsize:]
        if self._name:
            self._events.append(Truncate(self._name, newsize))

    def xSync(self, flags: int) -> None:
        if self._name:
            self._events.append(Sync(self._name))

    def xFileSize(self) -> int:
        return len(self._content)

    def xSectorSize(self) -> int:
        return 4096  # as on Linux

    def xDeviceCharacteristics(self) -> int:
        return apsw.SQLITE_IOCAP_POWERSAFE_OVERWRITE  # as on Linux

    def xLock(self, level: int) -> None: ...
    def xUnlock(self, level: int) -> None: ...
    def xClose(self) -> None: ...

    def xCheckReservedLock(self) -> bool:
        return False

    def xFileControl(self, op: int, ptr: int) -> bool:
        return False


class _Inode(Struct):
    """What a file holds, whatever it is called."""

    safe: bytearray = field(default_factory=bytearray)
    pending: list[Write | Truncate] = field(default_factory=list[Write | Truncate])

    def sync(self) -> None:
        for each in self.pending:
            _apply(self.safe, each)
        self.pending.clear()


class Disk:
    """A disk to which is done what was written down."""

    def __init__(self) -> None:
        """Begin with an empty one."""
        self._names: dict[str, _Inode] = {}
        self._safe_names: dict[str, _Inode] = {}
        self.commits = 0
        """Transactions that were acknowledged."""

    def do(self, event: Event) -> None:
        """Do one thing more."""
        match event:
            case Commit():
                self.commits += 1
            case Create(name):
                self._names[name] = _Inode()
            case Delete(name, synced):
                del self._names[name]
                if synced:
                    self._sync_names()
            case Sync(name):
                inode = self._names[name]
                inode.sync()
                # As on Linux, where SQLite syncs the folder with a journal that is new.
                if self._safe_names.get(name) is not inode and name.endswith("-journal"):
                    self._sync_names()
            case Write() | Truncate():
                self._names[event.name].pending.append(event)

    def lose_power(self, chance: random.Random) -> dict[str, bytes]:
        """Give the files that may be there afterwards."""
        left: dict[str, bytes] = {}
        for name in sorted({*self._names, *self._safe_names}):
            before, after = self._safe_names.get(name), self._names.get(name)
            inode = chance.choice((before, after)) if before is not after else after
            if inode is not None:
                left[name] = _survive(inode, chance)
        return left

    def _sync_names(self) -> None:
        self._safe_names = dict(self._names)


def _survive(inode: _Inode, chance: random.Random) -> bytes:
    """Give what a file may hold: some of what was not synced, in part."""
    content = bytearray(inode.safe)
    share = chance.choice((0.0, 0.5, 0.9, 1.0))
    for each in inode.pending:
        if chance.random() >= share:
            continue
        if isinstance(each, Write) and chance.random() >= share:
            for start in range(0, len(each.content), _SECTOR):
                if chance.random() < 0.5:
                    _write(content, each.offset + start, each.content[start : start + _SECTOR])
        else:
            _apply(content, each)
    return bytes(content)


def _apply(content: bytearray, change: Write | Truncate) -> None:
    if isinstance(change, Write):
        _write(content, change.offset, change.content)
    else:
        del content[change.size :]


def _write(content: bytearray, offset: int, data: bytes) -> None:
    if len(content) < offset:
        content.extend(bytes(offset - len(content)))
    content[offset : offset + len(data)] = data
