"""Reading what a browser posts, with every limit applied before anything is parsed or kept.

Text fields are small and stay in memory. The bytes of a file never do: they go, as they come, to a `Sink` that the
caller opens; nothing is written to a temporary folder in clear.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, Protocol
from urllib.parse import unquote_to_bytes

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, MultipartState, parse_options_header
from starlette.requests import Request

Form = Mapping[str, tuple[str, ...]]
"""The text fields of a post: the values of each key, in the order they came; keys in the order of the page."""

MEBIBYTE: Final = 1024 * 1024
SALVAGED: Final = 8
"""How many times the limit a text too large is read on, to find what else it holds."""
LONGEST_SALVAGED: Final = 65_536
"""The longest field kept of it."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a post may weigh. `file_bytes` is inclusive and counts the bytes received.

    `text_bytes` bounds all text fields together (the whole body of an urlencoded form), `total_bytes` a whole
    multipart body.
    """

    text_bytes: int = MEBIBYTE
    fields: int = 1_000
    name_bytes: int = 300
    files: int = 60
    file_bytes: int = 10 * MEBIBYTE
    total_bytes: int = 256 * MEBIBYTE


class Sink(Protocol):
    """Where the bytes of one file go."""

    async def write(self, data: bytes) -> None:
        """Takes some bytes, waiting while it can't."""

    async def close(self) -> None:
        """All bytes have come. What was kept is durable when this returns."""

    async def abort(self) -> None:
        """The file is not wanted after all, or stopped short: nothing of it may stay."""


OpenSink = Callable[[str, Form], Awaitable[Sink]]
"""Opens the sink of a file from its control's name and the text fields read so far; raises to refuse the whole post.

It is called at the first byte: a control left empty opens nothing.
"""


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """One file of a post. `sink` is None when it was empty or too big: nothing of it was kept.

    `size` counts the bytes received, also those of a file too big.
    """

    control: str
    name: str
    size: int
    sink: Sink | None
    too_big: bool = False


@dataclass(frozen=True, slots=True)
class Received:
    """What a post held."""

    form: Form
    files: tuple[ReceivedFile, ...] = ()

    async def abort(self) -> None:
        """Forgets every file received."""
        for received in self.files:
            if received.sink is not None:
                await received.sink.abort()


class FormError(Exception):
    """A post that can't be read."""


class MalformedForm(FormError):
    """Not a form, cut short, or in another character set than UTF-8."""


class UnsupportedForm(FormError):
    """A content type that no form of ours posts."""


class FormTooLarge(FormError):
    """The post passes a limit. `file` is the name of the file on which it did, None when it was the text.

    `form` holds the text fields that came before.
    """

    def __init__(self, file: str | None = None, form: Form | None = None) -> None:
        super().__init__("form too large")
        self.file = file
        self.form: Form = form or {}


async def refuse_files(_control: str, _form: Form) -> Sink:
    """An `OpenSink` for the pages that take no file."""
    raise UnsupportedForm("no file is expected here")


async def read_form(request: Request, limits: Limits, open_sink: OpenSink = refuse_files) -> Received:
    """Reads a posted form.

    Raises `FormError`; what its files had already sent is then aborted, as it is when `open_sink` or a sink raises, or
    the browser leaves (Starlette's `ClientDisconnect`).
    """
    content_type, options = parse_options_header(request.headers.get("content-type", ""))
    if options.get(b"charset", b"utf-8").lower() not in (b"utf-8", b"utf8"):
        raise MalformedForm("another character set")
    is_multipart = content_type == b"multipart/form-data"
    if not is_multipart and content_type != b"application/x-www-form-urlencoded":
        raise UnsupportedForm("not a form")
    if not is_multipart:
        return Received(_read_pairs(await _whole_body(request, limits), limits))
    if _announces_more(request, limits.total_bytes):
        raise FormTooLarge
    boundary = options.get(b"boundary", b"")
    if not boundary:
        raise MalformedForm("no boundary")
    return await _Multipart(limits, open_sink).read(request.stream(), boundary)


