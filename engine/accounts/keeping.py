"""What an account's own holder does with it: a password, a recovery code, what opens again once it is given."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ..dossiers.cases import Moment
from ..store.people import StoredAccount
from .entering import TooSoon, try_key, trying
from .passwords import PasswordFault, faults_of
from .recovery import hash_of, opens, recovery_code
from .registrar import Registrar


@dataclass(frozen=True, slots=True)
class NotChosen:
    """Why a password was not taken."""

    faults: tuple[PasswordFault, ...]


def choose_password(
    registrar: Registrar, account: StoredAccount, new: str, moment: Moment
) -> StoredAccount | NotChosen:
    """Takes a new password and ends every session of the account; the caller begins a new one.

    When there was a password before, this one was made anew by mail: the next sign-in tells it, and what was written
    until now stays closed until the recovery code is given, if one was taken. Raises `StaleVersion`.
    """
    faults = faults_of(new, registrar.rule, login=registrar.address_of(account))
    if faults:
        return NotChosen(faults)
    anew = bool(account.password)
    changed = replace(
        account,
        password=registrar.passwords.hash(new),
        secret="",
        secret_kind="",
        secret_until="",
        reset=moment.at if anew else account.reset,
        closed_before=moment.at if anew and account.recovery else account.closed_before,
    )
    return registrar.stores.accounts.save(changed, expected=account.version, ends_sessions=True)


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

    Raises `StaleVersion`.
    """
    faults = faults_of(new, registrar.rule, login=registrar.address_of(account))
    if faults:
        return NotChosen(faults)
    changed = replace(account, password=registrar.passwords.hash(new))
    return registrar.stores.accounts.save(changed, expected=account.version, ends_sessions=True)


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


def told(registrar: Registrar, account: StoredAccount) -> StoredAccount:
    """Notes that the holder was told of a password made anew. Raises `StaleVersion`."""
    return registrar.stores.accounts.save(replace(account, reset=""), expected=account.version)
