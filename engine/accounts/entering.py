"""Signing in with a password, a link or another site's word; the delays that grow for whoever guesses."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from ..dossiers.cases import Moment
from ..store import IdTaken, SessionStage, StaleVersion
from ..store.people import StoredAccount
from .addresses import Address, read_address
from .registrar import LINK, PROVISIONAL, Registrar, address_context, token_hash
from .throttle import stamp, wait


@dataclass(frozen=True, slots=True)
class Entered:
    """Somebody who may have a session, at this stage."""

    account: StoredAccount
    stage: SessionStage


@dataclass(frozen=True, slots=True)
class Wrong:
    """No account opens with this; nothing more is said."""


@dataclass(frozen=True, slots=True)
class TooSoon:
    """Too many failures came from there: the next try counts from `until` on."""

    until: dt.datetime


def sign_in(registrar: Registrar, typed: str, password: str, source: str, moment: Moment) -> Entered | Wrong | TooSoon:
    """Checks an identifier and a password typed at `source`. A provisional password opens once, and only for a new one.

    Failures are counted for the source and this identifier together: who attacks from elsewhere delays nobody but
    themselves. Each try is counted before it is checked, so that many at once gain nothing.
    """
    address = read_address(typed)
    login = registrar.login_of(address) if isinstance(address, Address) else registrar.sealer.fingerprint(typed, "none")
    key = try_key(registrar, source, login)
    if (wait := waiting(registrar, key, moment)) is not None:
        return wait
    if (crowd := _crowd(registrar, source, moment)) is not None:
        return crowd
    registrar.stores.limits.note(key, moment.at)
    account = registrar.stores.accounts.of_login(login)
    entered = _opened(registrar, account, password, moment)
    if isinstance(entered, Entered):
        registrar.stores.limits.clear(key)
    return entered


def try_key(registrar: Registrar, source: str, login: str) -> str:
    """What failures are counted under."""
    return "try:" + registrar.sealer.fingerprint(f"{source}\n{login}", "try")


def waiting(registrar: Registrar, key: str, moment: Moment) -> TooSoon | None:
    """The delay that earlier failures cost, when it is not over."""
    failures, last = registrar.stores.limits.count(key, stamp(moment.instant - registrar.limits.failures))
    left = wait(failures, last, moment.instant)
    return TooSoon(moment.instant + left) if left else None


def _crowd(registrar: Registrar, source: str, moment: Moment) -> TooSoon | None:
    """The wider limit of one source, whoever it tries: a telephone network may hide a town behind one address."""
    limit = registrar.limits.sign_ins_of_source
    key = "source:" + registrar.sealer.fingerprint(source, "source")
    since = limit.since(moment.instant)
    oldest = registrar.stores.limits.take(key, at=moment.at, since=since, most=limit.most)
    return TooSoon(dt.datetime.fromisoformat(oldest) + limit.period) if oldest is not None else None


def _opened(registrar: Registrar, account: StoredAccount | None, password: str, moment: Moment) -> Entered | Wrong:
    """One hash is computed whatever there is: none of the ways to be wrong takes less time."""
    hashed, stage = _opens_with(account, moment)
    if stage == "first_access":
        password = password.strip()  # a telephone copies spaces with it, and it has none
    right = registrar.passwords.verify(hashed, password)
    if not right or account is None or not hashed:
        return Wrong()
    try:
        if stage == "first_access":
            return Entered(_used(registrar, account), stage)
        if registrar.passwords.needs_rehash(hashed):
            changed = replace(account, password=registrar.passwords.hash(password))
            account = registrar.stores.accounts.save(changed, expected=account.version)
        return Entered(account, stage)
    except StaleVersion:
        return Wrong()  # the same secret was just used elsewhere


def _opens_with(account: StoredAccount | None, moment: Moment) -> tuple[str, SessionStage]:
    if account is None:
        return "", "open"
    if account.password:
        return account.password, "open"
    usable = account.secret_kind == PROVISIONAL and moment.at <= account.secret_until
    return (account.secret, "first_access") if usable else ("", "open")


def link_is_good(registrar: Registrar, token: str, moment: Moment) -> bool:
    """Whether a link still opens something. Reading its page uses nothing up: mail scanners open links."""
    return _of_link(registrar, token, moment) is not None


def use_link(registrar: Registrar, token: str, moment: Moment) -> Entered | Wrong:
    """Uses a link up: a new password may then be chosen."""
    account = _of_link(registrar, token, moment)
    if account is None:
        return Wrong()
    try:
        return Entered(_without_secret(registrar, account), "first_access")
    except StaleVersion:
        return Wrong()


def _of_link(registrar: Registrar, token: str, moment: Moment) -> StoredAccount | None:
    account = registrar.stores.accounts.of_secret(token_hash(token))
    if account is None or account.secret_kind != LINK or moment.at > account.secret_until:
        return None
    return account


def _used(registrar: Registrar, account: StoredAccount) -> StoredAccount:
    """The account, its provisional password used up: its hash stays until another one is chosen, which it can't be."""
    used = replace(account, secret_kind="", secret_until="")
    return registrar.stores.accounts.save(used, expected=account.version)


def _without_secret(registrar: Registrar, account: StoredAccount) -> StoredAccount:
    used = replace(account, secret="", secret_kind="", secret_until="")
    return registrar.stores.accounts.save(used, expected=account.version)


def identity_key(registrar: Registrar, issuer: str, subject: str) -> str:
    """What an identity that another site vouches for is kept as. A subject is only ever that of its issuer."""
    return registrar.sealer.fingerprint(f"{issuer}\n{subject}", "identity")


def enter_by_identity(registrar: Registrar, issuer: str, subject: str, email: str, moment: Moment) -> Entered | Wrong:
    """Signs in whom another site vouches for, by its own name for them (`sub`), never by their address.

    The first time, an account is made; mails go to the address that site gives. `Wrong` when it gives none.
    """
    identity = identity_key(registrar, issuer, subject)
    found = registrar.stores.accounts.of_identity(identity)
    if found is not None:
        return Entered(found, "open")
    address = read_address(email)
    if not isinstance(address, Address):
        return Wrong()
    account = registrar.new_id()
    sealed = registrar.sealer.seal(address.sending.encode(), address_context(account))
    made = StoredAccount(id=account, login=None, address=sealed, created=moment.at)
    try:
        registrar.stores.accounts.create(made, identity=identity)
    except IdTaken:
        found = registrar.stores.accounts.of_identity(identity)
        return Entered(found, "open") if found is not None else Wrong()
    return Entered(made, "open")
