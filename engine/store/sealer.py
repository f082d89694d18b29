"""Sealing: nothing readable is ever written.

Short texts are sealed with XAES-256-GCM (AES-256-GCM under a key derived for each message, so that random nonces never
run out); files in chunks of 64 KiB, each bound to its place in its file.

    sealed bytes   "PS1"  nonce (24)  ciphertext and tag
    sealed file    "PF1"  frame(sealed file key)  frame(chunk 0)  frame(chunk 1) ...
    frame          final? (1)  length (4, big-endian)  bytes: of a chunk, ciphertext and tag by AES-256-GCM

What must be found without being read is kept as a fingerprint: HMAC-SHA-256 under a key of its own.

    fingerprint    of  length of the context in UTF-8 (4, big-endian)  context  text
"""

from __future__ import annotations

import contextlib
import hmac
import os
import pathlib
import struct
import threading
from collections.abc import Iterable, Iterator
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from . import Sealer, Unsealable

KEY_SIZE: Final = 32
CHUNK_SIZE: Final = 65_536

_TEXT_MARK: Final = b"PS1"
_FILE_MARK: Final = b"PF1"
_NONCE_SIZE: Final = 24
_TAG_SIZE: Final = 16
_BLOCK_SIZE: Final = 16
_LARGEST_BLOCK: Final = (1 << 128) - 1
_POLYNOMIAL: Final = 1 << 128 | 0x87
"""What doubling a block is reduced by (NIST SP 800-38B, section 6.1)."""
_COUNTED: Final = int.from_bytes(b"".join(bytes((0, counter)) + b"X\x00" + bytes(12) for counter in (1, 2)))
"""The two messages of a derivation, but for the half of a nonce that ends each."""
_FRAME: Final = struct.Struct(">BI")
_CONTEXT_LENGTH: Final = struct.Struct(">I")
_FINGERPRINTS: Final = b"PH1 fingerprints"
"""What the key of fingerprints is derived for (RFC 5869, `info`): never changed, as each one kept depends on it."""
_LONGEST_FRAME: Final = CHUNK_SIZE + _TAG_SIZE


class KeySealer:
    """`Sealer` with one key of 32 random bytes. Raises `ValueError` for a key of another length."""

    def __init__(self, key: bytes) -> None:
        if len(key) != KEY_SIZE:
            raise ValueError(f"a key has {KEY_SIZE} bytes")
        self._derived = DerivedCiphers(key)
        self._fingerprints = HKDF(SHA256(), KEY_SIZE, salt=None, info=_FINGERPRINTS).derive(key)

    def seal(self, plain: bytes, context: str) -> bytes:
        nonce = os.urandom(_NONCE_SIZE)
        return _TEXT_MARK + nonce + self._derived.of(nonce).encrypt(nonce[12:], plain, _bound(context))

    def open(self, sealed: bytes, context: str) -> bytes:
        mark, nonce = sealed[: len(_TEXT_MARK)], sealed[len(_TEXT_MARK) : len(_TEXT_MARK) + _NONCE_SIZE]
        body = sealed[len(_TEXT_MARK) + _NONCE_SIZE :]
        if mark != _TEXT_MARK or len(body) < _TAG_SIZE:
            raise Unsealable("not sealed by this release")
        try:
            return self._derived.of(nonce).decrypt(nonce[12:], body, _bound(context))
        except InvalidTag:
            raise Unsealable("another key, another place, or changed bytes") from None

    def fingerprint(self, text: str, context: str) -> str:
        place = context.encode()
        # Its length first: no context and text can be cut elsewhere into another context and another text.
        told = _CONTEXT_LENGTH.pack(len(place)) + place + text.encode()
        return hmac.digest(self._fingerprints, told, "sha256").hex()


class DerivedCiphers:
    """The ciphers of XAES-256-GCM under one key: AES-256-GCM, each with the key that half of a nonce derives.

    The derivation is that of NIST SP 800-108r1 in counter mode over CMAC. Its two messages are one block long, so it
    comes down to two blocks of AES under a subkey made once (C2SP, XAES-256-GCM, "Overview"); that costs a fifth of
    the general function, and each page opens a dossier.
    """

    def __init__(self, key: bytes) -> None:
        # Of a block that is derived, never of a message: equal blocks would be equal messages.
        self._blocks = Cipher(algorithms.AES(key), modes.ECB()).encryptor()  # noqa: S305
        self._lock = threading.Lock()
        zero = int.from_bytes(self._blocks.update(bytes(_BLOCK_SIZE)))
        doubled = zero << 1
        subkey = (doubled ^ _POLYNOMIAL if doubled > _LARGEST_BLOCK else doubled).to_bytes(_BLOCK_SIZE)
        self._mask = int.from_bytes(subkey * 2) ^ _COUNTED

    def of(self, nonce: bytes) -> AESGCM:
        """The cipher of the message with this nonce of 24 bytes; its own nonce is the second half."""
        messages = self._mask ^ int.from_bytes((bytes(4) + nonce[:12]) * 2)
        with self._lock:
            key = self._blocks.update(messages.to_bytes(KEY_SIZE))
        return AESGCM(key)


