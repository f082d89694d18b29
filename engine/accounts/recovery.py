"""The recovery code: what opens an account's earlier dossiers once its password was made anew by mail.

Whoever reads the mailbox can have a password made; the code is on paper, or in a friend's keeping. It has 100 random
bits in Crockford's base 32, which has no letter that is taken for a digit: it may be copied by hand and read aloud.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from typing import Final

from ..kinds.characters import ascii_digits

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SYMBOLS: Final = 20
_GROUP: Final = 5
_MOST_TYPED: Final = 200
_SEPARATORS: Final = " -–—_.\t\u00a0\u202f"
_MISREAD: Final = str.maketrans({"O": "0", "I": "1", "L": "1", **dict.fromkeys(_SEPARATORS, "")})


def recovery_code(draw: Callable[[int], int]) -> str:
    """A new code, `7K3XP-0QZ4M-HN8RT-2VD6W`. `draw(n)` gives a random number from 0 to n-1, all as likely."""
    symbols = "".join(ALPHABET[draw(len(ALPHABET))] for _ in range(SYMBOLS))
    return "-".join(symbols[start : start + _GROUP] for start in range(0, SYMBOLS, _GROUP))


def read_recovery_code(text: str) -> str:
    """The symbols of a code as people type it: in any case, grouped or not, with O for 0, I or L for 1.

    Empty for what is no code. Reading what was read changes nothing.
    """
    if len(text) > _MOST_TYPED:
        return ""
    symbols = ascii_digits(text).upper().translate(_MISREAD)
    return symbols if len(symbols) == SYMBOLS and all(s in ALPHABET for s in symbols) else ""


def hash_of(code: str) -> str:
    """What is kept of a code: SHA-256 of its symbols, in hexadecimal.

    A slow hash would protect nothing more: nobody tries 2^100 codes. Raises `ValueError` for what is no code.
    """
    symbols = read_recovery_code(code)
    if not symbols:
        raise ValueError("not a recovery code")
    return hashlib.sha256(symbols.encode("ascii")).hexdigest()


def opens(kept: str, text: str) -> bool:
    """Whether what a person typed is the code whose hash is `kept` (empty: there is none). In constant time."""
    symbols = read_recovery_code(text)
    given = hashlib.sha256(symbols.encode("ascii")).hexdigest()
    return hmac.compare_digest(kept, given) and bool(symbols)
