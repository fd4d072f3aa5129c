"""Which files are there?"""

import os
from contextlib import nullcontext
from pathlib import Path

import pytest

from knowledge.errors import NoArticlesError
from knowledge.reading.limits import DEFAULT, Limits
from knowledge.sources.folder import fingerprint, glance, survey


def put(folder: Path, *paths: str) -> None:
    for path in paths:
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"This is {path}.")


def test_files_are_found_at_any_depth_in_the_order_of_their_paths(tmp_path: Path) -> None:
    put(tmp_path, "b.txt", "a/z.MD", "a/b/c.htm", "c.html", "glossary.toml")
    put(tmp_path, ".hidden.txt", ".git/a.txt", "a/.b/c.txt", "picture.png", "txt", "a/glossary.toml")
    found = survey(tmp_path, DEFAULT)
    assert [file.path for file in found.files] == ["a/b/c.htm", "a/z.MD", "b.txt", "c.html", "glossary.toml"]
    assert found.problems == ()


def test_what_must_not_be_opened_is_a_problem_with_its_cure(tmp_path: Path) -> None:
    put(tmp_path, "good.txt", "elsewhere/good too.txt")
    folder = tmp_path / "articles"
    put(folder, "good.txt")
    (folder / "file.txt").symlink_to(tmp_path / "good.txt")
    (folder / "gone.md").symlink_to(tmp_path / "gone.md")
    (folder / "folder").symlink_to(tmp_path / "elsewhere")
    (folder / "glossary.toml").symlink_to(tmp_path / "good.txt")
    (folder / "ignored").symlink_to(tmp_path / "good.txt")
    os.mkfifo(folder / "fifo.html")
    os.mkfifo(folder / "fifo")
    (folder / "empty.txt").touch()
    (folder / "large.txt").write_text("x" * 101)
    found = survey(folder, Limits(bytes=100))
    assert [file.path for file in found.files] == ["good.txt"]
    assert sorted(f"{problem}" for problem in found.problems) == [
        "empty.txt: is empty (Write the article into it, or remove it.)",
        "fifo.html: is no regular file (Put a plain file in its place.)",
        "file.txt: is a link (Put the file itself in its place.)",
        "folder: is a link (Put the file itself in its place.)",
        "glossary.toml: is a link (Put the file itself in its place.)",
        "gone.md: is a link (Put the file itself in its place.)",
        "large.txt: is larger than 100 bytes (Split it into several articles.)",
    ]


