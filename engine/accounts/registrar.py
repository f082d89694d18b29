"""What the life of accounts needs, and what all its parts share: fingerprints, secrets, letters."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, Literal

from ..dossiers.cases import Moment
from ..mails import Correspondence
from ..store import Sealer, Stores
from ..store.people import StoredAccount
from .addresses import Address
from .passwords import PasswordRule, Passwords
from .throttle import Limits

FirstAccess = Literal["password", "link"]

PROVISIONAL: Final = "provisional"
LINK: Final = "link"
PROVISIONAL_LIFE: Final = dt.timedelta(hours=72)
"""How long what opens a new account is good for, a password or a link."""
ACCESS_PAGE: Final = "/acces/"
"""Where links lead, their token after it."""
LINK_LIFE: Final = dt.timedelta(hours=2)
"""How long a link to a new password is good for."""


@dataclass(frozen=True, slots=True)
class Registrar:
    """Keeps accounts.

    Chance comes from outside: `draw(n)` gives 0 ≤ i < n, `new_id` and `new_token` texts nobody guesses.
    """

    stores: Stores
    sealer: Sealer
    correspondence: Correspondence
    passwords: Passwords
    draw: Callable[[int], int]
    new_id: Callable[[], str]
    new_token: Callable[[], str]
    rule: PasswordRule = field(default_factory=PasswordRule)
    first_access: FirstAccess = "password"
    limits: Limits = field(default_factory=Limits)

    def login_of(self, address: Address) -> str:
        """What an account is found by."""
        return self.sealer.fingerprint(address.login, "login")

    def address_of(self, account: StoredAccount) -> str:
        """The address mails go to; empty for an account that has none."""
        return self.sealer.open(account.address, address_context(account.id)).decode()

    def may_write(self, login: str, moment: Moment) -> bool:
        """Counts one more mail to an address, unless there were too many lately: nobody's mailbox is to be flooded."""
        limit = self.limits.mails_to_address
        since = limit.since(moment.instant)
        return self.stores.limits.take(f"mails:{login}", at=moment.at, since=since, most=limit.most) is None


def address_context(account: str) -> str:
    """What the address of an account is bound to when it is sealed."""
    return f"account-address:{account}"


def token_hash(token: str) -> str:
    """What is kept of a token of 256 random bits: nobody finds it by trying, so a plain hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()
