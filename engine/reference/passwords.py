"""The passwords that people choose most, hence those that are tried first.

Source: the 19,640 most frequent of published leaks, in lower case, as Django ships them (see data/LICENCES.md).
"""

from __future__ import annotations

import gzip
from functools import lru_cache
from pathlib import Path

SOURCE = Path(__file__).parent / "data" / "django-5.2.19" / "common-passwords.txt.gz"


@lru_cache(maxsize=1)
def common_passwords() -> frozenset[str]:
    """All of them, case-folded. Read at first use: some 10 ms, 2 MB."""
    with gzip.open(SOURCE, "rt", encoding="utf-8") as lines:
        return frozenset(line.strip().casefold() for line in lines)