def test_a_name_that_cannot_be_shown_is_a_problem_and_is_shown_without_it(tmp_path: Path) -> None:
    put(tmp_path, "good.txt", "two\nlines.txt", "вільно.txt")
    (Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.txt"))).write_text("text")
    found = survey(tmp_path, DEFAULT)
    assert [file.path for file in found.files] == ["good.txt", "вільно.txt"]
    assert sorted(problem.path for problem in found.problems) == ["two\ufffdlines.txt", "\ufffd.txt"]
    assert {problem.reason for problem in found.problems} == {"has a name that cannot be shown"}


def test_of_two_equal_files_the_first_is_kept(tmp_path: Path) -> None:
    for name in ("b.md", "c.txt", "a.txt"):
        (tmp_path / name).write_text("The same.")
    found = survey(tmp_path, DEFAULT)
    assert [file.path for file in found.files] == ["a.txt"]
    assert [f"{problem}" for problem in found.problems] == [
        "b.md: holds the same text as a.txt (Remove one of the two.)",
        "c.txt: holds the same text as a.txt (Remove one of the two.)",
    ]


def test_too_many_articles_are_said_once_and_the_first_ones_read(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", "b.txt", "c.txt", "glossary.toml")
    found = survey(tmp_path, Limits(articles=2))
    assert [file.path for file in found.files] == ["a.txt", "b.txt", "glossary.toml"]
    assert [problem.path for problem in found.problems] == ["."]


def test_a_folder_that_is_none_is_refused(tmp_path: Path) -> None:
    put(tmp_path, "file.txt")
    for folder in (tmp_path / "gone", tmp_path / "file.txt"):
        with pytest.raises(NoArticlesError, match="There is no folder") as failure:
            fingerprint(folder)
        assert failure.value.cure


def test_a_folder_that_cannot_be_listed_is_a_problem(tmp_path: Path) -> None:
    deep = "d" * 250
    inner = os.open(tmp_path, os.O_RDONLY)
    # Deeper than a path may be long: it can be made step by step, but not listed by its path.
    for _ in range(17):
        os.mkdir(deep, dir_fd=inner)
        outer, inner = inner, os.open(deep, os.O_RDONLY, dir_fd=inner)
        os.close(outer)
    os.close(inner)
    put(tmp_path, "good.txt")
    found = survey(tmp_path, DEFAULT)
    assert [file.path for file in found.files] == ["good.txt"]
    assert [problem.reason for problem in found.problems] == ["cannot be listed: file name too long"]


def test_the_fingerprint_changes_with_what_would_be_read_and_with_nothing_else(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", "b.txt")
    before = fingerprint(tmp_path)
    os.utime(tmp_path / "a.txt", (7, 7))
    put(tmp_path, "notes.doc", ".hidden.txt")
    assert fingerprint(tmp_path) == before
    seen = {before}
    for change in ("a.txt", "glossary.toml", "c/d.md"):
        (tmp_path / change).parent.mkdir(exist_ok=True)
        (tmp_path / change).write_text("changed")
        seen.add(fingerprint(tmp_path))
    (tmp_path / "a.txt").rename(tmp_path / "z.txt")
    seen.add(fingerprint(tmp_path))
    assert len(seen) == 5


def test_the_fingerprint_does_not_depend_on_the_limits(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", "b.txt")
    (tmp_path / "large.txt").write_bytes(b"x" * (DEFAULT.bytes + 1))
    plain = fingerprint(tmp_path)
    few = survey(tmp_path, Limits(bytes=3, articles=1))
    many = survey(tmp_path, Limits(bytes=DEFAULT.bytes + 1))
    assert few.fingerprint == many.fingerprint == plain
    assert (len(few.files), len(many.files)) == (0, 3)


def test_a_glance_sees_that_a_file_came_went_moved_or_was_written(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", "b/c.md")
    seen = [glance(tmp_path)]
    put(tmp_path, "d.txt")
    seen.append(glance(tmp_path))
    (tmp_path / "d.txt").rename(tmp_path / "e.txt")
    seen.append(glance(tmp_path))
    (tmp_path / "e.txt").write_text("This is longer than before.")
    seen.append(glance(tmp_path))
    os.utime(tmp_path / "a.txt", (1, 1))
    seen.append(glance(tmp_path))
    (tmp_path / "b/c.md").unlink()
    seen.append(glance(tmp_path))
    assert len(set(seen)) == len(seen)
    assert glance(tmp_path) == seen[-1]


def test_a_glance_passes_over_what_would_not_be_read(tmp_path: Path) -> None:
    put(tmp_path, "a.txt")
    seen = glance(tmp_path)
    put(tmp_path, "picture.png", ".hidden.txt", ".git/b.txt")
    assert glance(tmp_path) == seen


def test_what_cannot_be_read_is_seen_to_come_and_go(tmp_path: Path) -> None:
    """Else the last good version of a known file would be kept when the file is gone."""
    put(tmp_path, "a.txt")
    glances, fingerprints = [glance(tmp_path)], [fingerprint(tmp_path)]
    (tmp_path / "link.txt").symlink_to(tmp_path / "a.txt")
    glances.append(glance(tmp_path))
    fingerprints.append(fingerprint(tmp_path))
    (tmp_path / "link.txt").unlink()
    (tmp_path / "link.txt").touch()
    glances.append(glance(tmp_path))
    fingerprints.append(fingerprint(tmp_path))
    assert (len(set(glances)), len(set(fingerprints))) == (3, 3)
    (tmp_path / "link.txt").unlink()
    assert (glance(tmp_path), fingerprint(tmp_path)) == (glances[0], fingerprints[0])


def test_files_that_are_there_and_are_not_to_be_read_are_told_from_copies(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", "b.txt", "sub/c.txt")
    for name in ("copy.txt", "copy too.txt"):
        (tmp_path / name).write_text("The same.")
    (tmp_path / "empty.md").touch()
    (tmp_path / "link").symlink_to(tmp_path / "sub")
    found = survey(tmp_path, Limits(articles=2))
    assert found.unread == {"empty.md", "link", "copy too.txt", "sub/c.txt"}
    assert found.copies == {"copy.txt": "copy too.txt"}
    assert "." in {problem.path for problem in found.problems}


def test_a_file_and_a_folder_that_go_while_they_are_looked_at_are_no_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, "a.txt", "gone/b.txt", "c.txt")
    before = fingerprint(tmp_path)
    scan = os.scandir

    def scandir(folder: Path) -> object:
        entries = list(scan(folder))
        if (tmp_path / "c.txt").exists():
            (tmp_path / "c.txt").unlink()
            (tmp_path / "gone").rename(tmp_path / ".elsewhere")
        return nullcontext(entries)

    with monkeypatch.context() as patched:
        patched.setattr(os, "scandir", scandir)
        found = survey(tmp_path, DEFAULT)
    assert ([file.path for file in found.files], found.problems, found.unread) == (["a.txt"], (), frozenset())
    assert before != found.fingerprint == fingerprint(tmp_path)


def test_no_folder_looks_like_an_empty_one(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert glance(tmp_path / "none") == glance(tmp_path / "empty")


def test_a_file_that_goes_during_a_glance_is_not_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, "a.txt", "b.txt")
    stat = Path.lstat

    def gone(path: Path) -> os.stat_result:
        if path.name == "b.txt":
            path.unlink()
        return stat(path)

    monkeypatch.setattr(Path, "lstat", gone)
    seen = glance(tmp_path)
    assert glance(tmp_path) == seen
