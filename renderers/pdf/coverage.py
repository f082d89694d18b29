"""Which characters the fonts we print with can show.

PDF/UA forbids a character without a glyph, and the compiler then refuses the whole document. What people type is
anything: it is looked up here first, so that a rare character costs one sign and never the document.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from functools import cache
from pathlib import Path

FONTS = Path(__file__).parent / "fonts"
_LAST_SEGMENT = 0xFFFF


@cache
def families() -> tuple[frozenset[int], ...]:
    """For each family of fonts, the code points that all its styles can show."""
    styles: dict[str, list[frozenset[int]]] = {}
    for path in sorted(FONTS.glob("*.ttf")):
        styles.setdefault(path.stem.partition("-")[0], []).append(read_characters(path.read_bytes()))
    return tuple(frozenset.intersection(*found) for found in styles.values())


def read_characters(font: bytes) -> frozenset[int]:
    """The code points of a TrueType font, from the Unicode subtable (format 4) of its `cmap`.

    Raises `ValueError` when there is none. Source: the OpenType specification, chapter "cmap".
    """
    for index in range(struct.unpack_from(">H", font, 4)[0]):
        tag, _, table, _ = struct.unpack_from(">4sLLL", font, 12 + 16 * index)
        if tag != b"cmap":
            continue
        for record in range(struct.unpack_from(">H", font, table + 2)[0]):
            platform, encoding, offset = struct.unpack_from(">HHL", font, table + 4 + 8 * record)
            subtable = table + offset
            if (platform, encoding) == (3, 1) and struct.unpack_from(">H", font, subtable)[0] == 4:
                return frozenset(_mapped(font, subtable))
    raise ValueError("no Unicode character map of format 4")


def _mapped(font: bytes, subtable: int) -> Iterator[int]:
    """The code points of a format 4 subtable that lead to a glyph."""
    count = struct.unpack_from(">H", font, subtable + 6)[0] // 2
    width = 2 * count
    ends_at = subtable + 14
    starts_at = ends_at + width + 2
    deltas_at, ranges_at = starts_at + width, starts_at + 2 * width
    for segment in range(0, width, 2):
        end, start, delta, offset = (
            struct.unpack_from(">H", font, base + segment)[0] for base in (ends_at, starts_at, deltas_at, ranges_at)
        )
        for code in range(start, end + 1):
            glyph = code
            if offset:
                glyph = struct.unpack_from(">H", font, ranges_at + segment + offset + 2 * (code - start))[0]
            if (not offset or glyph) and (glyph + delta) % 0x10000 and code != _LAST_SEGMENT:
                yield code
