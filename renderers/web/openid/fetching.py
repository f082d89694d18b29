"""Asking a provider over HTTP: within bounds of time and size, and nowhere it sends us to.

Certificates are always checked, against the authorities that the system trusts. A redirection is an answer like
another: it is not followed.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from http import HTTPStatus

import httpx2

from .errors import ProviderUnreachable, UntrustedAnswer

TIMEOUT = 5.0
"""Seconds to connect, to be heard, and between two parts of an answer."""

TOTAL = 10.0
"""Seconds for one answer's body altogether: one byte every four seconds is no answer."""

MAX_ANSWER = 128 * 1024
"""Bytes of one answer. FranceConnect's longest, its discovery document, has some five thousand."""

_BUSY = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS})

Monotonic = Callable[[], float]


class BoundedTransport(httpx2.BaseTransport):
    """Lets no answer be longer, slower or other than it should; may be shared between threads."""

    def __init__(
        self, inner: httpx2.BaseTransport, *, monotonic: Monotonic = time.monotonic, timeout: float = TIMEOUT
    ) -> None:
        self._inner = inner
        self._monotonic = monotonic
        self._timeout = httpx2.Timeout(timeout).as_dict()

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """One answer, its body read within bounds. Raises `UntrustedAnswer`, `ProviderUnreachable`, httpx2's own."""
        request.headers["Accept-Encoding"] = "identity"  # a small answer could unpack into a very large one
        request.extensions["timeout"] = self._timeout
        until = self._monotonic() + TOTAL
        answer = self._inner.handle_request(request)
        if answer.headers.get("Content-Encoding", "identity") != "identity":
            answer.close()
            raise UntrustedAnswer("answer: encoded")
        assert isinstance(answer.stream, httpx2.SyncByteStream)  # noqa: S101 - a transport of a synchronous client
        return httpx2.Response(
            answer.status_code,
            headers=answer.headers,
            stream=_BoundedStream(answer.stream, until, self._monotonic),
            extensions=answer.extensions,
        )

    def close(self) -> None:
        """Closes the connections kept open."""
        self._inner.close()


class _BoundedStream(httpx2.SyncByteStream):
    def __init__(self, inner: httpx2.SyncByteStream, until: float, monotonic: Monotonic) -> None:
        self._inner = inner
        self._until = until
        self._monotonic = monotonic

    def __iter__(self) -> Iterator[bytes]:
        length = 0
        for part in self._inner:
            length += len(part)
            if length > MAX_ANSWER:
                raise UntrustedAnswer("answer: too long")
            if self._monotonic() > self._until:
                raise ProviderUnreachable("answer: too slow")
            yield part

    def close(self) -> None:
        self._inner.close()


def new_transport(*, monotonic: Monotonic = time.monotonic, timeout: float = TIMEOUT) -> BoundedTransport:
    """A transport that keeps a few connections open between requests."""
    return BoundedTransport(httpx2.HTTPTransport(), monotonic=monotonic, timeout=timeout)


def get(transport: httpx2.BaseTransport, address: str, headers: Mapping[str, str] | None = None) -> httpx2.Response:
    """The answer to a GET, whole, of status 200.

    Raises `ProviderUnreachable` when nobody answers well in time, `UntrustedAnswer` for any other status.
    """
    client = httpx2.Client(transport=transport, trust_env=False, follow_redirects=False)
    try:
        answer = client.get(address, headers=headers)
    except httpx2.HTTPError as error:
        raise ProviderUnreachable(type(error).__name__) from None
    check_status(answer.status_code)
    return answer


def check_status(status: int) -> None:
    """Accepts 200. Raises `ProviderUnreachable` for what may pass, `UntrustedAnswer` for what does not."""
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status in _BUSY:
        raise ProviderUnreachable(f"status {status}")
    if status != HTTPStatus.OK:
        raise UntrustedAnswer(f"status {status}")
