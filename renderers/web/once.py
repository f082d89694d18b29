"""What a page of the account says once, after a redirection: a cookie carries it, sealed for the account it is of.

So a page can be read again without doing again what it tells of.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeVar, get_args

from starlette.responses import Response

from engine.store import Unsealable

from .visits import Visit
from .words import N_

Once = Literal["code", "device", "unlinked"]
"""A recovery code, which is the text; or one of the sentences."""
SAID: Mapping[Once, str] = {
    "device": N_("Cet appareil est déconnecté."),
    "unlinked": N_("FranceConnect n'ouvre plus ce compte."),
}
SECONDS: Final = 300
_KINDS: Final = frozenset(get_args(Once))
_Answer = TypeVar("_Answer", bound=Response)


@dataclass(frozen=True, slots=True)
class Told:
    """What is to be said."""

    kind: Once
    text: str = ""


def give_once(visit: Visit, response: _Answer, kind: Once, text: str = "") -> _Answer:
    """Puts it on a redirection to a page of the same account."""
    sealed = visit.site.office.sealer.seal(json.dumps([kind, text]).encode(), _context(visit))
    visit.site.sessions.give_note(response, base64.urlsafe_b64encode(sealed).decode(), SECONDS)
    return response


def read_once(visit: Visit) -> Told | None:
    """What waits to be said to who asks; None when nothing does, or it is another account's."""
    cookie = visit.request.cookies.get(visit.site.sessions.note_cookie)
    if cookie is None:
        return None
    try:
        opened = visit.site.office.sealer.open(base64.urlsafe_b64decode(cookie), _context(visit))
        kind, text = json.loads(opened)
    except (Unsealable, ValueError):
        return None
    return Told(kind, text) if kind in _KINDS else None


def drop_once(visit: Visit, response: Response) -> None:
    """Takes it away: it was said."""
    visit.site.sessions.drop_note(response)


def _context(visit: Visit) -> str:
    return f"once:{visit.session.owner}"
