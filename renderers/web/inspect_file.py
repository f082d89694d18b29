"""A child process that opens one file and says what is wrong with it. Run by `contents`, never imported by the server.

The file comes on standard input, its type (`jpeg`, `png`, `bmp`, `tiff`, `pdf`) as argument; one line of JSON goes out:
`{"code": "ok"}` or `{"code": <refusal>, "detail": …}`. Only headers and structure are read: no image is decoded and no
stream of a page is expanded. What a hostile file can still make a library do is bounded by the limits below, set before
any library is loaded.
"""

from __future__ import annotations

import io
import json
import resource
import sys
from typing import Any, Final

MEMORY: Final = 768 * 1024 * 1024
SECONDS: Final = 10
MAX_MEGAPIXELS: Final = 40
MAX_FRAMES: Final = 50
MAX_PAGES: Final = 300
MAX_OBJECTS: Final = 200_000
TRAILING: Final = 1024
"""Bytes that may follow the end of a PDF: line ends and a few programs' signatures."""

_MAX_SIDE: Final = 65_535

Verdict = tuple[str, str]
OK: Final[Verdict] = ("ok", "")


def main() -> int:
    """Reads, inspects, prints."""
    for limit, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),
    ):
        # A lower limit already set by the system stays.
        _, hard = resource.getrlimit(limit)
        bounded = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(limit, (bounded, bounded))
    kind = sys.argv[1]
    data = sys.stdin.buffer.read()
    try:
        code, detail = inspect_pdf(data) if kind == "pdf" else inspect_image(kind, data)
    except (MemoryError, RecursionError):
        code, detail = "too_complex", ""
    sys.stdout.write(json.dumps({"code": code, "detail": detail}))
    return 0


# ── Images ────────────────────────────────────────────────────────────────────────────────────────────────────

_FORMATS: Final = {"jpeg": ("JPEG", "MPO"), "png": ("PNG",), "bmp": ("BMP",), "tiff": ("TIFF",)}


def inspect_image(kind: str, data: bytes) -> Verdict:
    """The verdict on an image: its header opens, its size is bearable, its end is there."""
    import warnings

    from PIL import Image, UnidentifiedImageError

    warnings.simplefilter("error")
    Image.MAX_IMAGE_PIXELS = None  # said in our own words below, before anything is decoded
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS[kind]) as image:
            width, height = image.size
            if width * height > MAX_MEGAPIXELS * 1_000_000 or max(width, height) > _MAX_SIDE:
                return "too_many_pixels", str(MAX_MEGAPIXELS)
            if width * height == 0:
                return "unreadable", kind
            if _frames(image) > MAX_FRAMES:
                return "too_many_pages", str(MAX_FRAMES)
            if kind == "tiff" and _tiff_is_cut(image, len(data)):
                return "truncated", ""
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, Warning):
        return "unreadable", kind
    whole = {"jpeg": _jpeg_ends, "png": _png_ends, "bmp": _bmp_ends}.get(kind)
    return OK if whole is None or whole(data) else ("truncated", "")


def _frames(image: Any) -> int:  # noqa: ANN401 - Pillow's images have no common type for this
    """How many images the file holds, counted up to one more than is accepted."""
    count = 1
    try:
        while count <= MAX_FRAMES and getattr(image, "is_animated", False):
            image.seek(count)
            count += 1
    except EOFError:
        image.seek(0)
    return count


def _tiff_is_cut(image: Any, size: int) -> bool:  # noqa: ANN401
    """Whether the first image's strips or tiles lie outside the file."""
    tags = image.tag_v2
    offsets = tags.get(273) or tags.get(324)
    counts = tags.get(279) or tags.get(325)
    if offsets is None or counts is None:
        return True
    pairs = zip(_tuple(offsets), _tuple(counts), strict=False)
    return any(offset + count > size for offset, count in pairs)


def _tuple(value: Any) -> tuple[int, ...]:  # noqa: ANN401
    return tuple(value) if isinstance(value, tuple | list) else (value,)


def _jpeg_ends(data: bytes) -> bool:
    """Whether an end marker follows the main image: markers are walked up to its first scan, previews skipped."""
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if marker == 0xDA:
            return data.find(b"\xff\xd9", at) != -1
    return False


