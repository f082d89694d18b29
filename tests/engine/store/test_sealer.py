"""Sealed bytes open with their key, in their place, whole; otherwise not at all."""

from __future__ import annotations

import hashlib
import hmac
import itertools
import pathlib
import re
import stat

import pytest
from cryptography.hazmat.primitives.ciphers import algorithms
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.kbkdf import KBKDFCMAC, CounterLocation, Mode
from hypothesis import given
from hypothesis import strategies as st

from engine.store import Unsealable
from engine.store.sealer import CHUNK_SIZE, DerivedCiphers, KeySealer, development_key, open_chunks, seal_chunks
from tests.engine.store.at_once import at_once

SEALER = KeySealer(bytes(range(32)))
OTHER_KEY = KeySealer(bytes(32))
FILE = b"0123456789abcdef" * (CHUNK_SIZE // 8)
"""Two chunks exactly, no byte equal to the next one."""


@pytest.mark.parametrize(
    ("key", "associated", "expected"),
    [
        (b"\x01", b"", "ce546ef63c9cc60765923609b33a9a1974e96e52daf2fcf7075e2271"),
        (b"\x03", b"c2sp.org/XAES-256-GCM", "986ec1832593df5443a179437fd083bf3fdb41abd740a21f71eb769d"),
    ],
)
def test_the_cipher_is_the_published_one(key: bytes, associated: bytes, expected: str) -> None:
    """The two test vectors of the specification of XAES-256-GCM (C2SP)."""
    nonce = b"ABCDEFGHIJKLMNOPQRSTUVWX"
    sealed = DerivedCiphers(key * 32).of(nonce).encrypt(nonce[12:], b"XAES-256-GCM", associated)
    assert sealed.hex() == expected


@given(st.binary(min_size=32, max_size=32), st.binary(min_size=24, max_size=24))
def test_keys_are_derived_as_the_standard_does(key: bytes, nonce: bytes) -> None:
    """NIST SP 800-108r1, counter mode, CMAC, by the library."""
    derivation = KBKDFCMAC(
        algorithm=algorithms.AES,
        mode=Mode.CounterMode,
        length=32,
        rlen=2,
        llen=None,
        location=CounterLocation.BeforeFixed,
        label=None,
        context=None,
        fixed=b"X\x00" + nonce[:12],
    )
    expected = AESGCM(derivation.derive(key)).encrypt(nonce[12:], b"plain", b"bound")
    assert DerivedCiphers(key).of(nonce).encrypt(nonce[12:], b"plain", b"bound") == expected


def test_many_threads_may_open_at_once() -> None:
    sealed = [SEALER.seal(b"%d" % number, "c") for number in range(8)]

    def opened(index: int) -> None:
        for _ in range(200):
            assert SEALER.open(sealed[index], "c") == b"%d" % index

    assert at_once(8, opened) == []


@given(st.binary(max_size=200), st.text(st.characters(codec="utf-8"), max_size=20))
def test_what_is_sealed_opens_in_its_place(plain: bytes, context: str) -> None:
    assert SEALER.open(SEALER.seal(plain, context), context) == plain


def test_the_same_text_is_never_sealed_twice_the_same() -> None:
    assert len({SEALER.seal(b"same", "c") for _ in range(100)}) == 100


def test_nothing_can_be_read_in_what_is_sealed() -> None:
    sealed = SEALER.seal(b"a-name-to-hide", "dossier:secret-id")
    assert b"a-name-to-hide" not in sealed
    assert b"secret-id" not in sealed


def test_another_place_or_key_does_not_open() -> None:
    sealed = SEALER.seal(b"x", "dossier:1")
    with pytest.raises(Unsealable):
        SEALER.open(sealed, "dossier:2")
    with pytest.raises(Unsealable):
        OTHER_KEY.open(sealed, "dossier:1")


def test_any_bit_changed_and_any_byte_missing_is_refused() -> None:
    sealed = SEALER.seal(b"plain text", "c")
    for index in range(len(sealed)):
        changed = bytearray(sealed)
        changed[index] ^= 1
        with pytest.raises(Unsealable):
            SEALER.open(bytes(changed), "c")
        with pytest.raises(Unsealable):
            SEALER.open(sealed[:index], "c")


def test_a_fingerprint_is_the_published_construction() -> None:
    """By another implementation: HKDF (RFC 5869) then HMAC (RFC 2104), both with SHA-256, by the command of OpenSSL."""
    told = SEALER.fingerprint("ana@example.test", "address")
    assert told == "4d8309319660631aa9fd62f1468770444e739671eb62edb37b63d1a2fe6b6eb2"


@given(st.text(st.characters(codec="utf-8")), st.text(st.characters(codec="utf-8")))
def test_a_fingerprint_is_always_the_same_64_digits(text: str, context: str) -> None:
    told = SEALER.fingerprint(text, context)
    assert told == KeySealer(bytes(range(32))).fingerprint(text, context)
    assert re.fullmatch("[0-9a-f]{64}", told)
    assert told != OTHER_KEY.fingerprint(text, context)


PAIRS = st.tuples(st.text("ab\0\x01", max_size=4), st.text("ab\0\x01", max_size=4))


@given(PAIRS, PAIRS)
def test_no_two_texts_or_contexts_share_a_fingerprint(first: tuple[str, str], second: tuple[str, str]) -> None:
    """Short ones of few characters: what would be cut elsewhere soon is."""
    assert (SEALER.fingerprint(*first) == SEALER.fingerprint(*second)) == (first == second)


def test_a_fingerprint_tells_neither_the_key_nor_its_plain_hash() -> None:
    """The key of fingerprints is of no other use: not the sealer's own, nor one derived for anything else."""
    text, key = b"ana@example.test", bytes(range(32))
    framed = b"\0\0\0\x07address" + text
    others = (
        {hashlib.sha256(said).hexdigest() for said in (text, b"address" + text, framed, key + framed)}
        | {
            hmac.digest(HKDF(SHA256(), 32, salt=None, info=info).derive(key), framed, "sha256").hex()
            for info in (None, b"PS1", b"PF1", b"PH1")
        }
        | {hmac.digest(key, framed, "sha256").hex()}
    )
    assert SEALER.fingerprint(text.decode(), "address") not in others


@pytest.mark.parametrize("size", [0, 16, 31, 33])
def test_a_key_has_its_length(size: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        KeySealer(bytes(size))


@pytest.mark.parametrize("size", [0, 1, CHUNK_SIZE - 1, CHUNK_SIZE, CHUNK_SIZE + 1, 2 * CHUNK_SIZE, 200_000])
@pytest.mark.parametrize("step", [1000, CHUNK_SIZE, 150_000])
def test_a_file_is_given_back_whatever_the_size_of_its_chunks(size: int, step: int) -> None:
    plain = (FILE * 2)[:size]
    sealed = b"".join(seal_chunks(SEALER, _cut(plain, step), "c"))
    assert b"".join(open_chunks(SEALER, _cut(sealed, step), "c")) == plain


def test_chunks_are_held_one_at_a_time() -> None:
    """A large file never sits whole in memory: each sealed chunk leaves as soon as the next one has come."""
    taken = itertools.count()
    endless = (bytes([next(taken) % 256]) * CHUNK_SIZE for _ in itertools.count())
    sealed = seal_chunks(SEALER, endless, "c")
    list(itertools.islice(sealed, 3))
    assert next(taken) == 3


def _cut(data: bytes, step: int) -> list[bytes]:
    return [data[at : at + step] for at in range(0, len(data), step)]


def _frames(context: str = "c", plain: bytes = FILE) -> list[bytes]:
    """Head, then one element per chunk."""
    return list(seal_chunks(SEALER, [plain], context))


def _opened(sealed: list[bytes], context: str = "c") -> bytes:
    return b"".join(open_chunks(SEALER, sealed, context))


def test_a_file_of_two_chunks_is_two_frames() -> None:
    assert len(_frames()) == 3
    assert _opened(_frames()) == FILE


def test_a_file_cut_between_or_within_its_chunks_is_refused() -> None:
    sealed = b"".join(_frames())
    head, first, _ = _frames()
    for size in (0, 2, 3, 7, len(head), len(head) + 3, len(head) + len(first), len(sealed) - 1):
        with pytest.raises(Unsealable):
            _opened([sealed[:size]])


def test_chunks_moved_repeated_removed_or_added_are_refused() -> None:
    head, first, last = _frames()
    moved = ([head, last, first], [head, first, first, last], [head, last], [head, first, last, last], [first, last])
    for sealed in (*moved, [head, first, last, b"x"], [head]):
        with pytest.raises(Unsealable):
            _opened(sealed)


def test_a_chunk_of_another_file_is_refused() -> None:
    head, first, _ = _frames()
    _, _, last_of_another = _frames()
    with pytest.raises(Unsealable):
        _opened([head, first, last_of_another])


def test_a_whole_file_in_the_place_of_another_is_refused() -> None:
    with pytest.raises(Unsealable):
        _opened(_frames("upload:1"), "upload:2")
    with pytest.raises(Unsealable):
        list(open_chunks(OTHER_KEY, _frames(), "c"))


def test_a_chunk_can_t_be_made_the_last_one() -> None:
    head, first, _ = _frames()
    with pytest.raises(Unsealable):
        _opened([head, b"\x01" + first[1:]])


def test_a_file_cut_to_its_key_is_not_an_empty_file() -> None:
    head, _, _ = _frames()
    with pytest.raises(Unsealable):
        _opened([head[:3] + b"\x01" + head[4:]])


@pytest.mark.parametrize("bit", [0x01, 0x80])
def test_every_byte_of_a_small_file_counts(bit: int) -> None:
    sealed = b"".join(_frames(plain=b"abc"))
    for index in range(len(sealed)):
        changed = bytearray(sealed)
        changed[index] ^= bit
        with pytest.raises(Unsealable):
            _opened([bytes(changed)])


def test_a_forged_length_does_not_fill_the_memory() -> None:
    head, _, _ = _frames()

    def endless() -> itertools.chain[bytes]:
        return itertools.chain([head, b"\x00\xff\xff\xff\xff"], itertools.repeat(bytes(CHUNK_SIZE)))

    with pytest.raises(Unsealable, match="frame"):
        list(open_chunks(SEALER, endless(), "c"))


def test_a_text_is_not_a_file_nor_a_file_a_text() -> None:
    with pytest.raises(Unsealable):
        _opened([SEALER.seal(b"x", "c")])
    with pytest.raises(Unsealable):
        SEALER.open(b"".join(_frames(plain=b"x")), "c")


def test_a_development_key_is_made_once_for_its_owner_alone(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "var" / "development.key"
    key = development_key(path)
    assert len(key) == 32
    assert key == development_key(path)
    assert key != development_key(tmp_path / "other.key")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [p.name for p in path.parent.iterdir()] == ["development.key"]


def test_workers_that_start_together_have_the_same_key(tmp_path: pathlib.Path) -> None:
    keys: list[bytes] = []
    assert at_once(8, lambda _: keys.append(development_key(tmp_path / "k"))) == []
    assert (len(keys), len(set(keys))) == (8, 1)


def test_a_key_that_others_may_read_is_refused(tmp_path: pathlib.Path) -> None:
    development_key(tmp_path / "k")
    (tmp_path / "k").chmod(0o640)
    with pytest.raises(PermissionError):
        development_key(tmp_path / "k")


@pytest.mark.parametrize("content", ["", "zz", "ab" * 31, "ab" * 33, "é"])
def test_a_damaged_key_is_refused_and_kept(content: str, tmp_path: pathlib.Path) -> None:
    path = tmp_path / "k"
    path.write_text(content, encoding="utf-8")
    path.chmod(0o600)
    with pytest.raises(ValueError, match="key file") as told:
        development_key(path)
    assert path.read_text(encoding="utf-8") == content
    assert not content or content not in str(told.value)
