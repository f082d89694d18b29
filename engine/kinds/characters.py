"""Which characters an answer may hold, and the one way it is written: composed, trimmed, single spaces.

Every script is accepted. What can't be seen is dropped where it means nothing, refused where it changes the order or
the reading of the rest.
"""

from __future__ import annotations

import re
import unicodedata

# Joiners are part of words in Persian, Hindi and others, so they stay. The rest shows nothing and is often pasted with
# a text: soft hyphen, zero-width space, word joiner, byte-order mark, marks that Arabic and Hebrew keyboards insert.
_JOINERS = "\u200c\u200d"
_MEANINGLESS = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff\u200e\u200f\u061c"))
_SPACES = re.compile(r"[^\S\n]+")
_LINE_ENDS = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_AROUND_LINE_ENDS = re.compile(r" ?\n ?")


def clean(text: str, *, lines: bool = False) -> str:
    """The text in normal form C, without what shows nothing, runs of spaces made one, trimmed.

    With `lines`, line ends are kept, as `\\n`; three or more in a row become two. Without, those inside are
    kept only for `forbidden` to find. Cleaning twice changes nothing.
    """
    text = _LINE_ENDS.sub("\n", text).translate(_MEANINGLESS)
    text = _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip(" \n")
    if lines:
        text = re.sub(r"\n{3,}", "\n\n", _AROUND_LINE_ENDS.sub("\n", text)).strip("\n")
    return "" if not text.strip(_JOINERS + " \n") else text


def forbidden(text: str, *, lines: bool = False) -> str | None:
    """The first character of a clean text that is refused, or None.

    Refused are controls, direction overrides and other format characters, halves of surrogate pairs, code points that
    are no character; and line ends unless `lines` is set.
    """
    return next((c for c in text if _refused(c) and not (lines and c == "\n")), None)


def name_of(character: str) -> str:
    """A character that can't be shown, as its number: `U+202E`."""
    return f"U+{ord(character):04X}"


def ascii_digits(text: str) -> str:
    """Decimal digits of any script as 0 to 9, for dates, phones and postcodes: people type them as they write."""
    return "".join(str(unicodedata.decimal(c, c)) for c in text)


def without_hidden(text: str) -> str:
    """Without any format character: for dates, numbers and codes, where none means anything."""
    return "".join(c for c in text if unicodedata.category(c) != "Cf")


def _refused(character: str) -> bool:
    category = unicodedata.category(character)
    if category == "Cf":
        return character not in _JOINERS
    return category in {"Cc", "Cs"} or (category == "Cn" and _is_noncharacter(ord(character)))


def _is_noncharacter(code: int) -> bool:
    return code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF
