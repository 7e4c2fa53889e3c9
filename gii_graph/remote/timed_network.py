"""A network on which all steps of an exchange share one deadline, so that a byte a second does not go on for ever."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

import httpcore

if TYPE_CHECKING:
    import ssl

__all__ = ["Deadline", "TimedBackend"]

# A large graph needs its time. Whoever moves less than this in a second is taken to be stuck.
_BYTES_IN_A_SECOND: Final = 50_000
_PIECE: Final = 1 << 14  # bytes handed to the system at once


class Deadline:
    """When an exchange must be over: `seconds` after `start`, and a second later for each 50 kB sent or received."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = 0.0
        self.start()

    def start(self) -> None:
        """Begin an exchange."""
        self._end = time.monotonic() + self.seconds

    def moved(self, size: int) -> None:
        """Note that `size` bytes were sent or received."""
        self._end += size / _BYTES_IN_A_SECOND

    def left(self) -> float:
        """Return the seconds that are left. Raises httpcore.ReadTimeout where there are none."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout
        return left


class TimedBackend(httpcore.NetworkBackend):
    """Connections whose every wait ends at the deadline, whatever the caller says."""

    def __init__(self, deadline: Deadline) -> None:
        self._deadline = deadline
        self._backend = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to a host, at the first of its addresses that answers.

        Raises httpcore.ConnectError or ConnectTimeout where none does.
        """
        *others, last = _addresses(host, port, self._deadline)
        for address in others:
            with suppress(httpcore.ConnectError):
                return self._connected(address, port, local_address, socket_options)
        return self._connected(last, port, local_address, socket_options)

    def _connected(
        self, address: str, port: int, local_address: str | None, options: Iterable[httpcore.SOCKET_OPTION] | None
    ) -> httpcore.NetworkStream:
        stream = self._backend.connect_tcp(address, port, self._deadline.left(), local_address, options)
        return _TimedStream(stream, self._deadline)


def _addresses(host: str, port: int, deadline: Deadline) -> list[str]:
    """Return the addresses of a host, at least one, looked up within the time that is left.

    The system's resolver knows no time limit and cannot be stopped: it is asked in a thread that is left to itself.
    """
    looked_up: list[str] = []
    failure: list[Exception] = []

    def look_up() -> None:
        try:
            for *_, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
                looked_up.append(socket.getnameinfo(address, socket.NI_NUMERICHOST | socket.NI_NUMERICSERV)[0])
        except (OSError, ValueError) as error:  # a host that no name can be is a UnicodeError
            failure.append(error)

    resolver = threading.Thread(target=look_up, name="host name", daemon=True)
    resolver.start()
    resolver.join(deadline.left())
    if resolver.is_alive():
        raise httpcore.ConnectTimeout(f"the look-up of the host {host} did not end")
    if failure and isinstance(failure[0], OSError):
        raise httpcore.ConnectError(str(failure[0])) from failure[0]
    if failure:
        raise failure[0]
    return looked_up


class _TimedStream(httpcore.NetworkStream):
    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        data = self._stream.read(max_bytes, self._deadline.left())
        self._deadline.moved(len(data))
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        for start in range(0, len(buffer), _PIECE):
            piece = buffer[start : start + _PIECE]
            self._stream.write(piece, self._deadline.left())
            self._deadline.moved(len(piece))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _TimedStream(self._stream.start_tls(ssl_context, server_hostname, self._deadline.left()), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
