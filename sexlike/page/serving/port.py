"""Where the page is found: the address that ``--page`` names, and a port of it that is free."""

from __future__ import annotations

import errno
import ipaddress
import socket
import sys
from dataclasses import dataclass

from ...errors import SettingError, SexlikeError

LOOPBACK = "127.0.0.1"
PORT = 8613
HIGHEST_PORT = 65535
MOST_TRIED = 50  # ports, if those before are busy
WAITING = 128  # connections that the system keeps until they are accepted
# Taken by another program; on Windows also reserved for one, while elsewhere low ports are not for users.
BUSY = (errno.EADDRINUSE, errno.EACCES) if sys.platform == "win32" else (errno.EADDRINUSE,)


@dataclass(frozen=True)
class Address:
    """A host and a port.

    Attributes
    ----------
    host : str
        Name or number, that of IPv6 without brackets.
    port : int
        0 for any that is free.
    """

    host: str = LOOPBACK
    port: int = PORT

    @property
    def shown_host(self) -> str:
        """The host as addresses of pages have it."""
        return f"[{self.host}]" if ":" in self.host else self.host

    @property
    def everywhere(self) -> bool:
        """Whether it stands for all addresses of this machine."""
        return self.host in ("0.0.0.0", "::")

    def __str__(self) -> str:
        return f"{self.shown_host}:{self.port}"


def read_address(text: str) -> Address:
    """What ``--page`` names.

    Parameters
    ----------
    text : str
        ``HOST:PORT``, ``:PORT``, ``PORT`` or ``[IPV6]:PORT``; empty for the default, 127.0.0.1:8613.

    Returns
    -------
    Address

    Raises
    ------
    SettingError
        It is no address.
    """
    if not text:
        return Address()
    host, _, port = text.rpartition(":")
    bracketed = host.startswith("[") and host.endswith("]")
    if not (port.isascii() and port.isdigit() and int(port) <= HIGHEST_PORT) or (":" in host and not bracketed):
        hint = "It is HOST:PORT, such as 127.0.0.1:8700, or :8700 for a port of this machine alone."
        raise SettingError(f"{text} is no address (allowed: ports from 0 to {HIGHEST_PORT})", "--page", hint)
    return Address(host.strip("[]") or LOOPBACK, int(port))


def listen(wanted: Address) -> tuple[socket.socket, Address]:
    """Wait for connections at an address, or at the next port that is free.

    Parameters
    ----------
    wanted : Address

    Returns
    -------
    listener : socket
    found : Address

    Raises
    ------
    SexlikeError
        The host is not this machine, or no port is free.
    """
    last = min(wanted.port + MOST_TRIED, HIGHEST_PORT + 1) if wanted.port else 1
    for port in range(wanted.port, last):
        try:
            listener = bound(wanted.host, port)
        except OSError as problem:
            if problem.errno in BUSY:
                continue
            hint = "Name an address of this machine, or leave it out."
            said = problem.strerror or str(problem)
            raise SexlikeError(f"no page can be shown at {wanted}: {said}", "--page", hint) from None
        return listener, Address(wanted.host, listener.getsockname()[1])
    hint = f"Name another one: --page :{max(last % HIGHEST_PORT, 1024) + 1000}."
    raise SexlikeError(f"no port of {wanted.shown_host} from {wanted.port} to {last - 1} is free", "--page", hint)


def bound(host: str, port: int) -> socket.socket:
    """A socket that listens; OSError if it cannot."""
    family, kind, protocol, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    listener = socket.socket(family, kind, protocol)
    try:
        if sys.platform != "win32":  # where it would let two programs have one port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(place)
        listener.listen(WAITING)
    except BaseException:
        listener.close()
        raise
    return listener


def is_loopback(listener: socket.socket) -> bool:
    """Whether only programs of this machine reach a socket."""
    return ipaddress.ip_address(listener.getsockname()[0].partition("%")[0]).is_loopback


def own_names(address: Address, here: str) -> set[str]:
    """The names under which a page may be asked for, as in the header Host.

    A name of another machine that leads here (DNS rebinding) is none of them.

    Parameters
    ----------
    address : Address
        Where the server listens.
    here : str
        The number of this machine to which a browser has connected.

    Returns
    -------
    set of str
        ``127.0.0.1:8613``, ``localhost:8613``, ...; in small letters.
    """
    number = ipaddress.ip_address(here.partition("%")[0])
    mapped = getattr(number, "ipv4_mapped", None)
    hosts = {str(mapped or number)} | (set() if address.everywhere else {address.host})
    if (mapped or number).is_loopback:
        hosts |= {LOOPBACK, "::1", "localhost"}
    else:
        hosts.add(socket.gethostname())
    names = {str(Address(host, address.port)).lower() for host in hosts}
    return names | {name.removesuffix(":80") for name in names}
