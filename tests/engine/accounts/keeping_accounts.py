"""A registrar over memory, a clock that is moved by hand, and the mails it has written."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from dataclasses import dataclass, field

from argon2.profiles import CHEAPEST

from engine.accounts.addresses import Address, read_address
from engine.accounts.asking import ask_account, ask_password
from engine.accounts.entering import Entered, TooSoon, Wrong, sign_in
from engine.accounts.keeping import NotChosen, choose_password
from engine.accounts.passwords import Passwords
from engine.accounts.registrar import Registrar
from engine.dossiers.cases import Moment
from engine.mails import Addressed, Correspondence, MailMode, opened_mail
from engine.spec import Portal
from engine.store import Stores
from engine.store.memory import open_memory
from engine.store.people import StoredAccount
from engine.store.sealer import KeySealer

NOON = dt.datetime(2026, 3, 10, 12, tzinfo=dt.UTC)
ANA, BOB = "ana@exemple.test", "bob@exemple.test"
GOOD, BETTER = "Un-mot-de-passe-7", "Un-autre-mot-de-passe-8"
HOME, AWAY = "192.0.2.1", "198.51.100.7"


@dataclass(slots=True)
class Desk:
    """Where accounts are kept in a test."""

    portal: Portal
    mode: MailMode = "guide"
    first_access: str = "password"
    now: dt.datetime = NOON
    stores: Stores = field(default_factory=open_memory)
    registrar: Registrar = field(init=False)
    numbers: itertools.count[int] = field(default_factory=itertools.count)

    def __post_init__(self) -> None:
        sealer = KeySealer(b"k" * 32)
        self.registrar = Registrar(
            stores=self.stores,
            sealer=sealer,
            correspondence=Correspondence(
                self.portal, sealer, self.mode, "https://exemple.test", "exemple.test", self.fresh
            ),
            passwords=Passwords(bytes, CHEAPEST),
            draw=lambda n: next(self.numbers) * 7919 % n,
            new_id=self.fresh,
            new_token=lambda: f"token-{self.fresh()}",
            first_access="link" if self.first_access == "link" else "password",
        )

    def fresh(self) -> str:
        return f"{next(self.numbers):032x}"

    @property
    def moment(self) -> Moment:
        return Moment(self.now.date(), self.now)

    def forward(self, **delta: float) -> None:
        self.now += dt.timedelta(**delta)

    # What people do

    def asks_account(self, address: str = ANA) -> None:
        ask_account(self.registrar, read(address), self.moment)

    def asks_password(self, address: str = ANA) -> None:
        ask_password(self.registrar, read(address), self.moment)

    def signs_in(self, password: str, address: str = ANA, source: str = HOME) -> Entered | Wrong | TooSoon:
        return sign_in(self.registrar, address, password, source, self.moment)

    def chooses(self, entered: object, password: str = GOOD) -> StoredAccount:
        assert isinstance(entered, Entered)
        chosen = choose_password(self.registrar, entered.account, password, self.moment)
        assert not isinstance(chosen, NotChosen), chosen
        return chosen

    def account(self, address: str = ANA, password: str = GOOD) -> StoredAccount:
        """An account whose password was chosen, as people get one."""
        self.asks_account(address)
        return self.chooses(self.signs_in(self.provisional(), address), password)

    # What was written

    @property
    def mails(self) -> list[Addressed]:
        """All mails that wait, but decoys, oldest first."""
        waiting = self.stores.outbox.claim(now="9", until="9", most=10_000)
        opened = [opened_mail(self.registrar.sealer, mail) for mail in waiting]
        return [mail for mail in opened if mail.to]

    def provisional(self) -> str:
        """The provisional password of the last mail."""
        found = re.search(r"provisoire\s*:\s*(\S+)", words_of(self.mails[-1]))
        assert found is not None
        return found[1]

    def token(self) -> str:
        """The token of the link of the last mail."""
        found = re.search(r"https://exemple\.test/acces/(\S+?)['\")\s]", repr(self.mails[-1]))
        assert found is not None
        return found[1]


def words_of(mail: Addressed) -> str:
    """The words of a mail, one line."""
    return " ".join(part for block in mail.written.body.blocks for part in re.findall(r"text='([^']*)'", repr(block)))


def read(address: str) -> Address:
    found = read_address(address)
    assert isinstance(found, Address)
    return found
