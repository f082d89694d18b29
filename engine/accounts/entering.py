"""Signing in with a password, a link or another site's word; the delays that grow for whoever guesses."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from ..dossiers.cases import Moment
from ..store import IdTaken, SessionStage, StaleVersion
from ..store.people import StoredAccount
from .addresses import Address, read_address
from .registrar import LINK, PROVISIONAL, Registrar, address_context, token_hash
from .throttle import Limit, stamp, wait


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
    themselves. Each try is counted before it is checked, so that many at once gain nothing; a right one is taken back.
    """
    address = read_address(typed)
    login = registrar.login_of(address) if isinstance(address, Address) else registrar.sealer.fingerprint(typed, "none")
    key = try_key(registrar, source, login)
    if (soon := waiting(registrar, key, moment)) is not None:
        return soon
    counted = _counted_of_source(registrar, source, moment)
    if isinstance(counted, TooSoon):
        return counted
    limits = registrar.stores.limits
    if (soon := trying(registrar, key, moment)) is not None:
        limits.take_back(counted.key, moment.at)  # it came together with others, and is not checked
        return soon
    account = registrar.stores.accounts.of_login(login)
    entered = _opened(registrar, account, password, moment)
    if isinstance(entered, Entered):
        limits.clear(key)
        if not counted.slow:
            limits.take_back(counted.key, moment.at)
    return entered


def try_key(registrar: Registrar, source: str, login: str) -> str:
    """What failures are counted under."""
    return "try:" + registrar.sealer.fingerprint(f"{source}\n{login}", "try")


def waiting(registrar: Registrar, key: str, moment: Moment) -> TooSoon | None:
    """The delay that earlier failures cost, when it is not over."""
    failures, last = registrar.stores.limits.count(key, _remembered(registrar, moment))
    left = wait(failures, last, moment.instant)
    return TooSoon(moment.instant + left) if left else None


def trying(registrar: Registrar, key: str, moment: Moment) -> TooSoon | None:
    """Counts one try as a failure, until it is known to be none; `TooSoon` when earlier ones cost a delay not over.

    Both in one step of the store: of many that come together as a delay ends, one is checked.
    """
    left = registrar.stores.limits.note_after(
        key,
        at=moment.at,
        since=_remembered(registrar, moment),
        wait=lambda failures, last: wait(failures, last, moment.instant),
    )
    return TooSoon(moment.instant + left) if left else None


def _remembered(registrar: Registrar, moment: Moment) -> str:
    return stamp(moment.instant - registrar.limits.failures)


@dataclass(frozen=True, slots=True)
class _Counted:
    """What one try of a source is counted under."""

    key: str
    slow: bool


def _counted_of_source(registrar: Registrar, source: str, moment: Moment) -> _Counted | TooSoon:
    """The wider limit of one source, whoever it tries: a telephone network may hide a town behind one address.

    Over it, whoever is behind that address is still let in, slowly: one of them used it up, and not the others.
    """
    named = registrar.sealer.fingerprint(source, "source")
    failures, slowly = _Counted(f"source:{named}", slow=False), _Counted(f"slow:{named}", slow=True)
    if _taken(registrar, failures, registrar.limits.failures_of_source, moment) is None:
        return failures
    until = _taken(registrar, slowly, registrar.limits.slow_sign_ins_of_source, moment)
    return TooSoon(until) if until is not None else slowly


def _taken(registrar: Registrar, counted: _Counted, limit: Limit, moment: Moment) -> dt.datetime | None:
    """Counts one try, and gives None; or until when no more are let through."""
    since = limit.since(moment.instant)
    oldest = registrar.stores.limits.take(counted.key, at=moment.at, since=since, most=limit.most)
    return dt.datetime.fromisoformat(oldest) + limit.period if oldest is not None else None


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
