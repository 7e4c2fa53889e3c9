"""One way to speak HTTP: who logs in, how long to wait, which redirects to follow, how failures read.

The HTTP library follows no redirect. Each is resolved here, before anything is sent: it must stay with the host and
never leave https for http, or what we send would reach somebody whom nobody named.
"""

from __future__ import annotations

import os
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Final, Self

import httpx

from gii_graph.errors import CallError, EndpointError

__all__ = ["Connection", "Login", "login_from", "plain_failures", "refuse_failure"]

USER: Final = "GII_GRAPH_USER"
PASSWORD: Final = "GII_GRAPH_PASSWORD"  # noqa: S105  # the name of the variable
TOKEN: Final = "GII_GRAPH_TOKEN"  # noqa: S105

_MOST_REDIRECTS: Final = 5
# RFC 9110, 15.4: with these the same request goes to the new address. For 301 and 302 a client may make a POST a GET;
# ours would lose its question, so it does not.
_SAME_REQUEST: Final = frozenset({301, 302, 307, 308})
_SEE_OTHER: Final = 303  # the answer is elsewhere, to be had by GET
_DEFAULT_PORTS: Final = {"http": 80, "https": 443}
_PORTS: Final = range(1, 1 << 16)  # a larger number would be cut to 16 bits and lead to another port
_EXCERPT: Final = 2_000  # bytes of an error page that are read
_SHOWN: Final = 300  # characters of it that are shown

Login = httpx.Auth | None


class _Bearer(httpx.Auth):
    """RFC 6750: a token in the Authorization header."""

    def __init__(self, token: str) -> None:
        self._token = token

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers["Authorization"] = f"Bearer {self._token}"
        yield request


class _AsAsked(httpx.Auth):
    """A user and a password, sent the way the server asks: basic (RFC 7617) or digest (RFC 7616).

    The way is kept, so that after the first exchange a long body need not be sent twice.
    """

    def __init__(self, user: str, password: str) -> None:
        self._basic = httpx.BasicAuth(user, password)
        self._digest = httpx.DigestAuth(user, password)
        self._is_basic = False

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        if self._is_basic:
            yield from self._basic.auth_flow(request)
            return
        digest = self._digest.auth_flow(request)
        response = yield next(digest)
        challenges = response.headers.get("www-authenticate", "").lower()
        if response.status_code == httpx.codes.UNAUTHORIZED and "digest" in challenges:
            with suppress(StopIteration):
                yield digest.send(response)
        elif response.status_code == httpx.codes.UNAUTHORIZED and "basic" in challenges:
            self._is_basic = True
            yield from self._basic.auth_flow(request)


def login_from(environment: Mapping[str, str] = os.environ) -> Login:
    """Return the login that the environment gives: a token, or a user and a password, or none.

    Raises CallError where half of one is there.
    """
    if token := environment.get(TOKEN):
        return _Bearer(token)
    user, password = environment.get(USER), environment.get(PASSWORD)
    if user and password is not None:
        return _AsAsked(user, password)
    if user or password:
        raise CallError(f"A login needs both {USER} and {PASSWORD} in the environment; only one is there.")
    return None


