"""Asking for an account, or for a new password. What is done is never said: known and unknown addresses look alike.

Each of the two costs the same whoever asks: one hash, one limit, one transaction with one mail in it.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace

from ..dossiers.cases import Moment
from ..store import IdTaken, StaleVersion
from ..store.people import Letter, SecretKind, StoredAccount
from .addresses import Address
from .passwords import provisional_password
from .registrar import ACCESS_PAGE, LINK_LIFE, PROVISIONAL_LIFE, Registrar, address_context, token_hash
from .throttle import stamp


@dataclass(frozen=True, slots=True)
class _Secret:
    """A secret that was just drawn: what is sent, and what is kept."""

    sent: str
    kind: SecretKind
    hashed: str
    until: str


def ask_account(registrar: Registrar, address: Address, moment: Moment) -> None:
    """Makes an account for an address and writes to it; to one that has an account already, only a notice.

    An account whose first password was never chosen gets a new secret: its first mail may be lost.
    Raises `StoreFull`.
    """
    login = registrar.login_of(address)
    secret = _first_secret(registrar, moment)
    found = registrar.stores.accounts.of_login(login)
    if not registrar.may_write(login, moment):
        registrar.stores.outbox.add(_decoy(registrar, moment))
    elif found is None:
        _create(registrar, address, login, secret, moment)
    elif not found.password:
        _renew(registrar, found, secret, _first_letter(registrar, found.id, address.sending, secret, moment))
    else:
        registrar.stores.outbox.add(_notice(registrar, found.id, address.sending, moment))


def ask_password(registrar: Registrar, address: Address, moment: Moment) -> None:
    """Sends a link to a new password, to an address that has an account; to no other. Raises `StoreFull`."""
    login = registrar.login_of(address)
    first = _first_secret(registrar, moment)
    found = registrar.stores.accounts.of_login(login)
    if not registrar.may_write(login, moment) or found is None:
        registrar.stores.outbox.add(_decoy(registrar, moment))
    elif not found.password:
        _renew(registrar, found, first, _first_letter(registrar, found.id, address.sending, first, moment))
    else:
        token = registrar.new_token()
        secret = _Secret(token, "link", token_hash(token), stamp(moment.instant + LINK_LIFE))
        letter = registrar.correspondence.letter(
            "password_forgotten",
            {},
            to=address.sending,
            account=found.id,
            at=moment.at,
            access=ACCESS_PAGE + token,
        )
        _renew(registrar, found, secret, letter)


def _first_secret(registrar: Registrar, moment: Moment) -> _Secret:
    """What opens a new account. A password is hashed either way: the time it takes must not tell what is sent."""
    until = stamp(moment.instant + PROVISIONAL_LIFE)
    password = provisional_password(registrar.draw)
    hashed = registrar.passwords.hash(password)
    if registrar.first_access == "password":
        return _Secret(password, "provisional", hashed, until)
    token = registrar.new_token()
    return _Secret(token, "link", token_hash(token), until)


def _first_letter(registrar: Registrar, account: str, to: str, secret: _Secret, moment: Moment) -> Letter:
    if secret.kind == "provisional":
        return registrar.correspondence.letter(
            "account_created",
            {"mot_de_passe": secret.sent},
            to=to,
            account=account,
            at=moment.at,
        )
    access = ACCESS_PAGE + secret.sent
    return registrar.correspondence.letter("access_link", {}, to=to, account=account, at=moment.at, access=access)


def _notice(registrar: Registrar, account: str, to: str, moment: Moment) -> Letter:
    return registrar.correspondence.letter("account_exists", {}, to=to, account=account, at=moment.at)


def _decoy(registrar: Registrar, moment: Moment) -> Letter:
    return registrar.correspondence.decoy("account_exists", at=moment.at)


def _create(registrar: Registrar, address: Address, login: str, secret: _Secret, moment: Moment) -> None:
    account = registrar.new_id()
    made = StoredAccount(
        id=account,
        login=login,
        address=registrar.sealer.seal(address.sending.encode(), address_context(account)),
        created=moment.at,
        secret=secret.hashed,
        secret_kind=secret.kind,
        secret_until=secret.until,
    )
    letter = _first_letter(registrar, account, address.sending, secret, moment)
    try:
        registrar.stores.accounts.create(made, letters=(letter,))
    except IdTaken:
        # Asked for twice at once: the other request has just written.
        registrar.stores.outbox.add(_decoy(registrar, moment))


def _renew(registrar: Registrar, account: StoredAccount, secret: _Secret, letter: Letter) -> None:
    changed = replace(account, secret=secret.hashed, secret_kind=secret.kind, secret_until=secret.until)
    with suppress(StaleVersion):  # asked for twice at once: the other request has just written
        registrar.stores.accounts.save(changed, expected=account.version, letters=(letter,))
