"""A geocoder asked for us: by POST, where the operator said and nowhere else."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from renderers.serve import address_provider
from renderers.web.geocoder import MAX_ANSWER, checked_address, post_form
from renderers.web.settings import SettingsError

ANSWER = b"""{"features": [{"properties": {"label": "20 Rue Nationale 59000 Lille", "housenumber": "20", "street":
"Rue Nationale", "postcode": "59000", "city": "Lille", "citycode": "59350", "type": "housenumber"}}]}"""


class _Geocoder(BaseHTTPRequestHandler):
    seen: list[tuple[str, str, bytes]] = []  # noqa: RUF012 - shared with the test on purpose

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        self.seen.append((self.command, self.path, body))
        if self.path == "/ailleurs":
            self.send_response(302)
            self.send_header("Location", "http://127.0.0.1:1/")
            self.end_headers()
            return
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"x" * (MAX_ANSWER + 5) if self.path == "/long" else ANSWER)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def geocoder() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), _Geocoder)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    _Geocoder.seen.clear()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_what_was_typed_goes_in_the_body(geocoder: str) -> None:
    found = address_provider(f"{geocoder}/search").suggest("20 rue nationale lille", 5)
    assert [s.label for s in found] == ["20 Rue Nationale 59000 Lille"]
    assert _Geocoder.seen == [("POST", "/search", b"q=20+rue+nationale+lille&limit=5&autocomplete=1")]


def test_a_redirection_is_not_followed_and_we_answer_ourselves(geocoder: str) -> None:
    with pytest.raises(OSError, match="302"):
        post_form(f"{geocoder}/ailleurs", {"q": "x"})
    assert address_provider(f"{geocoder}/ailleurs").suggest("1 rue A 59000 Lille", 5)


def test_an_endless_answer_is_cut(geocoder: str) -> None:
    assert len(post_form(f"{geocoder}/long", {"q": "x"})) == MAX_ANSWER


def test_nobody_there() -> None:
    assert address_provider("http://127.0.0.1:9/").suggest("1 rue A 59000 Lille", 5)


@pytest.mark.parametrize("address", ["file:///etc/passwd", "http://", "http://moi@hote/", "http://hote/?cle=x", "hote"])
def test_addresses_that_are_none(address: str) -> None:
    with pytest.raises(SettingsError):
        checked_address(address)
