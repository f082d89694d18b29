"""Of accounts and what is written to them, too, the store in memory and the one in SQLite answer the same."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from engine.store.people import Letter, StoredAccount, StoredPost
from tests.engine.store.both_stores import BothStores
from tests.engine.store.samples import account, dossier, frozen, letter, mail, session

PEOPLE = st.sampled_from(["a1", "a2", "a3"])
READERS = PEOPLE | st.just("")
LOGINS = st.sampled_from([None, "l1", "l2"])
IDENTITIES = st.sampled_from(["", "fc-1", "fc-2"])
SECRETS = st.sampled_from(["", "s1", "s2"])
TIMES = st.sampled_from(["2026-01-01T10", "2026-01-01T11", "2026-01-02T00", "2026-01-03T00"])
MAILS = st.sampled_from(["m1", "m2", "m3", "m4"])
LETTERS = st.lists(
    st.builds(letter, MAILS, READERS, TIMES) | st.builds(mail, MAILS, READERS, TIMES, TIMES), max_size=2
).map(tuple)
KEYS = st.sampled_from(["k1", "k2"])
TOKENS = st.sampled_from(["t1", "t2", "t3"])
DOSSIERS = st.sampled_from(["d1", "d2"])
CHANGES = st.fixed_dictionaries(
    {"password": st.sampled_from(["", "p"]), "secret": SECRETS, "closed_before": st.just("") | TIMES},
    optional={"recovery": st.just("r"), "reset": TIMES, "secret_kind": st.sampled_from(["provisional", "link"])},
)

ACCOUNTS = st.builds(lambda i, login, at, changes: account(i, login, at, **changes), PEOPLE, LOGINS, TIMES, CHANGES)


class SamePeople(BothStores):
    """Accounts, sessions, letters, limits and forms set aside, and the dossiers people own."""

    @rule(given=ACCOUNTS, letters=LETTERS, vouched=IDENTITIES)
    def open_account(self, given: StoredAccount, letters: tuple[Letter, ...], vouched: str) -> None:
        self.same(lambda s: s.accounts.create(given, letters=letters, identity=vouched))

    @rule(identity=PEOPLE, expected=st.integers(1, 3), letters=LETTERS, ends=st.booleans(), changes=CHANGES)
    def save(
        self, identity: str, expected: int, letters: tuple[Letter, ...], ends: bool, changes: dict[str, str]
    ) -> None:
        given = account(identity, "never", "never", **changes)
        self.same(lambda s: s.accounts.save(given, expected=expected, letters=letters, ends_sessions=ends))

    @rule(identity=PEOPLE, letters=LETTERS, ends=st.booleans(), changes=CHANGES)
    def save_again(self, identity: str, letters: tuple[Letter, ...], ends: bool, changes: dict[str, str]) -> None:
        found: StoredAccount | None = self.memory.accounts.load(identity)
        if found is not None:
            self.save(identity, found.version, letters, ends, changes)

    @rule(identity=PEOPLE)
    def close_account(self, identity: str) -> None:
        self.same(lambda s: s.accounts.delete(identity))

    @rule(identity=PEOPLE, vouched=st.sampled_from(["fc-1", "fc-2"]))
    def link(self, identity: str, vouched: str) -> None:
        self.same(lambda s: s.accounts.link(identity, vouched))

    @rule(identity=PEOPLE, vouched=st.sampled_from(["fc-1", "fc-2"]))
    def unlink(self, identity: str, vouched: str) -> None:
        self.same(lambda s: s.accounts.unlink(identity, vouched))

    @rule(token=TOKENS, owner=PEOPLE, at=TIMES, shared=st.booleans())
    def begin_session(self, token: str, owner: str, at: str, shared: bool) -> None:
        given = replace(session(token, at), owner=owner, shared=shared, stage="first_access", device="x")
        self.same(lambda s: s.sessions.create(given))

    @rule(owner=PEOPLE, but=st.just("") | TOKENS)
    def end_sessions(self, owner: str, but: str) -> None:
        self.same(lambda s: s.sessions.delete_of(owner, but=but))

    @rule(identity=DOSSIERS, owner=PEOPLE)
    def begin_dossier(self, identity: str, owner: str) -> None:
        self.same(lambda s: s.dossiers.create(dossier(identity, owner)))

    @rule(identity=DOSSIERS, letters=LETTERS)
    def deposit(self, identity: str, letters: tuple[Letter, ...]) -> None:
        self.same(
            lambda s: s.dossiers.deposit(
                dossier(identity),
                expected=1,
                site="75",
                sources={},
                freeze=lambda counter: frozen(counter, letters=letters),
            )
        )

    @rule(identity=DOSSIERS)
    def delete_dossier(self, identity: str) -> None:
        self.same(lambda s: s.dossiers.delete(identity))

    @rule(letters=LETTERS)
    def write(self, letters: tuple[Letter, ...]) -> None:
        self.same(lambda s: s.outbox.add(*letters))

    @rule(now=TIMES, until=TIMES, most=st.integers(-1, 3))
    def claim(self, now: str, until: str, most: int) -> None:
        self.same(lambda s: s.outbox.claim(now=now, until=until, most=most))

    @rule(identity=MAILS)
    def sent(self, identity: str) -> None:
        self.same(lambda s: s.outbox.sent(identity))

    @rule(identity=MAILS, due=TIMES)
    def later(self, identity: str, due: str) -> None:
        self.same(lambda s: s.outbox.later(identity, due))

    @rule(identity=MAILS, at=TIMES)
    def gave_up(self, identity: str, at: str) -> None:
        self.same(lambda s: s.outbox.gave_up(identity, at))

    @rule(before=TIMES)
    def forget_given_up(self, before: str) -> None:
        self.same(lambda s: s.outbox.forget_given_up(before))

    @rule(key=KEYS, at=TIMES, since=TIMES, most=st.integers(1, 3))
    def take(self, key: str, at: str, since: str, most: int) -> None:
        self.same(lambda s: s.limits.take(key, at=at, since=since, most=most))

    @rule(key=KEYS, at=TIMES)
    def note(self, key: str, at: str) -> None:
        self.same(lambda s: s.limits.note(key, at))

    @rule(key=KEYS, at=TIMES, since=TIMES, most=st.integers(0, 3))
    def note_after(self, key: str, at: str, since: str, most: int) -> None:
        def wait(number: int, last: str) -> dt.timedelta:
            return dt.timedelta(number, len(last)) if number > most else dt.timedelta()

        self.same(lambda s: s.limits.note_after(key, at=at, since=since, wait=wait))

    @rule(key=KEYS, at=TIMES)
    def take_event_back(self, key: str, at: str) -> None:
        self.same(lambda s: s.limits.take_back(key, at))

    @rule(key=KEYS)
    def clear(self, key: str) -> None:
        self.same(lambda s: s.limits.clear(key))

    @rule(before=TIMES)
    def forget(self, before: str) -> None:
        self.same(lambda s: s.limits.forget(before))

    @rule(owner=PEOPLE, at=TIMES, content=st.binary(max_size=2))
    def set_aside(self, owner: str, at: str, content: bytes) -> None:
        self.same(lambda s: s.posts.keep(StoredPost(owner, at, content)))

    @rule(owner=PEOPLE)
    def take_back(self, owner: str) -> None:
        self.same(lambda s: s.posts.take(owner))

    @rule(before=TIMES)
    def forget_posts(self, before: str) -> None:
        self.same(lambda s: s.posts.forget(before))

    @invariant()
    def all_is_read_the_same(self) -> None:
        self.same(
            lambda s: [
                (s.accounts.load(a), s.accounts.identities(a), s.sessions.of_owner(a), s.messages.of_account(a))
                for a in ("a1", "a2", "a3")
            ]
        )
        self.same(lambda s: [s.accounts.of_login(login) for login in ("l1", "l2", "never")])
        self.same(lambda s: [s.accounts.of_secret(secret) for secret in ("", "s1", "s2")])
        self.same(lambda s: [s.accounts.of_identity(identity) for identity in ("", "fc-1", "fc-2")])
        self.same(lambda s: [s.accounts.never_opened(before, now=before) for before in ("2026-01-02", "9")])
        self.same(lambda s: [s.messages.load(message) for message in ("m1", "m2", "m3", "m4")])
        self.same(lambda s: [s.sessions.find_with(token, "d1") for token in ("t1", "t2", "t3")])
        self.same(lambda s: [s.limits.count(key, "2026-01-01T10") for key in ("k1", "k2")])
        self.same(lambda s: s.outbox.state())
        self.same(lambda s: s.sessions.unused("9"))

    @invariant()
    def nothing_is_of_an_account_that_is_gone(self) -> None:
        known = {a for a in ("a1", "a2", "a3") if self.memory.accounts.load(a)}
        for message in ("m1", "m2", "m3", "m4"):
            found = self.memory.messages.load(message)
            assert found is None or found.account in known


TestSamePeople = SamePeople.TestCase
TestSamePeople.settings = settings(max_examples=settings().max_examples // 2, stateful_step_count=50)
