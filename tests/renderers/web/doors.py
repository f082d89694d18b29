"""Everybody who may stand before the pages of one site, and one of each thing that those pages are about."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Literal, get_args

from engine.accounts.addresses import Address, read_address
from engine.accounts.asking import ask_password
from engine.accounts.keeping import NotChosen, choose_password, make_code
from engine.mails import opened_mail
from engine.spec import Catalogue
from engine.store import SessionStage
from renderers.web.site import Beside, Site
from tests.renderers.web.applicant import ANA, Applicant, Clock, account_on, site_of

Who = Literal["nobody", "ended", "first_access", "owner", "other", "closed", "developer"]
"""Nobody; Ana whose session has just ended; Ana who must first choose a password; Ana; Bob; Ana after a password made
anew by mail, her recovery code not given; Bob on a site in development."""

WHO: Final[tuple[Who, ...]] = get_args(Who)
BOB, CARLA = "bob@exemple.test", "carla@exemple.test"
NOTHING: Final = "0" * 32
"""The id of no dossier and of no message."""


@dataclass(slots=True)
class Door:
    """A site where Ana has a draft and a message, and Carla a link not used yet; in front of it, somebody."""

    site: Site
    dossier: str
    message: str
    link: str
    browser: Applicant
    csrf: str = ""
    over: bool = False

    def token(self, action: str) -> str:
        """What the forms of this browser hold: the token of its session, or that of the page before there is one."""
        if self.csrf and (not self.over or action.endswith("_dossier")):
            return self.csrf
        return self.browser.opens("/connexion").form["jeton"]


def door_of(catalogue: Catalogue, who: Who, mails: Path, jpeg: bytes | None = None) -> Door:
    """A site of its own for one of `WHO`; with a picture to join, the dossier is deposited."""
    clock = Clock()
    site = replace(site_of(catalogue, clock=clock, dev=who == "developer"), beside=Beside(mails=mails))
    ana = Applicant(site, ANA)
    ana.begins() if jpeg is None else ana.reaches_deposit(jpeg).press("deposer")
    door = Door(site, ana.root.removeprefix("/d/"), _message(site), _link(site), Applicant(site, ""))
    clock.forward(minutes=1)
    match who:
        case "nobody":
            pass
        case "owner" | "ended":
            _signs_in(door, ANA)
        case "first_access":
            _signs_in(door, ANA, "first_access")
        case "other" | "developer":
            _signs_in(door, BOB)
        case "closed":
            _made_anew(site)
            _signs_in(door, ANA)
    if who == "ended":
        clock.forward(minutes=31)
        door.over = True
    return door


def _signs_in(door: Door, address: str, stage: SessionStage = "open") -> None:
    sessions = door.site.sessions
    session, token = sessions.begin(account_on(door.site, address).id, door.site.clock(), stage=stage)
    door.browser.client.cookies.set(sessions.cookie, token, domain=door.browser.client.base_url.host, path="/")
    door.csrf = session.csrf


def _message(site: Site) -> str:
    account = account_on(site)
    letter = site.registrar.correspondence.letter(
        "account_created", {"mot_de_passe": "x"}, to=ANA, account=account.id, at=site.moment().at
    )
    assert letter.message is not None
    site.office.stores.outbox.add(letter)
    return letter.message.id


def _link(site: Site) -> str:
    account_on(site, CARLA)
    address = read_address(CARLA)
    assert isinstance(address, Address)
    ask_password(site.registrar, address, site.moment())
    waiting = site.office.stores.outbox.claim(now="9", until="9", most=100)
    found = re.search(r"/acces/([\w-]+)", repr([opened_mail(site.office.sealer, mail) for mail in waiting]))
    assert found is not None
    return found[1]


def _made_anew(site: Site) -> None:
    account, _ = make_code(site.registrar, account_on(site))
    chosen = choose_password(site.registrar, account, "Un-autre-mot-de-passe-8", site.moment())
    assert not isinstance(chosen, NotChosen)
    assert chosen.closed_before
