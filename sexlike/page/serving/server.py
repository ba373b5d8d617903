"""The server of the page: connections wait for one of a few threads, which answer their requests."""

from __future__ import annotations

import logging
import queue
import socket
import threading
from contextlib import suppress
from socketserver import BaseServer
from typing import Any

from ...images.scratch import use_memory
from ...threads import number_of_threads, use_threads
from ..pictures.sky import PAGE_THREAD
from ..session import Session
from .handler import Handler
from .port import Address

MOST_THREADS = 24
MOST_WAITING = 256  # connections; others are refused
REFUSAL = b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\nRetry-After: 1\r\n\r\n"

log = logging.getLogger("sexlike")


class PageServer(BaseServer):
    """Answers the requests of browsers until the run is told to end.

    Its threads end with the process, whatever they are doing.

    Parameters
    ----------
    listener : socket
        See `listen`.
    address : Address
        Its address.
    session : Session
        What the page is about.
    """

    def __init__(self, listener: socket.socket, address: Address, session: Session) -> None:
        super().__init__(listener.getsockname(), Handler)
        self.socket, self.address, self.session = listener, address, session
        self.waiting: queue.Queue[tuple[Any, Any]] = queue.Queue(MOST_WAITING)
        self.idle = threading.Semaphore(0)
        self.threads: list[threading.Thread] = []

    def fileno(self) -> int:
        """That of its socket."""
        return self.socket.fileno()

    def get_request(self) -> tuple[socket.socket, Any]:
        """The next connection."""
        return self.socket.accept()

    def process_request(self, request: Any, client_address: Any) -> None:
        """Let a thread answer what comes over a connection; a new one if all are busy and there are not many."""
        try:
            self.waiting.put_nowait((request, client_address))
        except queue.Full:
            with suppress(OSError):
                request.settimeout(0.1)
                request.sendall(REFUSAL)
            self.shutdown_request(request)
            return
        if not self.idle.acquire(blocking=False) and len(self.threads) < MOST_THREADS:
            thread = threading.Thread(target=self.answer, name=f"{PAGE_THREAD}: requests", daemon=True)
            with suppress(RuntimeError, MemoryError):  # the system has no more threads: those that are there do it
                thread.start()
                self.threads.append(thread)

    def answer(self) -> None:
        """What a thread does: it answers one connection after the other."""
        config = self.session.config
        use_threads(number_of_threads(config.NTHREADS))
        use_memory(config.MEMORY_LIMIT)
        while True:
            request, client_address = self.waiting.get()
            self.answer_one(request, client_address)
            self.idle.release()

    def answer_one(self, request: Any, client_address: Any) -> None:
        """Answer what comes over a connection, until it ends."""
        try:
            self.finish_request(request, client_address)
        except Exception:
            self.handle_error(request, client_address)
        finally:
            self.shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Nothing is said of connections that break."""
        log.debug("A connection of the page has ended early", exc_info=True)

    def shutdown_request(self, request: Any) -> None:
        """End a connection."""
        with suppress(OSError):
            request.shutdown(socket.SHUT_WR)
        self.close_request(request)

    def close_request(self, request: Any) -> None:
        """Close a connection."""
        request.close()

    def server_close(self) -> None:
        """Take no more connections."""
        self.socket.close()
