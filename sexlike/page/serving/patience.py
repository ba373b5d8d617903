"""What a browser sends, with a limit to how long it may take: slow ones must not keep the threads of the server."""

from __future__ import annotations

import io
import socket
import time


class PatientReader(io.RawIOBase):
    """The bytes that come over a connection.

    Parameters
    ----------
    connection : socket
    """

    def __init__(self, connection: socket.socket) -> None:
        super().__init__()
        self.connection = connection
        self.deadline = 0.0

    def wait(self, seconds: float) -> None:
        """Whatever is read from now on must be there within so many seconds."""
        self.deadline = time.monotonic() + seconds

    def readable(self) -> bool:
        """True."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Read some bytes; TimeoutError if they are late."""
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError("the request takes too long")
        self.connection.settimeout(left)
        return self.connection.recv_into(buffer)
