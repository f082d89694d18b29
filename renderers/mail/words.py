"""What both bodies of a mail ask of words and links."""

from __future__ import annotations

import re
import unicodedata

from engine.texts import LinkSpan

_WHOLE = re.compile(r"(?:https?://|mailto:)[^\s\\<>\"]+", re.IGNORECASE)
_JOINERS_AND_ISOLATES = "\u200c\u200d\u2068\u2069"


def is_whole(link: LinkSpan) -> bool:
    """Whether a link leads somewhere from a mailbox: a path or a document does not."""
    return link.kind == "external" and _WHOLE.fullmatch(link.target) is not None


def shown(words: str) -> str:
    """The words without controls and characters that hide, but for line ends, joiners, and what keeps a name written
    from right to left apart."""
    return "".join(c for c in words if c == "\n" or c in _JOINERS_AND_ISOLATES or not _hides(c))


def _hides(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cf", "Cs")