def _png_ends(data: bytes) -> bool:
    """Whether the chunks follow each other up to IEND."""
    at = 8
    while at + 12 <= len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        if data[at + 4 : at + 8] == b"IEND":
            return True
        at += 12 + length
    return False


def _bmp_ends(data: bytes) -> bool:
    """Whether the file is as long as its header says, or as its rows need where they are not compressed."""
    start = int.from_bytes(data[10:14], "little")
    header = int.from_bytes(data[14:18], "little")
    if header < 40:
        width, height = int.from_bytes(data[18:20], "little"), int.from_bytes(data[20:22], "little")
        bits, compressed = int.from_bytes(data[24:26], "little"), 0
    else:
        width = int.from_bytes(data[18:22], "little", signed=True)
        height = abs(int.from_bytes(data[22:26], "little", signed=True))
        bits, compressed = int.from_bytes(data[28:30], "little"), int.from_bytes(data[30:34], "little")
    if compressed in (0, 3, 6):
        return len(data) >= start + (width * bits + 31) // 32 * 4 * height
    return len(data) >= int.from_bytes(data[2:6], "little")


# ── PDF ───────────────────────────────────────────────────────────────────────────────────────────────────────

_ACTIONS: Final = frozenset(
    {
        "/JavaScript",
        "/Launch",
        "/SubmitForm",
        "/ImportData",
        "/GoToE",
        "/Rendition",
        "/Movie",
        "/Sound",
        "/RichMediaExecute",
        "/SetOCGState",
        "/Trans",
        "/GoTo3DView",
    }
)
_CONTENTS: Final = frozenset({"/RichMedia", "/Screen", "/3D", "/Movie", "/Sound", "/FileAttachment"})
_KEYS: Final = ("/JS", "/EF", "/EmbeddedFiles", "/XFA", "/AA", "/JavaScript", "/RichMediaContent")


def inspect_pdf(data: bytes) -> Verdict:
    """The verdict on a PDF: it opens without a password, has pages, an end, and nothing that acts."""
    import pikepdf

    end = data.rfind(b"%%EOF")
    if end == -1:
        return "truncated", ""
    if len(data) - end - len(b"%%EOF") > TRAILING:
        return "trailing", ""
    try:
        with pikepdf.open(io.BytesIO(data), suppress_warnings=True) as pdf:
            if pdf.is_encrypted:
                return "encrypted", ""
            if len(pdf.objects) > MAX_OBJECTS:
                return "too_complex", ""
            pages = len(pdf.pages)
            if pages == 0:
                return "unreadable", "pdf"
            if pages > MAX_PAGES:
                return "too_many_pages", str(MAX_PAGES)
            return ("active", "") if _acts(pdf) else OK
    except pikepdf.PasswordError:
        return "encrypted", ""
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, OSError, RuntimeError):
        return "unreadable", "pdf"


def _acts(pdf: Any) -> bool:  # noqa: ANN401 - pikepdf's classes are only known here
    """Whether any object runs, sends, plays or carries something. Going to a page at opening is harmless."""
    import pikepdf

    waiting = [(found, 0) for found in pdf.objects]
    waiting.append((pdf.trailer, 0))
    while waiting:
        found, depth = waiting.pop()
        if isinstance(found, pikepdf.Array):
            inner = list(found.as_list())
        elif isinstance(found, pikepdf.Dictionary | pikepdf.Stream):
            if _dictionary_acts(found):
                return True
            inner = [value for _, value in found.items()]
        else:
            continue
        # Indirect objects are in `pdf.objects` already; only what is written in place is left to see.
        waiting.extend((value, depth + 1) for value in inner if _is_inline(value))
        if depth > 100:
            return True
    return False


def _is_inline(value: Any) -> bool:  # noqa: ANN401
    import pikepdf

    return isinstance(value, pikepdf.Array | pikepdf.Dictionary) and not value.is_indirect


def _dictionary_acts(found: Any) -> bool:  # noqa: ANN401
    if any(key in found for key in _KEYS):
        return True
    names = {str(found.get(key, "")) for key in ("/S", "/Subtype", "/Type")}
    return bool(names & _ACTIONS and "/S" in found) or bool(names & (_CONTENTS | {"/EmbeddedFile"}))


if __name__ == "__main__":
    sys.exit(main())