def form_of(pairs: Iterable[tuple[str, str]]) -> Form:
    """Gathers pairs by key, keeping both orders."""
    gathered: dict[str, tuple[str, ...]] = {}
    for name, value in pairs:
        gathered[name] = (*gathered.get(name, ()), value)
    return gathered


def _announces_more(request: Request, most: int) -> bool:
    """Whether a post says itself that it is too large. A lying length changes nothing: the bytes are counted anyway."""
    announced = request.headers.get("content-length", "")
    return announced.isascii() and announced.isdigit() and (len(announced) > len(str(most)) or int(announced) > most)


async def _whole_body(request: Request, limits: Limits) -> bytes:
    body, stream = bytearray(), request.stream()
    async for chunk in stream:
        body += chunk
        if len(body) > limits.text_bytes:
            raise FormTooLarge(form=await _salvaged(body, stream, limits))
    if _announces_more(request, limits.text_bytes):
        raise FormTooLarge
    return bytes(body)


async def _salvaged(body: bytearray, rest: AsyncIterator[bytes], limits: Limits) -> Form:
    """The fields of a text too large, without those that make it so: the others must not be lost for one."""
    kept, left = bytearray(), SALVAGED * limits.text_bytes
    cut = _sift(body, kept)
    async for chunk in rest:
        left -= len(chunk)
        if left < 0 or len(kept) > limits.text_bytes:
            break
        cut = _sift(cut + chunk, kept)
    else:
        _sift(cut + b"&", kept)
    try:
        return _read_pairs(bytes(kept[: kept.rfind(b"&", 0, limits.text_bytes)]), limits)
    except FormTooLarge as fault:
        return fault.form
    except MalformedForm:
        return {}


def _sift(body: bytearray, kept: bytearray) -> bytearray:
    """Keeps the whole pairs of some text that are short enough; gives what is left of the last one, cut."""
    *whole, last = body.split(b"&")
    for pair in whole:
        if len(pair) <= LONGEST_SALVAGED:
            kept += pair + b"&"
    return last[: LONGEST_SALVAGED + 1]


def _read_pairs(body: bytes, limits: Limits) -> Form:
    if not body:
        return {}
    parts = body.split(b"&", limits.fields)
    form = form_of(_pairs(parts[: limits.fields], limits))
    if len(parts) > limits.fields:
        raise FormTooLarge(form=form)
    return form


def _pairs(parts: Iterable[bytes], limits: Limits) -> Iterator[tuple[str, str]]:
    for part in parts:
        name, _, value = part.replace(b"+", b" ").partition(b"=")
        if name:
            yield _decoded_name(unquote_to_bytes(name), limits), _decoded(unquote_to_bytes(value))


def _decoded(raw: bytes) -> str:
    """Text as typed: line ends as one character, without the NULs that no keyboard types and no database keeps."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        raise MalformedForm("not UTF-8") from None
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")


def _decoded_name(raw: bytes, limits: Limits) -> str:
    if len(raw) > limits.name_bytes:
        raise FormTooLarge
    return _decoded(raw)


@dataclass(slots=True)
class _Part:
    """The part being read. `name` is a file's name, None for a text field."""

    control: str = ""
    name: str | None = None
    value: bytearray = field(default_factory=bytearray)
    size: int = 0
    sink: Sink | None = None
    too_big: bool = False


