"""Limits before parsing, and nothing taken for what it is not."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlencode

import anyio
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import ClientDisconnect, Request
from starlette.types import Message

from renderers.web.forms import (
    Form,
    FormTooLarge,
    Limits,
    MalformedForm,
    Received,
    Sink,
    UnsupportedForm,
    read_form,
    refuse_files,
)

BOUNDARY = "x-frontiere"
MULTIPART = f"multipart/form-data; boundary={BOUNDARY}"
URLENCODED = "application/x-www-form-urlencoded"


@dataclass
class Kept:
    """A sink that keeps what it gets."""

    data: bytearray = field(default_factory=bytearray)
    closed: bool = False
    aborted: bool = False

    async def write(self, data: bytes) -> None:
        self.data += data

    async def close(self) -> None:
        self.closed = True

    async def abort(self) -> None:
        self.aborted = True


@dataclass
class Sinks:
    """All the sinks a post opened."""

    opened: list[Kept] = field(default_factory=list)
    seen: list[Form] = field(default_factory=list)

    async def __call__(self, _control: str, form: Form) -> Sink:
        self.seen.append(form)
        self.opened.append(Kept())
        return self.opened[-1]


def request_of(chunks: Iterable[bytes], content_type: str, *, length: int | None = None, cut: bool = False) -> Request:
    """A request whose body comes in these chunks; `cut`: the browser leaves after them."""

    def messages() -> Iterator[Message]:
        for chunk in chunks:
            yield {"type": "http.request", "body": chunk, "more_body": True}
        yield {"type": "http.disconnect"} if cut else {"type": "http.request", "body": b"", "more_body": False}

    coming = messages()

    async def receive() -> Message:
        return next(coming)

    headers = [(b"content-type", content_type.encode())]
    if length is not None:
        headers.append((b"content-length", str(length).encode()))
    return Request({"type": "http", "method": "POST", "headers": headers}, receive)


def read(
    chunks: Iterable[bytes],
    content_type: str = MULTIPART,
    limits: Limits | None = None,
    sinks: Callable[[str, Form], Awaitable[Sink]] = refuse_files,
    *,
    length: int | None = None,
    cut: bool = False,
) -> Received:
    request = request_of(chunks, content_type, length=length, cut=cut)
    return anyio.run(read_form, request, limits or Limits(), sinks)


def part(name: str, value: bytes, filename: str | None = None) -> bytes:
    told = f'; filename="{filename}"' if filename is not None else ""
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"{told}\r\n\r\n'
    return head.encode() + value + b"\r\n"


def body(*parts: bytes) -> bytes:
    return b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()


# ── Urlencoded ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("posted", "form"),
    [
        (b"", {}),
        (b"a=1&b=2", {"a": ("1",), "b": ("2",)}),
        (b"a=1&a=2", {"a": ("1", "2")}),
        (b"a", {"a": ("",)}),
        (b"=1&&", {}),
        (b"a=%C3%A9+%2B", {"a": ("é +",)}),
        (b"a=1%00%002", {"a": ("12",)}),
        (b"a=1%0D%0A2%0D3", {"a": ("1\n2\n3",)}),
        (b"a=%zz", {"a": ("%zz",)}),
    ],
)
def test_urlencoded(posted: bytes, form: dict[str, tuple[str, ...]]) -> None:
    assert read([posted], URLENCODED).form == form


@given(st.dictionaries(st.text(min_size=1, max_size=20), st.text(max_size=50), max_size=8), st.integers(1, 40))
def test_what_a_browser_encodes_is_read_back(values: dict[str, str], size: int) -> None:
    safe = {k.replace("\r", "").replace("\0", ""): v.replace("\r", "").replace("\0", "") for k, v in values.items()}
    safe = {k: v for k, v in safe.items() if k}
    encoded = urlencode(safe).encode()
    chunks = [encoded[at : at + size] for at in range(0, len(encoded), size)]
    assert read(chunks, URLENCODED).form == {k: (v,) for k, v in safe.items()}


@pytest.mark.parametrize(
    ("chunks", "length"),
    [
        ([b"a=" + b"x" * (1024 * 1024)], None),
        ([b"a=", *[b"x" * 65_536] * 17], None),
        ([b"a=" + b"x" * (1024 * 1024)], 10),
        ([], 1024 * 1024 + 1),
        ([], 10**30),
        ([b"&".join(b"k%d=v" % n for n in range(10_000))], None),
        ([b"n" * 301 + b"=1"], None),
    ],
    ids=["one chunk", "chunked", "lying length", "announced", "absurd length", "10 000 fields", "long name"],
)
def test_too_large_a_text(chunks: list[bytes], length: int | None) -> None:
    with pytest.raises(FormTooLarge):
        read(chunks, URLENCODED, length=length)


@pytest.mark.parametrize("size", [1, 1_000, 65_536, 1_048_576])
def test_a_text_too_large_gives_the_fields_that_do_not_make_it_so(size: int) -> None:
    text = b"a=1&long=" + b"x" * 1_500_000 + b"&b=%C3%A9&c=3"
    chunks = [text[at : at + size] for at in range(0, len(text), size)] if size > 1 else [text]
    with pytest.raises(FormTooLarge) as caught:
        read(chunks, URLENCODED)
    assert caught.value.form == {"a": ("1",), "b": ("é",), "c": ("3",)}


def test_of_many_short_fields_too_large_those_within_the_limits_are_given() -> None:
    with pytest.raises(FormTooLarge) as caught:
        read([b"&".join(b"k%d=%s" % (n, b"v" * 60_000) for n in range(400))], URLENCODED)
    assert 10 < len(caught.value.form) < 20


def test_a_text_without_end_is_not_read_to_its_end() -> None:
    read_so_far = 0

    def endless() -> Iterator[bytes]:
        nonlocal read_so_far
        while True:
            read_so_far += 65_536
            yield b"x" * 65_536

    with pytest.raises(FormTooLarge):
        read(endless(), URLENCODED)
    assert read_so_far < 20 * 1024 * 1024


def test_the_largest_text_is_read() -> None:
    value = b"x" * (1024 * 1024 - 2)
    assert len(read([b"a=" + value], URLENCODED).form["a"][0]) == len(value)


def test_a_thousand_fields_are_read_and_not_one_more() -> None:
    assert len(read([b"&".join(b"k%d=" % n for n in range(1000))], URLENCODED).form) == 1000
    with pytest.raises(FormTooLarge):
        read([b"&".join(b"k%d=" % n for n in range(1001))], URLENCODED)


@pytest.mark.parametrize("content_type", ["text/plain", "application/json", "", "multipart/mixed; boundary=x"])
def test_what_no_form_posts(content_type: str) -> None:
    with pytest.raises(UnsupportedForm):
        read([b"a=1"], content_type)


@pytest.mark.parametrize(
    ("posted", "content_type"),
    [
        (b"a=%E9", URLENCODED),
        (b"a=%ED%A0%80", URLENCODED),
        (b"a=1", f"{URLENCODED}; charset=iso-8859-1"),
        (body(part("a", b"\xe9")), MULTIPART),
        (body(part("a", b"1"))[:-5], MULTIPART),
        (b"nothing of the kind", MULTIPART),
        (b"", MULTIPART),
        (body(part("a", b"1")), "multipart/form-data"),
        (b"--" + BOUNDARY.encode() + b"\r\nContent-Disposition: form-data\r\n\r\n1\r\n", MULTIPART),
        (b"--" + BOUNDARY.encode() + b"\r\n" + b"X" * 20_000, MULTIPART),
    ],
)
def test_malformed(posted: bytes, content_type: str) -> None:
    with pytest.raises(MalformedForm):
        read([posted], content_type)


# ── Multipart ─────────────────────────────────────────────────────────────────────────────────────────────────


@given(st.binary(max_size=300), st.integers(1, 97))
def test_a_file_comes_whole_however_it_is_cut(content: bytes, size: int) -> None:
    posted = body(part("a", "é".encode()), part("f", content, "x.pdf"), part("b", b"2"))
    sinks = Sinks()
    received = read([posted[at : at + size] for at in range(0, len(posted), size)], sinks=sinks)
    assert received.form == {"a": ("é",), "b": ("2",)}
    assert [f.size for f in received.files] == [len(content)]
    assert [bytes(sink.data) for sink in sinks.opened] == ([content] if content else [])
    assert all(sink.closed and not sink.aborted for sink in sinks.opened)


def test_a_control_left_empty_is_no_file_and_opens_nothing() -> None:
    sinks = Sinks()
    received = read([body(part("f", b"", ""), part("g", b"", "vide.pdf"))], sinks=sinks)
    assert [(f.control, f.name, f.size) for f in received.files] == [("g", "vide.pdf", 0)]
    assert sinks.opened == []


def test_fields_that_came_before_are_known_when_a_file_begins() -> None:
    sinks = Sinks()
    posted = body(part("jeton", b"t"), part("f", b"1", "x.pdf"), part("b", b"2"))
    read([posted[at : at + 16] for at in range(0, len(posted), 16)], sinks=sinks)
    assert sinks.seen == [{"jeton": ("t",)}]


LIMITS = Limits(file_bytes=100, total_bytes=5_000)


@pytest.mark.parametrize(("size", "too_big"), [(99, False), (100, False), (101, True), (3_000, True)])
def test_the_limit_of_a_file_is_inclusive_and_the_rest_of_the_page_is_read(size: int, *, too_big: bool) -> None:
    sinks = Sinks()
    posted = body(part("f", b"x" * size, "gros.pdf"), part("g", b"ok", "petit.pdf"), part("b", b"2"))
    received = read([posted[at : at + 64] for at in range(0, len(posted), 64)], limits=LIMITS, sinks=sinks)
    assert [(f.name, f.size, f.too_big) for f in received.files] == [
        ("gros.pdf", size, too_big),
        ("petit.pdf", 2, False),
    ]
    assert sinks.opened[0].aborted is too_big
    assert (received.files[0].sink is None) is too_big
    assert received.form["b"] == ("2",)


def test_too_much_in_all_says_which_file_and_forgets_them() -> None:
    sinks = Sinks()
    files = [part(f"f{n}", b"x" * 90, f"{n}.pdf") for n in range(60)]
    with pytest.raises(FormTooLarge) as caught:
        read([body(part("a", b"1"), *files)[at : at + 500] for at in range(0, 9_000, 500)], limits=LIMITS, sinks=sinks)
    assert caught.value.file is not None
    assert caught.value.form == {"a": ("1",)}
    assert sinks.opened
    assert all(sink.aborted for sink in sinks.opened)


@pytest.mark.parametrize(
    "posted",
    [
        body(*[part(f"k{n}", b"") for n in range(1001)]),
        body(part("a", b"x" * (1024 * 1024 + 1))),
        body(*[part(f"f{n}", b"1", "x.pdf") for n in range(61)]),
        body(part("n" * 301, b"1")),
    ],
    ids=["1 001 parts", "text", "61 files", "long name"],
)
def test_too_large_a_multipart(posted: bytes) -> None:
    with pytest.raises(FormTooLarge):
        read([posted], sinks=Sinks())


@pytest.mark.parametrize("count", [61, 62, 70, 200])
@pytest.mark.parametrize("pieces", [1, 7])
def test_every_file_that_was_begun_is_forgotten_when_there_are_too_many(count: int, pieces: int) -> None:
    """Whatever stands in one piece of the network: a file left open would hold a place for ever."""
    sinks = Sinks()
    posted = body(part("a", b"1"), *[part(f"f{n}", b"1", "x.pdf") for n in range(count)], part("b", b"2"))
    size = len(posted) // pieces + 1
    with pytest.raises(FormTooLarge) as caught:
        read([posted[at : at + size] for at in range(0, len(posted), size)], sinks=sinks)
    assert caught.value.form["a"] == ("1",)
    assert len(sinks.opened) == Limits().files, "none is begun beyond the limit"
    assert all(sink.aborted for sink in sinks.opened)


def test_the_browser_that_leaves_leaves_nothing_behind() -> None:
    sinks = Sinks()
    with pytest.raises(ClientDisconnect):
        read([body(part("f", b"1", "a.pdf"), part("g", b"x" * 50, "b.pdf"))[:-60]], sinks=sinks, cut=True)
    assert sinks.opened
    assert all(sink.aborted for sink in sinks.opened)


def test_a_page_without_files_takes_none() -> None:
    with pytest.raises(UnsupportedForm):
        read([body(part("f", b"1", "x.pdf"))])


@pytest.mark.parametrize(
    ("told", "name"),
    [("été.pdf", "été.pdf"), ("a b.pdf", "a b.pdf"), ("C:\\\\fotos\\\\x.jpg", "C:\\fotos\\x.jpg")],
)
def test_the_name_of_a_file_as_it_was_given(told: str, name: str) -> None:
    assert read([body(part("f", b"1", told))], sinks=Sinks()).files[0].name.endswith(name.rsplit("\\", 1)[-1])
