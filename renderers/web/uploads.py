"""Files on their way in: sealed as they come, opened to be checked, kept or forgotten. Never in clear on the disk."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field

import anyio
import anyio.from_thread
import anyio.to_thread
from anyio.abc import TaskGroup
from anyio.streams.memory import MemoryObjectReceiveStream, MemoryObjectSendStream

from engine.dossiers.files import (
    HEAD_BYTES,
    MEDIA_TYPES,
    FileType,
    Refusal,
    check_head,
    display_name,
    size_in_words,
)
from engine.dossiers.uploads import ReceivedUpload, RefusedUpload
from engine.spec import FileLimits
from engine.store import FileStore, Sealer, StoreError
from engine.store.sealer import open_chunks, seal_chunks

from .contents import check_content
from .forms import ReceivedFile

_CHUNK = 64 * 1024
_QUEUED = 8


def file_context(blob: str) -> str:
    """What a sealed file is bound to: its own name in the store."""
    return f"file:{blob}"


class SealedSink:
    """The `Sink` of one file: seals what comes, in a thread of its own, into a new blob of the store.

    The thread waits for the browser, so these threads are counted apart from those that serve pages (`Intake`).
    """

    def __init__(self, intake: Intake, blob: str) -> None:
        self.blob, self.size, self.head = blob, 0, b""
        self._intake = intake
        self._digest = hashlib.sha256()
        self._buffer = bytearray()
        self._failure: BaseException | None = None
        self._ended = anyio.Event()
        self._send: MemoryObjectSendStream[bytes]
        self._receive: MemoryObjectReceiveStream[bytes]
        self._send, self._receive = anyio.create_memory_object_stream[bytes](_QUEUED)
        self._aborted = False

    @property
    def digest(self) -> str:
        """The SHA-256 of the bytes received, in hex."""
        return self._digest.hexdigest()

    @property
    def failed(self) -> bool:
        """Whether the store refused to keep it: nothing of it is there."""
        return self._failure is not None

    def start(self, group: TaskGroup) -> None:
        """Starts keeping; `group` outlives the post."""
        group.start_soon(self._keep)

    async def write(self, data: bytes) -> None:
        """Takes some bytes. After a failure of the store the rest is dropped: the page goes on without this file."""
        self.size += len(data)
        self._digest.update(data)
        if len(self.head) < HEAD_BYTES:
            self.head = (self.head + data)[:HEAD_BYTES]
        self._buffer += data
        if len(self._buffer) >= _CHUNK:
            await self._flush()

    async def close(self) -> None:
        """Waits until everything is durable, or has failed."""
        await self._flush()
        await self._send.aclose()
        await self._ended.wait()

    async def abort(self) -> None:
        """Forgets what came, also after `close`."""
        self._aborted = True
        with anyio.CancelScope(shield=True):
            await self._send.aclose()
            await self._ended.wait()
            await anyio.to_thread.run_sync(self._intake.files.delete, self.blob)

    async def _flush(self) -> None:
        data = bytes(self._buffer)
        self._buffer.clear()
        if data and self._failure is None:
            # Nobody receives any more when the store has just failed: `failed` says it.
            with contextlib.suppress(anyio.BrokenResourceError, anyio.ClosedResourceError):
                await self._send.send(data)

    async def _keep(self) -> None:
        try:
            await anyio.to_thread.run_sync(self._write, limiter=self._intake.writers)
        except _Aborted:
            pass
        except (StoreError, OSError) as failure:
            self._failure = failure
        finally:
            self._receive.close()
            self._ended.set()

    def _write(self) -> None:
        sealed = seal_chunks(self._intake.sealer, self._chunks(), file_context(self.blob))
        self._intake.files.write(self.blob, sealed)

    def _chunks(self) -> Iterator[bytes]:
        while True:
            try:
                yield anyio.from_thread.run(self._receive.receive)
            except anyio.EndOfStream:
                if self._aborted:
                    raise _Aborted from None
                return


class _Aborted(Exception):
    """Stops a write half-way, so that the store forgets it."""


@dataclass(slots=True)
class Intake:
    """Where files are received: the store, the sealer, and how many at once.

    `writers` bounds the threads held by uploads in progress, `checkers` the files in memory while they are opened.
    """

    files: FileStore
    sealer: Sealer
    writers: anyio.CapacityLimiter = field(default_factory=lambda: anyio.CapacityLimiter(32))
    checkers: anyio.CapacityLimiter = field(default_factory=lambda: anyio.CapacityLimiter(2))

    @contextlib.asynccontextmanager
    async def post(self) -> AsyncIterator[TaskGroup]:
        """The time of one post: every file begun in it has ended when it closes. What fails inside passes as it is."""
        failure: Exception | None = None
        async with anyio.create_task_group() as group:
            try:
                yield group
            except Exception as fault:
                failure = fault
        if failure is not None:
            raise failure

    def open(self, group: TaskGroup, blob: str) -> SealedSink:
        """A sink for a new blob."""
        sink = SealedSink(self, blob)
        sink.start(group)
        return sink

    async def check(self, received: ReceivedFile, limits: FileLimits) -> ReceivedUpload | RefusedUpload:
        """What was received once it is known to be what it says; or why not, and then nothing of it is kept."""
        name = display_name(received.name)
        sink = received.sink
        if received.too_big:
            return RefusedUpload(received.control, Refusal("too_big", name, size_in_words(limits.max_bytes)))
        if not isinstance(sink, SealedSink):
            return RefusedUpload(received.control, Refusal("empty", name))
        if sink.failed:
            return RefusedUpload(received.control, Refusal("not_kept", name))
        try:
            found = await anyio.to_thread.run_sync(self._open, sink, name, limits, limiter=self.checkers)
        except BaseException:
            await sink.abort()
            raise
        if isinstance(found, Refusal):
            await sink.abort()
            return RefusedUpload(received.control, found)
        return ReceivedUpload(received.control, name, MEDIA_TYPES[found], sink.size, sink.digest, sink.blob)

    def _open(self, sink: SealedSink, name: str, limits: FileLimits) -> FileType | Refusal:
        kind = check_head(name, sink.head, sink.size, limits.extensions)
        if isinstance(kind, Refusal):
            return kind
        data = b"".join(open_chunks(self.sealer, self.files.read(sink.blob), file_context(sink.blob)))
        return check_content(data, kind, name) or kind
