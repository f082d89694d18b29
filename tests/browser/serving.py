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
from tests.journeys.running import HOST, Running

# All these people come from one address: what slows down whoever guesses is tested by itself.
MANY = Limit(100_000, dt.timedelta(hours=1))
LIMITS = Limits(creations_of_source=MANY, failures_of_source=MANY)


@contextmanager
def served(catalogue: Catalogue, var: Path) -> Iterator[Running]:
    """Serves until the block ends. Connections made before the server runs wait for it: nobody has to poll."""
    with socket.create_server((HOST, 0)) as listening:
        running = Running(catalogue, var, port=listening.getsockname()[1], limits=LIMITS, browsers=[])
        config = uvicorn.Config(running.app, access_log=False, log_level="warning", server_header=False, ws="none")
        server = uvicorn.Server(config)
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
