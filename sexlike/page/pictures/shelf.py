"""What has been made for the browser and is kept, as long as there is room."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable

from ..serving.replies import Reply

ROOM = 64 << 20  # bytes


class Shelf:
    """Replies that are kept, up to a number of bytes; those that were not asked for longest go first."""

    def __init__(self, room: int = ROOM) -> None:
        self.room, self.size = room, 0
        self._lock = threading.Lock()
        self._replies: OrderedDict[Hashable, Reply] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], Reply]) -> Reply:
        """What is kept under a key, or what is made now."""
        with self._lock:
            if key in self._replies:
                self._replies.move_to_end(key)
                return self._replies[key]
        reply = make()
        with self._lock:
            if key not in self._replies:
                self._replies[key] = reply
                self.size += len(reply.body)
            while self.size > self.room and len(self._replies) > 1:
                self.size -= len(self._replies.popitem(last=False)[1].body)
        return reply
