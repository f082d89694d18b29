"""A real OpenID Connect provider for tests: Canaille, in a process of its own, on a free port of this machine.

`python -m tests.renderers.web.openid.server` says its address on its first line and serves until its input ends. Two
people have an account there; services register themselves (OpenID Connect Dynamic Client Registration).
"""

from __future__ import annotations

import os
import sys
import tempfile
import threading
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

PEOPLE = ("ana", "bo")
PASSWORD = "une phrase de passe inventée"


def address_of(name: str) -> str:
    """The address of one of them."""
    return f"{name}@exemple.fr"


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        """Says nothing of requests."""


def end_with_who_began(server: WSGIServer) -> None:
    """Ends the server when nobody holds the other end of its input any more."""
    sys.stdin.read()
    server.shutdown()


def serve(folder: str) -> None:
    """Serves until ended; what it keeps is in `folder`."""
    os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"  # the provider's own Authlib, for http on this machine
    from canaille import create_app
    from canaille.app import models
    from canaille.backends import Backend
    from joserfc.jwk import ECKey, Key, RSAKey

    server = make_server("127.0.0.1", 0, lambda *_: [], handler_class=_Quiet)
    place = f"127.0.0.1:{server.server_port}"
    keys: list[Key] = [RSAKey.generate_key(2048, auto_kid=True), ECKey.generate_key("P-256", auto_kid=True)]
    app = create_app(
        {
            "SECRET_KEY": os.urandom(32).hex(),
            "SERVER_NAME": place,
            "PREFERRED_URL_SCHEME": "http",
            "CANAILLE": {
                "DATABASE": "sql",  # its memory takes another service's code: it looks for the code *or* the service
                "JAVASCRIPT": False,
                "ACL": {"DEFAULT": {"PERMISSIONS": ["use_oidc"]}},
                "LOGGING": {"version": 1},
            },
            "CANAILLE_SQL": {"DATABASE_URI": f"sqlite:///{folder}/provider.sqlite"},
            "CANAILLE_OIDC": {
                "DYNAMIC_CLIENT_REGISTRATION_OPEN": True,
                "ACTIVE_JWKS": [key.as_dict(private=True) for key in keys],
            },
        }
    )
    with app.app_context():
        for name in PEOPLE:
            person = models.User(user_name=name, family_name=name, emails=[address_of(name)], password=PASSWORD)
            Backend.instance.save(person)
    server.set_app(app)
    threading.Thread(target=end_with_who_began, args=[server], daemon=True).start()
    sys.stdout.write(f"http://{place}\n")
    sys.stdout.flush()
    server.serve_forever()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as kept:
        serve(kept)