@dataclass(slots=True)
class _Multipart:
    """Reads one multipart body.

    The parser calls back synchronously; what has to wait (the bytes of files) is queued, at most one chunk of the
    network at a time, and handled between two chunks.
    """

    limits: Limits
    open_sink: OpenSink
    pairs: list[tuple[str, str]] = field(default_factory=list)
    files: list[ReceivedFile] = field(default_factory=list)
    part: _Part = field(default_factory=_Part)
    header: tuple[bytearray, bytearray] = field(default_factory=lambda: (bytearray(), bytearray()))
    headers: dict[bytes, bytes] = field(default_factory=dict)
    queue: list[tuple[_Part, bytes | None]] = field(default_factory=list)
    sinks: list[Sink] = field(default_factory=list)
    text_bytes: int = 0
    parts: int = 0

    async def read(self, stream: AsyncIterator[bytes], boundary: bytes) -> Received:
        total = 0
        try:
            parser = self._parser(boundary)
            async for chunk in stream:
                total += len(chunk)
                if total > self.limits.total_bytes:
                    raise FormTooLarge(self.part.name)
                parser.write(chunk)
                await self._handle_queue()
            if parser.state != MultipartState.END:
                raise MalformedForm("cut short")
        except FormTooLarge as fault:
            await self._abort()
            raise FormTooLarge(fault.file, form_of(self.pairs)) from None
        except (FormParserError, ValueError) as fault:
            await self._abort()
            raise MalformedForm("not a multipart form") from fault
        except BaseException:
            await self._abort()
            raise
        return Received(form_of(self.pairs), tuple(self.files))

    def _parser(self, boundary: bytes) -> MultipartParser:
        return MultipartParser(
            boundary,
            {
                "on_part_begin": self._begin,
                "on_header_field": lambda data, start, end: self.header[0].extend(data[start:end]),
                "on_header_value": lambda data, start, end: self.header[1].extend(data[start:end]),
                "on_header_end": self._header_end,
                "on_headers_finished": self._headers_finished,
                "on_part_data": self._data,
                "on_part_end": self._end,
            },
        )

    def _begin(self) -> None:
        self.parts += 1
        if self.parts > self.limits.fields:
            raise FormTooLarge
        self.part = _Part()
        self.headers = {}

    def _header_end(self) -> None:
        name, value = self.header
        self.headers[bytes(name).lower()] = bytes(value)
        self.header = (bytearray(), bytearray())

    def _headers_finished(self) -> None:
        disposition, options = parse_options_header(self.headers.get(b"content-disposition", b""))
        if disposition != b"form-data" or b"name" not in options:
            raise MalformedForm("a part without a name")
        self.part.control = _decoded_name(options[b"name"], self.limits)
        if b"filename" in options:
            # A name in another character set loses some letters rather than the whole page.
            self.part.name = options[b"filename"].decode("utf-8", "replace")

    def _data(self, data: bytes, start: int, end: int) -> None:
        if self.part.name is not None:
            self.queue.append((self.part, data[start:end]))
            return
        self.text_bytes += end - start
        if self.text_bytes > self.limits.text_bytes:
            raise FormTooLarge
        self.part.value += data[start:end]

    def _end(self) -> None:
        if self.part.name is not None:
            self.queue.append((self.part, None))
        else:
            self.pairs.append((self.part.control, _decoded(bytes(self.part.value))))

    async def _handle_queue(self) -> None:
        queue, self.queue = self.queue, []
        for part, data in queue:
            if data is None:
                await self._file_end(part)
            else:
                await self._file_data(part, data)

    async def _file_data(self, part: _Part, data: bytes) -> None:
        part.size += len(data)
        if part.size > self.limits.file_bytes:
            # What follows is read and dropped: the rest of the page must not be lost for one file.
            part.too_big = True
            if part.sink is not None:
                sink, part.sink = part.sink, None
                await sink.abort()
            return
        if part.sink is None:
            self._refuse_one_more(part)
            part.sink = await self.open_sink(part.control, form_of(self.pairs))
            self.sinks.append(part.sink)
        await part.sink.write(data)

    async def _file_end(self, part: _Part) -> None:
        if not part.name and not part.size:
            return  # a file control left empty
        self._refuse_one_more(part)
        sink, part.sink = part.sink, None
        self.files.append(ReceivedFile(part.control, part.name or "", part.size, sink, part.too_big))
        if sink is not None:
            await sink.close()

    def _refuse_one_more(self, part: _Part) -> None:
        if len(self.files) >= self.limits.files:
            raise FormTooLarge(part.name)

    async def _abort(self) -> None:
        """Forgets every file that was begun, wherever its part is now. `abort` of a sink is safe to call twice."""
        for sink in self.sinks:
            await sink.abort()
