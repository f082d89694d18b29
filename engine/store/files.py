"""Blobs as files of one folder, readable by their owner alone.

A blob is written under `<name>.tmp`, made durable, then renamed: its final name never shows half of it. The folder is
flat, as names are random and the file systems of today index their folders.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import errno
import os
import pathlib
import re
from collections.abc import Iterable, Iterator
from typing import Final

from . import IdTaken, StoreFull

_NAME: Final = re.compile(r"[0-9a-f]{32,64}")
_UNFINISHED: Final = ".tmp"
_REFUSALS: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EROFS})
_CHUNK: Final = 65_536


def checked_name(name: str) -> str:
    """The name itself. Raises `ValueError` unless it is 32 to 64 lower-case hexadecimal digits."""
    if _NAME.fullmatch(name) is None:
        raise ValueError("a blob's name is 32 to 64 characters of 0-9a-f")
    return name


class FolderFiles:
    """`FileStore` in a folder of a local disk, created when it is missing."""

    def __init__(self, folder: pathlib.Path) -> None:
        with _refusals():
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
        self._folder = folder

    def write(self, name: str, chunks: Iterable[bytes]) -> None:
        final = self._folder / checked_name(name)
        unfinished = self._folder / f"{name}{_UNFINISHED}"
        with _refusals():
            try:
                descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
            except FileExistsError:
                raise IdTaken("blob name") from None
        try:
            _fill(descriptor, chunks)
            # Whoever holds the unfinished file is alone to create the final one: nothing comes in between.
            if final.exists():
                raise IdTaken("blob name")
            with _refusals():
                unfinished.rename(final)
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise
        try:
            self._settle()
        except BaseException:
            # Not known to be durable, hence not kept.
            final.unlink(missing_ok=True)
            raise

    def read(self, name: str) -> Iterator[bytes]:
        path = self._folder / checked_name(name)
        # Asked now rather than at the first chunk: a caller that streams must know before it begins.
        if not path.is_file():
            raise KeyError(name)
        return _chunks_of(path)

    def delete(self, name: str) -> None:
        with contextlib.suppress(FileNotFoundError):
            (self._folder / checked_name(name)).unlink()
            self._settle()

    def names(self) -> frozenset[str]:
        with os.scandir(self._folder) as entries:
            return frozenset(entry.name for entry in entries if _NAME.fullmatch(entry.name))

    def collect_leftovers(self, used: frozenset[str], *, older_than: dt.datetime) -> frozenset[str]:
        gone = set()
        with os.scandir(self._folder) as entries:
            for entry in entries:
                name = entry.name.removesuffix(_UNFINISHED)
                if _NAME.fullmatch(name) is None or entry.name in used:
                    continue
                with contextlib.suppress(FileNotFoundError):
                    if entry.stat(follow_symlinks=False).st_mtime < older_than.timestamp():
                        pathlib.Path(entry.path).unlink()
                        gone.add(name)
        if gone:
            self._settle()
        return frozenset(gone)

    def _settle(self) -> None:
        """Makes the folder's list of names durable."""
        with _refusals():
            descriptor = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)


@contextlib.contextmanager
def _refusals() -> Iterator[None]:
    """Says `StoreFull` for what a full or failing disk raises, and lets any other fault pass."""
    try:
        yield
    except OSError as fault:
        if fault.errno not in _REFUSALS:
            raise
        raise StoreFull(f"the disk refuses to write: {errno.errorcode.get(fault.errno or 0, '?')}") from fault


def _fill(descriptor: int, chunks: Iterable[bytes]) -> None:
    """Writes all chunks durably and closes. What `chunks` itself raises passes untouched."""
    try:
        for chunk in chunks:
            rest = memoryview(chunk)
            while rest:
                with _refusals():
                    rest = rest[os.write(descriptor, rest) :]
        with _refusals():
            os.fsync(descriptor)
    finally:
        with _refusals():
            os.close(descriptor)


def _chunks_of(path: pathlib.Path) -> Iterator[bytes]:
    try:
        stream = path.open("rb")
    except FileNotFoundError:
        raise KeyError(path.name) from None
    with stream:
        while chunk := stream.read(_CHUNK):
            yield chunk
