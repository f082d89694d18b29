"""Whatever is done to them in whatever order, the store in memory and the one in SQLite answer the same."""

from __future__ import annotations

import itertools
from collections.abc import Mapping

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from engine.store import Frozen, StoredUpload
from tests.engine.store.both_stores import BothStores
from tests.engine.store.samples import dossier, frozen, session, upload

DOSSIERS = st.sampled_from(["d1", "d2", "d3"])
UPLOADS = st.sampled_from(["u1", "u2", "u3", "u4"])
OWNERS = st.sampled_from(["o1", "o2"])
TIMES = st.sampled_from(["2026-01-01T10", "2026-01-01T11", "2026-01-02T00"])
REVISIONS = st.sampled_from(["r1", "r2"])
TOKENS = st.sampled_from(["t1", "t2"])
REQUESTS = st.sampled_from(["photo", "identite"])
GIVEN = st.builds(upload, UPLOADS, DOSSIERS, REQUESTS, digest=st.sampled_from("xyz"), blob=UPLOADS, at=TIMES)
SOURCES = st.dictionaries(st.sampled_from(["a.yaml", "b.yaml"]), st.binary(max_size=3))


class SameStores(BothStores):
    """Dossiers, uploads, revisions, and sessions of nobody."""

    @rule(identity=DOSSIERS, owner=OWNERS, content=st.binary(max_size=3), at=TIMES)
    def create(self, identity: str, owner: str, content: bytes, at: str) -> None:
        self.same(lambda s: s.dossiers.create(dossier(identity, owner, content, created=at, updated=at)))

    @rule(identity=DOSSIERS, expected=st.integers(1, 4), content=st.binary(max_size=3), at=TIMES, revision=REVISIONS)
    def save(self, identity: str, expected: int, content: bytes, at: str, revision: str) -> None:
        given = dossier(identity, content=content, updated=at, revision=revision)
        self.same(lambda s: s.dossiers.save(given, expected=expected))

    @rule(identity=DOSSIERS, content=st.binary(max_size=3))
    def save_again(self, identity: str, content: bytes) -> None:
        self.same(
            lambda s: s.dossiers.save(dossier(identity, content=content), expected=s.dossiers.load(identity).version)
        )

    @rule(identity=DOSSIERS, expected=st.integers(1, 3), site=st.sampled_from(["75", "13"]), sources=SOURCES)
    def deposit(self, identity: str, expected: int, site: str, sources: Mapping[str, bytes]) -> None:
        def freeze(counter: int) -> Frozen:
            return frozen(counter, site, revision=f"r{len(sources)}")

        self.same(
            lambda s: s.dossiers.deposit(
                dossier(identity, content=b"last"), expected=expected, site=site, sources=sources, freeze=freeze
            )
        )

    @rule(identity=DOSSIERS)
    def deposit_under_a_taken_number(self, identity: str) -> None:
        self.same(
            lambda s: s.dossiers.deposit(
                dossier(identity), expected=1, site="75", sources={}, freeze=lambda _: frozen(1)
            )
        )

    @rule(identity=DOSSIERS)
    def delete(self, identity: str) -> None:
        self.same(lambda s: s.dossiers.delete(identity))

    @rule(given=GIVEN, maximum=st.integers(0, 2))
    def add(self, given: StoredUpload, maximum: int) -> None:
        self.same(lambda s: s.uploads.add(given, maximum=maximum))

    @rule(identity=UPLOADS, of=DOSSIERS)
    def remove(self, identity: str, of: str) -> None:
        self.same(lambda s: s.uploads.remove(of, identity))

    @rule(identity=UPLOADS, of=DOSSIERS, item=st.sampled_from(["", "passeport"]))
    def set_item(self, identity: str, of: str, item: str) -> None:
        self.same(lambda s: s.uploads.set_item(of, identity, item))

    @rule(token=TOKENS, at=TIMES)
    def begin_session(self, token: str, at: str) -> None:
        self.same(lambda s: s.sessions.create(session(token, at)))

    @rule(token=TOKENS, at=TIMES)
    def touch_session(self, token: str, at: str) -> None:
        self.same(lambda s: s.sessions.touch(token, at))

    @rule(token=TOKENS)
    def end_session(self, token: str) -> None:
        self.same(lambda s: s.sessions.delete(token))

    @rule(before=TIMES)
    def unused_sessions(self, before: str) -> None:
        self.same(lambda s: s.sessions.unused(before))

    @invariant()
    def all_is_read_the_same(self) -> None:
        for identity in ("d1", "d2", "d3"):
            self.same(lambda s, i=identity: s.dossiers.load(i))  # type: ignore[misc]  # a default binds the loop's value
            self.same(lambda s, i=identity: s.uploads.of_dossier(i))  # type: ignore[misc]  # the same
        for owner in ("o1", "o2", "owner-1"):
            self.same(lambda s, o=owner: s.dossiers.of_owner(o))  # type: ignore[misc]  # the same
        for revision in ("r0", "r1", "r2"):
            self.same(lambda s, r=revision: s.revisions.sources(r))  # type: ignore[misc]  # the same
        for token, identity in itertools.product(("t1", "t2"), ("d1", "d2", "d3")):
            self.same(lambda s, t=token, i=identity: s.sessions.find_with(t, i))  # type: ignore[misc]  # the same
        for token in ("t1", "t2"):
            self.same(lambda s, t=token: s.sessions.find(t))  # type: ignore[misc]  # the same
        for before in ("2026-01-01T11", "9"):
            self.same(lambda s, b=before: s.dossiers.drafts(b))  # type: ignore[misc]  # the same
        self.same(lambda s: s.uploads.blobs())


TestSameStores = SameStores.TestCase
TestSameStores.settings = settings(max_examples=settings().max_examples // 2, stateful_step_count=40)
