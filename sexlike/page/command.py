"""The command's ``--page``: the server, its address, and the browser."""

from __future__ import annotations

import logging
import os
import sys
import threading
from typing import TYPE_CHECKING

from ..commands.answers import print_text
from ..config.arguments import require_image
from ..errors import warn
from .pictures.sky import PAGE_THREAD
from .serving.guard import new_key
from .serving.port import Address, is_loopback, listen, read_address
from .serving.server import PageServer
from .session import Session

if TYPE_CHECKING:
    from ..config.arguments import Arguments
    from ..config.config import Config

DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY")  # variables of the environment
WINDOWED = ("darwin", "win32")  # systems that have a display without these
IN_TERMINAL = ("www-browser", "links", "elinks", "lynx", "w3m")  # browsers without windows

log = logging.getLogger("sexlike")


def show_page(arguments: Arguments, config: Config) -> None:
    """Serve the page until the run is told to end, by Ctrl-C.

    Parameters
    ----------
    arguments : Arguments
    config : Config

    Raises
    ------
    SexlikeError
        The image or a file that goes with it cannot be read, or the page cannot be shown at the address.
    """
    require_image(arguments.images)
    wanted = read_address(arguments.page or "")
    session = Session(arguments.images, config, arguments, new_key())
    session.view.require_files()
    listener, address = listen(wanted)
    log.addFilter(is_of_main_thread)
    try:
        if wanted.port and address.port != wanted.port:
            log.info("Port %d is taken: the page is at %d", wanted.port, address.port)
        if not is_loopback(listener):
            warn_of_others(address)
        session.view.begin()
        server = PageServer(listener, address, session)
        print_text(f"{address_of_page(address)}/?key={session.key}\n")
        log.info("Ctrl-C ends it")
        if not arguments.no_browser and has_display():
            open_browser(f"{address_of_page(address)}/?once={session.new_ticket()}")
        server.serve_forever()
    finally:
        listener.close()
        session.close()
        log.removeFilter(is_of_main_thread)


def is_of_main_thread(record: logging.LogRecord) -> bool:
    """Whether a line of the log is of the command: what the page's threads have to say, they say on the page."""
    return not (record.threadName or "").startswith(PAGE_THREAD)


def address_of_page(address: Address) -> str:
    """What is typed into a browser, without the key."""
    import socket

    host = Address(socket.gethostname()).shown_host if address.everywhere else address.shown_host
    return f"http://{host}:{address.port}"


def warn_of_others(address: Address) -> None:
    """Warn that others may see the page."""
    text = (
        f"--page {address}: whoever reaches this machine over the network can ask for the page. The key keeps others "
        "out, but it goes over the network as plain text, as the image does: read along, it opens the page, with which "
        "runs are started and the outputs that you have named are written. Safe is --page without an address, and "
        f"ssh -L {address.port}:localhost:{address.port} from the other machine"
    )
    warn(text)


def has_display() -> bool:
    """Whether there are windows here, in which a browser can be."""
    return sys.platform in WINDOWED or any(os.environ.get(name) for name in DISPLAYS)


def open_browser(address: str) -> None:
    """Open a page in the browser of the user, if there is one with windows; the server does not wait for it."""
    import webbrowser

    def open_page() -> None:
        try:
            browser = webbrowser.get()
            if os.path.basename(getattr(browser, "name", "")) not in IN_TERMINAL:
                browser.open(address)
        except (webbrowser.Error, OSError) as problem:
            log.debug("No browser was opened: %s", problem)

    threading.Thread(target=open_page, name=f"{PAGE_THREAD}: browser", daemon=True).start()
