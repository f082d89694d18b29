"""The real application behind a real server, on a free port of this machine."""

from __future__ import annotations

import datetime as dt
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from engine.accounts.throttle import Limit, Limits
from engine.spec import Catalogue
from renderers.serve import config_of
from tests.journeys.running import HOST, Running

# All these people come from one address: what slows down whoever guesses is tested by itself.
MANY = Limit(100_000, dt.timedelta(hours=1))
LIMITS = Limits(creations_of_source=MANY, failures_of_source=MANY)


@contextmanager
def served(catalogue: Catalogue, var: Path) -> Iterator[Running]:
    """Serves until the block ends. Connections made before the server runs wait for it: nobody has to poll."""
    with socket.create_server((HOST, 0)) as listening:
        running = Running(catalogue, var, port=listening.getsockname()[1], limits=LIMITS, browsers=[])
        server = uvicorn.Server(config_of(running.app, secure=False))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield running
        finally:
            server.should_exit = True
            thread.join()
            for browser in running.browsers or ():
                browser.close()
            running.stop()
