"""What every file store promises, and what the folder does when the disk does not follow."""

from __future__ import annotations

import datetime as dt
import errno
import itertools
import os
import pathlib
import resource
import stat
from collections.abc import Callable, Iterator

import pytest

from engine.store import FileStore, IdTaken, StoreFull
from engine.store.files import FolderFiles
from engine.store.memory import MemoryFiles
from tests.engine.store.at_once import at_once

NAME, OTHER, THIRD = "a" * 32, "0123456789abcdef" * 4, "b" * 40
EARLY = dt.datetime(2001, 1, 1, tzinfo=dt.UTC)
LATE = dt.datetime(2100, 1, 1, tzinfo=dt.UTC)
SYSTEM_CALLS = ("open", "write", "fsync", "rename")


@pytest.fixture(params=["memory", "folder"])
def files(request: pytest.FixtureRequest, tmp_path: pathlib.Path) -> FileStore:
    if request.param == "folder":
        return FolderFiles(tmp_path / "files")
    return MemoryFiles(lambda: dt.datetime(2026, 1, 1, tzinfo=dt.UTC))


def cut_off() -> Iterator[bytes]:
    yield b"first"
    raise ConnectionResetError("the browser went away")


@pytest.mark.parametrize("chunks", [(), (b"",), (b"abc",), (b"a", b"", b"bc"), (bytes(70_000), b"x" * 70_000)])
def test_a_blob_is_read_back_as_it_was_written(files: FileStore, chunks: tuple[bytes, ...]) -> None:
    files.write(NAME, iter(chunks))
    assert b"".join(files.read(NAME)) == b"".join(chunks)
    assert files.names() == {NAME}


@pytest.mark.parametrize(
    "name", ["", "a" * 31, "a" * 65, "A" * 32, "g" * 32, "../" + "a" * 32, "a" * 32 + "\n", "a" * 32 + ".tmp", "é" * 32]
)
def test_a_name_is_hexadecimal_and_nothing_else(files: FileStore, name: str) -> None:
    for act in (lambda: files.write(name, [b"x"]), lambda: files.read(name), lambda: files.delete(name)):
        with pytest.raises(ValueError, match="0-9a-f"):
            act()
    assert files.names() == frozenset()


def test_a_missing_blob_is_told_before_the_first_chunk(files: FileStore) -> None:
    with pytest.raises(KeyError):
        files.read(NAME)


def test_a_blob_is_never_overwritten(files: FileStore) -> None:
    files.write(NAME, [b"first"])
    with pytest.raises(IdTaken):
        files.write(NAME, [b"second"])
    assert b"".join(files.read(NAME)) == b"first"


def test_of_ten_writers_of_one_name_one_wins_whole(files: FileStore) -> None:
    raised = at_once(10, lambda n: files.write(NAME, [b"%d" % n] * 1000))
    assert [type(fault) for fault in raised] == [IdTaken] * 9
    assert len(set(b"".join(files.read(NAME)))) == 1


def test_an_upload_cut_off_leaves_no_trace(files: FileStore) -> None:
    with pytest.raises(ConnectionResetError):
        files.write(NAME, cut_off())
    assert files.names() == frozenset()
    files.write(NAME, [b"again"])


def test_a_deleted_blob_is_gone(files: FileStore) -> None:
    files.write(NAME, [b"x"])
    files.delete(NAME)
    files.delete(NAME)
    assert files.names() == frozenset()
    with pytest.raises(KeyError):
        files.read(NAME)


def test_leftovers_are_old_and_used_by_nobody(files: FileStore) -> None:
    for name in (NAME, OTHER, THIRD):
        files.write(name, [b"x"])
    assert files.collect_leftovers(frozenset({NAME}), older_than=EARLY) == frozenset()
    assert files.collect_leftovers(frozenset({NAME}), older_than=LATE) == {OTHER, THIRD}
    assert files.names() == {NAME}


def test_unfinished_writes_are_leftovers_and_foreign_files_are_not(tmp_path: pathlib.Path) -> None:
    files = FolderFiles(tmp_path)
    for name in (f"{NAME}.tmp", f"{OTHER}.tmp", "README", "x.tmp"):
        (tmp_path / name).write_bytes(b"half")
    os.utime(tmp_path / f"{OTHER}.tmp", (LATE.timestamp(), LATE.timestamp()))
    assert files.names() == frozenset()
    # In use or not, an unfinished write that is old will never be finished.
    assert files.collect_leftovers(frozenset({NAME}), older_than=LATE) == {NAME}
    assert {p.name for p in tmp_path.iterdir()} == {f"{OTHER}.tmp", "README", "x.tmp"}


def test_only_its_owner_reads_a_blob_whatever_the_umask(tmp_path: pathlib.Path) -> None:
    before = os.umask(0)
    try:
        FolderFiles(tmp_path / "deep" / "files").write(NAME, [b"x"])
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "deep" / "files").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "deep" / "files" / NAME).stat().st_mode) == 0o600


@pytest.mark.parametrize("fault", [errno.ENOSPC, errno.EFBIG, errno.EIO, errno.EDQUOT])
def test_a_disk_that_fails_at_any_call_leaves_all_or_nothing(
    fault: int, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fails the first system call of a write, then the second … until the write passes."""
    files = FolderFiles(tmp_path)
    for failing in itertools.count():
        with monkeypatch.context() as patch:
            calls = itertools.count()
            for name in SYSTEM_CALLS:
                patch.setattr(os, name, _failing(getattr(os, name), calls, failing, fault))
            try:
                files.write(NAME, [b"x", b"y"])
            except StoreFull:
                assert list(tmp_path.iterdir()) == []
            else:
                break
    # Temporary file, two chunks, its fsync, the renaming, the folder opened and its fsync.
    assert failing == 7
    assert b"".join(files.read(NAME)) == b"xy"


def _failing(real: Callable[..., object], calls: Iterator[int], failing: int, fault: int) -> Callable[..., object]:
    def call(*arguments: object, **options: object) -> object:
        if next(calls) == failing:
            raise OSError(fault, os.strerror(fault))
        return real(*arguments, **options)

    return call


def test_a_short_write_is_continued(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, data: real(descriptor, bytes(data)[:3]))
    files = FolderFiles(tmp_path)
    files.write(NAME, [b"0123456789"])
    assert b"".join(files.read(NAME)) == b"0123456789"


def test_a_fault_of_ours_passes_as_it_is(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(*_: object) -> None:
        raise OSError(errno.EACCES, "denied")

    monkeypatch.setattr(os, "fsync", denied)
    with pytest.raises(PermissionError):
        FolderFiles(tmp_path).write(NAME, [b"x"])
    assert list(tmp_path.iterdir()) == []


def test_a_limit_on_file_sizes_is_a_full_disk(tmp_path: pathlib.Path) -> None:
    """The system's own refusal (EFBIG), not one we invented."""
    files = FolderFiles(tmp_path)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, hard))
    try:
        with pytest.raises(StoreFull, match="EFBIG"):
            files.write(NAME, [bytes(1 << 16)] * 32)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert list(tmp_path.iterdir()) == []
    files.write(NAME, [bytes(1 << 16)] * 32)