def _bound(context: str) -> bytes:
    return _TEXT_MARK + context.encode()


def seal_chunks(sealer: Sealer, chunks: Iterable[bytes], context: str) -> Iterator[bytes]:
    """The sealed file of a file that comes in chunks of any size; holds about 64 KiB at a time.

    The file gets a random key of its own, which `sealer` seals for `context`. Each chunk's nonce is its index and
    whether it is the last: a file cut short, put in another order or mixed with another one is refused.
    """
    key = os.urandom(KEY_SIZE)
    cipher = AESGCM(key)
    sealed_key = sealer.seal(key, context)
    yield _FILE_MARK + _FRAME.pack(0, len(sealed_key)) + sealed_key
    for index, (chunk, final) in enumerate(_regular(chunks)):
        sealed = cipher.encrypt(_place(index, final=final), chunk, None)
        yield _FRAME.pack(final, len(sealed)) + sealed


def open_chunks(sealer: Sealer, sealed: Iterable[bytes], context: str) -> Iterator[bytes]:
    """Gives back, in chunks, the file that `seal_chunks` sealed for the same `context`.

    Every chunk given is genuine and in its place, but only the end of the iteration says that the file is whole: until
    then treat it as unfinished. Raises `Unsealable`.
    """
    stream = _Stream(sealed)
    if stream.take(len(_FILE_MARK)) != _FILE_MARK:
        raise Unsealable("not a file sealed by this release")
    final, sealed_key = stream.frame()
    cipher = AESGCM(sealer.open(sealed_key, context))
    index = 0
    while not final:
        final, body = stream.frame()
        try:
            chunk = cipher.decrypt(_place(index, final=final), body, None)
        except InvalidTag:
            raise Unsealable("a chunk was changed, moved or comes from another file") from None
        yield chunk
        index += 1
    # Without any chunk, too: then the frame of the key called itself the last one.
    if not index or not stream.ended:
        raise Unsealable("the file does not end with its last chunk")


def development_key(path: pathlib.Path) -> bytes:
    """The key kept in a file, created with random bytes when there is none. For development only.

    A key beside the data it seals protects nothing from whoever has both. Raises `PermissionError` when others may
    read the file, `ValueError` when it does not hold a key.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        _create_key(path)
    if path.stat().st_mode & 0o077:
        raise PermissionError("the key file must be readable by its owner alone (chmod 600)")
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii"))
    except ValueError:
        raise ValueError("the key file does not hold hexadecimal digits") from None
    if len(key) != KEY_SIZE:
        raise ValueError(f"the key file must hold {2 * KEY_SIZE} hexadecimal digits")
    return key


def _create_key(path: pathlib.Path) -> None:
    """Writes a new key whole under another name, then links it: of two that start together, one key wins."""
    draft = path.with_name(f"{path.name}.{os.urandom(8).hex()}.tmp")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            stream.write(os.urandom(KEY_SIZE).hex().encode())
            stream.flush()
            os.fsync(stream.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
    finally:
        draft.unlink(missing_ok=True)


def _place(index: int, *, final: bool) -> bytes:
    """The nonce of a chunk: never twice the same under one file's key."""
    return index.to_bytes(11, "big") + final.to_bytes(1, "big")


def _regular(chunks: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """The same bytes in chunks of `CHUNK_SIZE`, each with whether it is the last; an empty file is one empty chunk."""
    held = bytearray()
    for chunk in chunks:
        held += chunk
        # A full chunk is held until something follows it: only then is it known not to be the last.
        while len(held) > CHUNK_SIZE:
            yield bytes(held[:CHUNK_SIZE]), False
            del held[:CHUNK_SIZE]
    yield bytes(held), True


class _Stream:
    """Bytes taken by exact number from chunks of any size."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = iter(chunks)
        self._held = bytearray()

    def take(self, size: int) -> bytes:
        """The next `size` bytes. Raises `Unsealable` when the file ends before."""
        while len(self._held) < size:
            chunk = next(self._chunks, None)
            if chunk is None:
                raise Unsealable("the file is cut short")
            self._held += chunk
        taken = bytes(self._held[:size])
        del self._held[:size]
        return taken

    def frame(self) -> tuple[bool, bytes]:
        """The next frame: whether it is the last, and its bytes."""
        final, size = _FRAME.unpack(self.take(_FRAME.size))
        # Checked before it is believed: a forged length must not fill the memory.
        if final not in (0, 1) or size > _LONGEST_FRAME:
            raise Unsealable("not a frame of a sealed file")
        return bool(final), self.take(size)

    @property
    def ended(self) -> bool:
        """Whether nothing is left."""
        return not self._held and not any(self._chunks)
