"""Work that takes its time, in a thread: how far it is, how it ended, and the way to end it early."""

from __future__ import annotations

import threading
import time
from typing import Any

from ...config.config import Config
from ...errors import SexlikeError
from ...memory import out_of_memory
from ...progress import Standing, listening
from ..refused import Refused
from .settings import sentence_of
from .turns import Dropped, at_work

NONE, RUNNING, DONE, FAILED, CANCELLED = "none", "running", "done", "failed", "cancelled"


class Job:
    """A piece of work in a thread; subclasses say what is done.

    Attributes
    ----------
    state : str
        ``none``, ``running``, ``done``, ``failed`` or ``cancelled``.
    standing : Standing
        How far it is.
    message : str
        What went wrong; otherwise its warnings.
    objects : int
        How many have been found.
    """

    name = "page: work"

    def __init__(self) -> None:
        self.state, self.message, self.objects = NONE, "", 0
        self.standing, self.begin, self.end = Standing(""), 0.0, 0.0
        self._cancelled = threading.Event()
        self._lock = threading.Lock()
        self.thread: threading.Thread | None = None

    def work(self) -> None:
        """What is done."""
        raise NotImplementedError

    def start(self, config: Config) -> None:
        """Begin.

        Raises
        ------
        Refused
            It is at work.
        """
        with self._lock:
            if self.state == RUNNING:
                raise Refused(409, "This is being done already: cancel it, or wait.")
            self.state, self.message, self.objects, self.standing = RUNNING, "", 0, Standing("")
            self.begin = time.monotonic()
            self._cancelled.clear()
        self.thread = threading.Thread(target=self._in_thread, args=(config,), name=self.name, daemon=True)
        self.thread.start()

    def cancel(self) -> None:
        """End early, at the next step."""
        self._cancelled.set()

    def tell(self, standing: Standing | None) -> None:
        """Keep how far it is; this is where it ends if it is cancelled."""
        if self._cancelled.is_set():
            raise Dropped
        self.standing = standing or self.standing

    def status(self) -> dict[str, Any]:
        """How far it is, for the browser."""
        seconds = (time.monotonic() if self.state == RUNNING else self.end) - self.begin
        return {
            "state": self.state,
            "stage": self.standing.text,
            "done": 1.0 if self.state == DONE else round(self.standing.share, 4),
            "left": self.standing.left,
            "objects": self.objects,
            "seconds": round(seconds, 2),
            "message": self.message,
        }

    def _in_thread(self, config: Config) -> None:
        state, message = FAILED, ""
        try:
            with at_work(config) as messages, listening(self.tell):
                self.work()
            state, message = DONE, "\n".join(messages)
        except Dropped:
            state = CANCELLED
        except SexlikeError as error:
            message = sentence_of(error)
        except Refused as refused:
            message = refused.message
        except MemoryError as error:
            message = sentence_of(out_of_memory(error))
        except Exception as error:  # whatever it is: the page must not wait for ever
            message = f"This should not happen: {type(error).__name__}: {error}"
        self.end = time.monotonic()
        self.message, self.state = message, state