class Connection:
    """The way to one server, which is named by `url`; `seconds` is the longest wait for each step of an exchange.

    Raises CallError for a URL that is not http or https, or that carries a login.
    """

    def __init__(self, url: str, login: Login, seconds: float) -> None:
        self.url = url
        self._named = _address(url)
        self._login = login
        self._client = httpx.Client(timeout=seconds, follow_redirects=False, headers={"User-Agent": "gii-graph"})

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the connection; an answer that is not read to its end breaks off."""
        self._client.close()

    def send(
        self,
        method: str,
        parameters: Mapping[str, str] | None = None,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes | Iterable[bytes] | None = None,
    ) -> httpx.Response:
        """Send a request, and send it on where the server says so; return a response whose body is not yet read.

        `parameters` join the query part of the URL. A `body` in pieces is gone through again for each sending. Raises
        EndpointError where the server cannot be reached, or sends its visitors on to where we do not go.
        """
        address = self._named.copy_merge_params(parameters or {})
        with plain_failures(self.url):
            for _ in range(_MOST_REDIRECTS + 1):
                request = self._client.build_request(method, address, headers=headers, content=body)
                login = self._login if _is_trusted(self._named, address) else None
                response = self._client.send(request, stream=True, auth=login)
                if response.status_code not in _SAME_REQUEST and response.status_code != _SEE_OTHER:
                    return response
                response.close()
                address = self._sent_on(response, address)
                if response.status_code == _SEE_OTHER:
                    method, body = "GET", None
                    headers = {name: value for name, value in (headers or {}).items() if name == "Accept"}
        raise EndpointError(
            f"{self.url} sends its visitors on more than {_MOST_REDIRECTS} times; give the address they end at."
        )

    def _sent_on(self, response: httpx.Response, asked: httpx.URL) -> httpx.URL:
        """Return the address that a redirect leads to, if it is one to which we go."""
        said = response.headers.get("location", "")
        code = f"{response.status_code} {response.reason_phrase}".strip()
        if not said:
            raise EndpointError(f"{self.url}: sends its visitors on ({code}) without saying where.")
        try:
            target = asked.join(said)
        except (httpx.InvalidURL, ValueError) as error:
            raise EndpointError(f"{self.url}: sends its visitors on to {said!r}, which is no URL ({error}).") from error
        why = _why_not(self._named, asked, target)
        if why:
            raise EndpointError(
                f"{self.url} sends its visitors on to {target}, {why}; nothing was sent there. "
                "Give that address if you trust it."
            )
        return target


def _address(url: str) -> httpx.URL:
    try:
        address = httpx.URL(url)
    except (httpx.InvalidURL, ValueError) as error:
        raise CallError(f"{url!r} is no URL ({error}).") from error
    if address.scheme not in _DEFAULT_PORTS or not address.host:
        raise CallError(
            f"{url!r}: found the scheme {address.scheme!r}, expected a URL that begins http:// or https://."
        )
    if _port(address) not in _PORTS:
        raise CallError(f"{url!r}: found the port {address.port}, expected one from 1 to 65535.")
    if address.userinfo:
        raise CallError(f"A login does not belong in a URL; give it as {USER} and {PASSWORD} in the environment.")
    return address


def _why_not(named: httpx.URL, asked: httpx.URL, target: httpx.URL) -> str:
    """Say what speaks against going on from `asked` to `target` where `named` is what the user named; nothing: ""."""
    if target.scheme not in _DEFAULT_PORTS:
        return "which is not http or https"
    if target.host != named.host:
        return "which is another host"
    if "https" in {named.scheme, asked.scheme} and target.scheme != "https":
        return "which is not encrypted"
    if target.userinfo:
        return "which has a login in it"
    if _port(target) not in _PORTS:
        return "which has a port that cannot be"
    return ""


def _is_trusted(named: httpx.URL, address: httpx.URL) -> bool:
    """Tell whether the login for `named` may go to `address` on the same host: the same port, or https for http."""
    ports = [_port(named), _port(address)]
    return ports[0] == ports[1] or ports == [80, 443]


def _port(address: httpx.URL) -> int:
    return _DEFAULT_PORTS[address.scheme] if address.port is None else address.port


@contextmanager
def plain_failures(url: str) -> Iterator[None]:
    """Turn whatever goes wrong on the network within the block into an EndpointError that says so plainly."""
    try:
        yield
    except httpx.ConnectTimeout as error:
        raise EndpointError(f"{url}: no connection within the time limit; is the address right?") from error
    except httpx.TimeoutException as error:
        raise EndpointError(f"{url}: no answer within the time limit; try again with a larger --timeout.") from error
    except httpx.ConnectError as error:
        raise EndpointError(f"{url}: nothing answers there ({error}); is the server up, the address right?") from error
    except httpx.InvalidURL as error:
        raise EndpointError(f"{url}: sends its visitors on to what is no URL ({error}).") from error
    except httpx.HTTPError as error:
        raise EndpointError(f"{url}: the exchange broke off ({error or type(error).__name__}).") from error


def refuse_failure(url: str, response: httpx.Response) -> None:
    """Check the status of a response whose body is not yet read.

    Raises EndpointError for one that is no success, with the beginning of what the server said.
    """
    if response.is_success:
        return
    try:
        code = response.status_code
        if code in {401, 403}:
            given = "the login was refused" if response.request.headers.get("Authorization") else "a login is needed"
            raise EndpointError(f"{url}: {given} ({code}); set {USER} and {PASSWORD}, or {TOKEN}.")
        body = b""
        for chunk in response.iter_bytes():
            body += chunk
            if len(body) >= _EXCERPT:
                break
    finally:
        response.close()
    said = " ".join(body[:_EXCERPT].decode("utf-8", "replace").split())[:_SHOWN]
    raise EndpointError(f"{url}: answered {code} {response.reason_phrase}{f': {said}' if said else ''}.")
