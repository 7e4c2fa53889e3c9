"""One way to speak HTTP: who logs in, how long to wait, which redirects to follow, how failures read.

Redirects stay with the host and never leave https for http, so a login goes nowhere else.
"""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Final

import httpx

from gii_graph.errors import CallError, EndpointError

__all__ = ["Login", "client", "login_from", "plain_failures", "refuse_failure"]

USER: Final = "GII_GRAPH_USER"
PASSWORD: Final = "GII_GRAPH_PASSWORD"  # noqa: S105  # the name of the variable
TOKEN: Final = "GII_GRAPH_TOKEN"  # noqa: S105

_MOST_REDIRECTS: Final = 5
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


def client(url: str, login: Login, seconds: float) -> httpx.Client:
    """Return a client for one server that waits `seconds` at most for each step of an exchange.

    Raises CallError for a URL that is not http or https, or that carries a login.
    """
    try:
        parsed = httpx.URL(url)
    except (httpx.InvalidURL, ValueError) as error:
        raise CallError(f"{url!r} is no URL ({error}).") from error
    if parsed.scheme not in {"http", "https"} or not parsed.host:
        raise CallError(f"{url!r}: found the scheme {parsed.scheme!r}, expected a URL that begins http:// or https://.")
    if parsed.userinfo:
        raise CallError(f"A login does not belong in a URL; give it as {USER} and {PASSWORD} in the environment.")

    def stay_with_the_host(response: httpx.Response) -> None:
        target = response.next_request.url if response.next_request else None
        if target and (target.host != parsed.host or (parsed.scheme == "https" and target.scheme != "https")):
            raise EndpointError(f"{url} sends its visitors on to {target}; give that address if you trust it.")

    return httpx.Client(
        auth=login,
        timeout=seconds,
        follow_redirects=True,
        max_redirects=_MOST_REDIRECTS,
        headers={"User-Agent": "gii-graph"},
        event_hooks={"response": [stay_with_the_host]},
    )


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
    except httpx.TooManyRedirects as error:
        raise EndpointError(f"{url}: sends its visitors in circles.") from error
    except httpx.HTTPError as error:
        raise EndpointError(f"{url}: the exchange broke off ({error or type(error).__name__}).") from error


def refuse_failure(url: str, response: httpx.Response) -> None:
    """Check the status of a response whose body is not yet read.

    Raises EndpointError for one that is no success, with the beginning of what the server said.
    """
    if response.is_success:
        return
    code = response.status_code
    if code in {401, 403}:
        given = "the login was refused" if response.request.headers.get("Authorization") else "a login is needed"
        raise EndpointError(f"{url}: {given} ({code}); set {USER} and {PASSWORD}, or {TOKEN}.")
    body = b""
    for chunk in response.iter_bytes():
        body += chunk
        if len(body) >= _EXCERPT:
            break
    said = " ".join(body[:_EXCERPT].decode("utf-8", "replace").split())[:_SHOWN]
    raise EndpointError(f"{url}: answered {code} {response.reason_phrase}{f': {said}' if said else ''}.")
