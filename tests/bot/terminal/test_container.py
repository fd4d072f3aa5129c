"""Does what is kept outlive the container? As the mounts of Docker, Podman and others say."""

from pathlib import Path

import pytest

from bot.terminal.container import find_loss

DATA = Path("/data")
OVERLAY = "582 567 0:53 / / ro,relatime master:1 - overlay overlay rw,lowerdir=/l/A:/l/B\n"
PROC = "583 582 0:56 / /proc rw,nosuid - proc proc rw\n"
VOLUME = "590 582 8:1 /var/lib/docker/volumes/talksbot/_data /data rw,relatime - ext4 /dev/sda1 rw\n"
MEMORY = "591 582 0:60 / /data rw,nosuid - tmpfs tmpfs rw,size=65536k\n"
DIVIDED = "592 582 8:1 /bot /my\\040bot rw shared:5 propagate_from:2 - ext4 /dev/sda1 rw\n"


def lost(tmp_path: Path, mounts: str, data: Path = DATA, kind: str = "oci") -> str | None:
    mountinfo = tmp_path / "mountinfo"
    mountinfo.write_text(mounts, "utf-8")
    return find_loss(data, {"container": kind}, mountinfo)


@pytest.mark.parametrize("kind", ["oci", "docker", "podman"])
def test_what_is_in_the_container_itself_is_lost_with_it(tmp_path: Path, kind: str) -> None:
    told = lost(tmp_path, OVERLAY + PROC, kind=kind)
    assert told
    assert told.startswith("/data is on no volume")
    assert "--volume talksbot:/data" in told


@pytest.mark.parametrize("data", [DATA, DATA / "talks", Path("/my bot")])
def test_what_is_on_a_volume_stays(tmp_path: Path, data: Path) -> None:
    assert lost(tmp_path, OVERLAY + VOLUME + DIVIDED, data) is None


def test_a_volume_beside_the_data_keeps_nothing(tmp_path: Path) -> None:
    assert lost(tmp_path, OVERLAY + VOLUME, Path("/database"))


def test_what_is_in_memory_is_lost_too(tmp_path: Path) -> None:
    assert lost(tmp_path, OVERLAY + MEMORY)


def test_of_two_mounts_at_one_place_the_later_one_counts(tmp_path: Path) -> None:
    assert lost(tmp_path, OVERLAY + VOLUME + MEMORY)
    assert lost(tmp_path, OVERLAY + MEMORY + VOLUME) is None


@pytest.mark.parametrize("kind", ["", "lxc", "systemd-nspawn"])
def test_where_the_disk_is_kept_nothing_is_said(tmp_path: Path, kind: str) -> None:
    assert lost(tmp_path, OVERLAY, kind=kind) is None


def test_where_the_system_does_not_tell_nothing_is_said(tmp_path: Path) -> None:
    assert find_loss(DATA, {"container": "oci"}, tmp_path / "missing") is None
    assert lost(tmp_path, "a line of another kind\n") is None
