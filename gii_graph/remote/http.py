"""The one door to the network: a request out, an answer in, and every failure between them an EndpointError.

Redirects are followed by the rule of `redirects`; an exchange, with all its redirects, has one deadline.
"""

from __future__ import annotations

import re
import time
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from email.utils import parsedate_to_datetime
from functools import partial
from typing import Final, NamedTuple, Self

import httpcore
import httpx

from gii_graph.errors import CallError, EndpointError
from gii_graph.remote.failures import FAILURES, LOST, what_failed
from gii_graph.remote.login import PASSWORD, USER, Login
from gii_graph.remote.redirects import PORTS, SCHEMES, Outgoing, is_redirect, is_trusted, port_of, redirected
from gii_graph.remote.reply import CODINGS, Reply
from gii_graph.remote.route import Proxy, connections, proxy_for
from gii_graph.remote.timed_network import Deadline

__all__ = ["FORM", "Connection", "Retries"]

FORM: Final = {"Content-Type": "application/x-www-form-urlencoded"}
_HEADERS: Final = {"User-Agent": "gii-graph", "Accept-Encoding": CODINGS}
_MOST_REDIRECTS: Final = 5
_LONGEST_PAUSE: Final = 120.0  # seconds that a server may ask us to wait


class Retries(NamedTuple):
    """How often a failure that may pass is tried again: the statuses that say so and, where `lost`, broken exchanges.

    `pause` waits for so many seconds, for a reason in words: as long as the server asks, else 1, 2, 4 ... seconds.
    """

    times: int = 0
    statuses: frozenset[int] = frozenset({408, 425, 429, 502, 503, 504})
    lost: bool = False
    pause: Callable[[float, str], None] = lambda seconds, reason: time.sleep(seconds)


_NONE: Final = Retries()


class Connection:
    """The way to one server, which is named by `url`; an exchange with it takes `seconds` at most.

    `close()` ends the connections; an answer that is not read to its end breaks off. So does letting go of the object.
    A large graph on its way has a second more for each 50 kB. Raises CallError for a URL that is not http or https, or
    that carries a login.
    """

    def __init__(self, url: str, login: Login, seconds: float) -> None:
        self.url = url
        self._named = _address(url)
        self._login = login
        self._deadline = Deadline(seconds)
        self._pools: dict[str, tuple[Proxy | None, httpcore.ConnectionPool]] = {}
        self.close = weakref.finalize(self, _close, self._pools)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def send(
        self,
        method: str,
        parameters: Mapping[str, str] | None = None,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes | Iterable[bytes] | None = None,
        retries: Retries = _NONE,
    ) -> Reply:
        """Send a request, and send it on where the server says so; return a reply whose body is not yet read.

        `parameters` join the query part of the URL. Raises EndpointError where the server cannot be reached, or sends
        its visitors on to where we do not go.
        """
        outgoing = Outgoing(method, self._named.copy_merge_params(parameters or {}), headers or {}, body)
        for attempt in range(retries.times + 1):
            last = attempt == retries.times
            pause = 2.0**attempt
            try:
                reply = self._exchanged(outgoing)
            except EndpointError as error:
                if last or not (retries.lost and isinstance(error.__cause__, LOST)):
                    raise
                retries.pause(pause, str(error))
                continue
            if last or reply.status not in retries.statuses:
                return reply
            reply.close()
            retries.pause(_asked_pause(self.url, reply, pause), f"{reply.status} {reply.reason}")
        raise AssertionError("the last attempt returns or raises")

    def _exchanged(self, outgoing: Outgoing) -> Reply:
        self._deadline.start()
        for _ in range(_MOST_REDIRECTS + 1):
            login = self._login if is_trusted(self._named, outgoing.address) else None
            with self._plain_failures(outgoing.address):
                response = self._answered(outgoing, login or httpx.Auth())
            if not is_redirect(response):
                return Reply(self.url, response, partial(self._plain_failures, outgoing.address))
            response.close()
            outgoing = redirected(self._named, outgoing, response)
        raise EndpointError(
            f"{self.url} sends its visitors on more than {_MOST_REDIRECTS} times; give the address they end at."
        )

    def _answered(self, outgoing: Outgoing, login: httpx.Auth) -> httpx.Response:
        """Return the response to a request, after as many exchanges as the login takes."""
        request = httpx.Request(
            outgoing.method, outgoing.address, headers={**_HEADERS, **outgoing.headers}, content=outgoing.body
        )
        flow = login.sync_auth_flow(request)
        with suppress(StopIteration):
            request = next(flow)
            while True:
                response = self._response(request)
                request = flow.send(response)
                response.close()
        return response

    def _response(self, request: httpx.Request) -> httpx.Response:
        _, pool = self._way(request.url)
        answer = pool.handle_request(
            httpcore.Request(
                request.method,
                httpcore.URL(
                    scheme=request.url.raw_scheme,
                    host=request.url.raw_host,
                    port=request.url.port,
                    target=request.url.raw_path,
                ),
                headers=request.headers.raw,
                content=request.stream,
            )
        )
        return httpx.Response(
            answer.status,
            headers=answer.headers,
            stream=_ResponseStream(answer),
            extensions=answer.extensions,
            request=request,
        )

    def _way(self, address: httpx.URL) -> tuple[Proxy | None, httpcore.ConnectionPool]:
        """Return the connections to the host by the scheme of `address`, and the proxy they go by."""
        if address.scheme not in self._pools:
            proxy = proxy_for(address)
            self._pools[address.scheme] = proxy, connections(address, proxy, self._deadline)
        return self._pools[address.scheme]

    @contextmanager
    def _plain_failures(self, address: httpx.URL) -> Iterator[None]:
        """Turn whatever goes wrong within the block into an EndpointError that says so plainly."""
        try:
            yield
        except FAILURES as error:
            proxy, _ = self._pools.get(address.scheme, (None, None))
            raise EndpointError(f"{self.url}: {what_failed(error, proxy, self._deadline.seconds)}") from error


def _close(pools: Mapping[str, tuple[Proxy | None, httpcore.ConnectionPool]]) -> None:
    for _, pool in pools.values():
        pool.close()


class _ResponseStream(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()


def _address(url: str) -> httpx.URL:
    try:
        address = httpx.URL(url)
        host = address.host
    except (httpx.InvalidURL, ValueError) as error:
        raise CallError(f"{url!r} is no URL ({error}).") from error
    if address.scheme not in SCHEMES or not host:
        raise CallError(
            f"{url!r}: found the scheme {address.scheme!r}, expected a URL that begins http:// or https://."
        )
    if port_of(address) not in PORTS:
        raise CallError(f"{url!r}: found the port {address.port}, expected one from 1 to 65535.")
    if address.userinfo:
        raise CallError(f"A login does not belong in a URL; give it as {USER} and {PASSWORD} in the environment.")
    return address


def _asked_pause(url: str, reply: Reply, otherwise: float) -> float:
    """Return the seconds to wait by the Retry-After header (RFC 9110, 10.2.3): a number, or a date.

    Raises EndpointError where they are too many.
    """
    said, pause = reply.header("retry-after").strip(), otherwise
    if re.fullmatch("[0-9]+", said):
        pause = float(said[:9])
    else:
        with suppress(ValueError, TypeError, OverflowError):
            pause = max(0.0, parsedate_to_datetime(said).timestamp() - time.time())
    if pause > _LONGEST_PAUSE:
        raise EndpointError(f"{url}: asks to be left alone for {pause:.0f} seconds; try again later.")
    return pause
