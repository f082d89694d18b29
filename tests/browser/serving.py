"""The real application behind a real server, on a free port of this machine."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from engine.spec import Catalogue
from tests.journeys.running import HOST, Running


@contextmanager
def served(catalogue: Catalogue, var: Path) -> Iterator[Running]:
    """Serves until the block ends. Connections made before the server runs wait for it: nobody has to poll."""
    with socket.create_server((HOST, 0)) as listening:
        running = Running(catalogue, var, port=listening.getsockname()[1])
        config = uvicorn.Config(running.app, access_log=False, log_level="warning", server_header=False, ws="none")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield running
        finally:
            server.should_exit = True
            thread.join()
            running.stop()
