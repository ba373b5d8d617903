"""Where the page is found: addresses as they are written, busy ports, IPv6, and the names of this machine."""

import socket

import pytest

from sexlike.errors import SettingError, SexlikeError
from sexlike.page.serving.port import LOOPBACK, PORT, Address, is_loopback, listen, own_names, read_address

from ..served import served


def has_ipv6():
    """Whether this machine has the loopback address of IPv6."""
    try:
        with socket.socket(socket.AF_INET6, socket.SOCK_STREAM) as trial:
            trial.bind(("::1", 0))
    except OSError:
        return False
    return True


@pytest.mark.parametrize(
    ("text", "host", "port"),
    [
        ("", LOOPBACK, PORT),
        (":8700", LOOPBACK, 8700),
        ("8700", LOOPBACK, 8700),
        ("127.0.0.1:0", "127.0.0.1", 0),
        ("localhost:65535", "localhost", 65535),
        ("[::1]:8700", "::1", 8700),
        ("0.0.0.0:80", "0.0.0.0", 80),
    ],
)
def test_addresses(text, host, port):
    assert read_address(text) == Address(host, port)


@pytest.mark.parametrize("text", ["localhost", "localhost:", "localhost:-1", ":65536", "::1:8700", ":８７", "a:1e3"])
def test_what_is_no_address(text):
    with pytest.raises(SettingError, match=r"is no address \(allowed: ports from 0 to 65535\)\n  It is HOST:PORT"):
        read_address(text)


def test_a_busy_port_takes_the_next_one():
    first, address = listen(Address(LOOPBACK, 0))
    with first:
        second, found = listen(address)
        with second:
            assert found.port > address.port
            assert second.getsockname()[1] == found.port


def test_no_port_is_free(monkeypatch):
    monkeypatch.setattr("sexlike.page.serving.port.MOST_TRIED", 1)
    taken, address = listen(Address(LOOPBACK, 0))
    with (
        taken,
        pytest.raises(SexlikeError, match=f"no port of 127.0.0.1 from {address.port} to {address.port} is free"),
    ):
        listen(address)


def test_a_host_that_is_not_this_machine():
    with pytest.raises(SexlikeError, match=r"no page can be shown at 192\.0\.2\.1:8700"):
        listen(Address("192.0.2.1", 8700))


@pytest.mark.skipif(not has_ipv6(), reason="there is no IPv6 here")
def test_ipv6(field):
    with served(field, host="::1", begin=False) as page:
        page.session.view.sky.latest.finished.set()
        assert is_loopback(page.server.socket)
        assert str(page.server.address) == f"[::1]:{page.port}"
        with socket.create_connection(("::1", page.port), 60) as connection:
            connection.sendall(f"GET / HTTP/1.1\r\nHost: [::1]:{page.port}\r\nConnection: close\r\n\r\n".encode())
            assert connection.recv(100).startswith(b"HTTP/1.1 200 OK")


def test_all_addresses_of_the_machine_are_not_loopback():
    listener, address = listen(Address("0.0.0.0", 0))
    with listener:
        assert not is_loopback(listener)
        assert address.everywhere


def test_names():
    local = own_names(Address("localhost", 80), "127.0.0.1")
    assert local == {f"{host}{port}" for host in ("127.0.0.1", "localhost", "[::1]") for port in (":80", "")}
    outside = own_names(Address("0.0.0.0", 8613), "192.0.2.7")
    assert outside == {"192.0.2.7:8613", f"{socket.gethostname()}:8613".lower()}
    assert own_names(Address("::", 8613), "::ffff:192.0.2.7") == outside
