"""Who logs in: by a token, or by user and password as the server asks. Both come from the environment alone."""

from __future__ import annotations

import os
from collections.abc import Generator, Mapping
from contextlib import suppress
from typing import Final

import httpx

from gii_graph.errors import CallError, EndpointError

__all__ = ["LOGIN_VARIABLES", "Login", "login_from"]

USER: Final = "GII_GRAPH_USER"
PASSWORD: Final = "GII_GRAPH_PASSWORD"  # noqa: S105  # the name of the variable
TOKEN: Final = "GII_GRAPH_TOKEN"  # noqa: S105
LOGIN_VARIABLES: Final = f"{USER} and {PASSWORD}, or {TOKEN}"

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

    The way is remembered, so that after the first exchange a long body need not be sent twice.
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
        challenges = response.headers.get("www-authenticate", "")
        if response.status_code != httpx.codes.UNAUTHORIZED:
            return
        if "digest" in challenges.lower():
            try:
                with suppress(StopIteration):
                    yield digest.send(response)
            # An algorithm, a qop or a challenge that the library cannot work with.
            except (KeyError, ValueError, NotImplementedError, httpx.ProtocolError) as error:
                raise EndpointError(
                    f"{request.url}: asks for a digest login in a way that we do not speak ({challenges})."
                ) from error
        elif "basic" in challenges.lower():
            self._is_basic = True
            yield from self._basic.auth_flow(request)


def login_from(environment: Mapping[str, str] = os.environ) -> Login:
    """Return the login that the environment gives: a token, or a user and a password, or none.

    Raises CallError where half of one is there, or what no header can carry.
    """
    token, user, password = environment.get(TOKEN), environment.get(USER), environment.get(PASSWORD)
    if token:
        if not (token.isascii() and token.isprintable()):
            raise CallError(f"{TOKEN} in the environment has characters that no token has; expected ASCII letters.")
        return _Bearer(token)
    if user and password is not None:
        try:
            (user + password).encode()
        except UnicodeEncodeError as error:
            raise CallError(f"{USER} or {PASSWORD} in the environment is no UTF-8.") from error
        return _AsAsked(user, password)
    if user or password:
        raise CallError(f"A login needs both {USER} and {PASSWORD} in the environment; only one is there.")
    return None
