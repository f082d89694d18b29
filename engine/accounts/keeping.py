"""What an account's own holder does with it: a password, a recovery code, what opens again once it is given."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Final

from ..dossiers.cases import Moment
from ..store import StaleVersion
from ..store.people import StoredAccount
from .entering import TooSoon, try_key, trying
from .passwords import PasswordFault, faults_of
from .recovery import hash_of, opens, recovery_code
from .registrar import Registrar

TOLD_FOR: Final = dt.timedelta(days=30)
"""How long the personal space tells of a password made anew by mail."""
_RESETS_KEPT: Final = 5
_TRIES: Final = 3


@dataclass(frozen=True, slots=True)
class NotChosen:
    """Why a password was not taken."""

    faults: tuple[PasswordFault, ...]


def choose_password(
    registrar: Registrar, account: StoredAccount, new: str, moment: Moment
) -> StoredAccount | NotChosen:
    """Takes a new password and ends every session of the account; the caller begins a new one.

    When there was a password before, this one was made anew by mail: the personal space tells it, and what was written
    until now stays closed until the recovery code is given, if one was taken. Raises `StaleVersion`.
    """
    if faults := _faults(registrar, account, new):
        return NotChosen(faults)
    anew = bool(account.password)
    changed = replace(
        account,
        password=registrar.passwords.hash(new),
        secret="",
        secret_kind="",
        secret_until="",
        reset=" ".join((*resets(account), moment.at)[-_RESETS_KEPT:]) if anew else account.reset,
        closed_before=moment.at if anew and account.recovery else account.closed_before,
    )
    return registrar.stores.accounts.save(changed, expected=account.version, ends_sessions=True)


def _faults(registrar: Registrar, account: StoredAccount, new: str) -> tuple[PasswordFault, ...]:
    """What is wrong with a new password. The one before is refused, and the one a mail gave: who reads the mail would
    know it (ASVS 6.4.1)."""
    faults = faults_of(new, registrar.rule, login=registrar.address_of(account))
    before = account.password or account.secret
    return faults if faults or not registrar.passwords.verify(before, new) else (PasswordFault("A080"),)


def prove_password(
    registrar: Registrar, account: StoredAccount, typed: str, source: str, moment: Moment
) -> StoredAccount | TooSoon | None:
    """Whether who is signed in knows the password: the account, or None when they don't; delays grow as at sign-in."""
    key = try_key(registrar, source, f"password:{account.id}")
    if (soon := trying(registrar, key, moment)) is not None:
        return soon
    if not registrar.passwords.verify(account.password, typed):
        return None
    registrar.stores.limits.clear(key)
    return account


def change_password(registrar: Registrar, account: StoredAccount, new: str) -> StoredAccount | NotChosen:
    """Replaces a password by somebody who is signed in and has just given the one before. Ends every session.

    A link to a new password that was asked for until now opens nothing any more. Raises `StaleVersion`.
    """
    if faults := _faults(registrar, account, new):
        return NotChosen(faults)
    changed = replace(account, password=registrar.passwords.hash(new), secret="", secret_kind="", secret_until="")
    return registrar.stores.accounts.save(changed, expected=account.version, ends_sessions=True)


def end_everywhere(registrar: Registrar, owner: str) -> None:
    """Ends every session of an account; a link that was sent and not used yet opens nothing any more."""
    for _ in range(_TRIES):
        account = registrar.stores.accounts.load(owner)
        if account is None:
            return
        changed = replace(account, secret="", secret_kind="", secret_until="")
        with suppress(StaleVersion):  # something else was just saved: read again
            registrar.stores.accounts.save(changed, expected=account.version, ends_sessions=True)
            return
    registrar.stores.sessions.delete_of(owner)


def make_code(registrar: Registrar, account: StoredAccount) -> tuple[StoredAccount, str]:
    """A new recovery code, in place of the one before: shown once, kept as a hash. Raises `StaleVersion`."""
    code = recovery_code(registrar.draw)
    return registrar.stores.accounts.save(replace(account, recovery=hash_of(code)), expected=account.version), code


def give_code(
    registrar: Registrar, account: StoredAccount, typed: str, source: str, moment: Moment
) -> StoredAccount | TooSoon | None:
    """Opens again what a password made anew by mail had closed; None when the code is not the account's.

    Raises `StaleVersion`.
    """
    key = try_key(registrar, source, f"code:{account.id}")
    if (soon := trying(registrar, key, moment)) is not None:
        return soon
    if not opens(account.recovery, typed):
        return None
    registrar.stores.limits.clear(key)
    return registrar.stores.accounts.save(replace(account, closed_before=""), expected=account.version)


def resets(account: StoredAccount) -> tuple[str, ...]:
    """The instants at which the password was made anew by mail, the last ones, oldest first."""
    return tuple(account.reset.split())


def resets_to_tell(account: StoredAccount, moment: Moment) -> tuple[str, ...]:
    """Those of the last days. They are told each time: whoever made one must not be able to have it untold."""
    return tuple(at for at in resets(account) if moment.instant - dt.datetime.fromisoformat(at) <= TOLD_FOR)
