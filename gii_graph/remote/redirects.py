"""Where a redirect may lead: it must stay with the host that the user named and never leave https for http.

Else what we send would reach somebody whom nobody named. RFC 9110, section 15.4, says what is sent there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

import httpx

from gii_graph.errors import EndpointError

__all__ = ["PORTS", "SCHEMES", "Outgoing", "is_redirect", "is_trusted", "port_of", "redirected"]

# With these the same request goes to the new address. For 301 and 302 a client may make a POST a GET; ours would lose
# its question, so it does not.
_SAME_REQUEST: Final = frozenset({301, 302, 307, 308})
_SEE_OTHER: Final = 303  # the answer is elsewhere, to be had by GET
SCHEMES: Final = {"http": 80, "https": 443}  # with their ports
PORTS: Final = range(1, 1 << 16)  # a larger number would be cut to 16 bits and lead to another port


class Outgoing(NamedTuple):
    """A request as it goes out; a body in pieces is gone through again for each sending."""

    method: str
    address: httpx.URL
    headers: Mapping[str, str]
    body: bytes | Iterable[bytes] | None


def is_redirect(response: httpx.Response) -> bool:
    """Tell whether a response sends its visitor on."""
    return response.status_code in _SAME_REQUEST or response.status_code == _SEE_OTHER


def redirected(named: httpx.URL, outgoing: Outgoing, response: httpx.Response) -> Outgoing:
    """Return what goes out next, where `response` sends on whoever asked for `named`.

    Raises EndpointError for an address to which we do not go.
    """
    target = _target(named, outgoing.address, response)
    why = _objection(named, outgoing.address, target)
    if why:
        raise EndpointError(
            f"{named} sends its visitors on to {target}, {why}; nothing was sent there. "
            "Give that address if you trust it."
        )
    if response.status_code == _SEE_OTHER:
        accept = {name: value for name, value in outgoing.headers.items() if name == "Accept"}
        return Outgoing("GET", target, accept, None)
    return outgoing._replace(address=target)


def _target(named: httpx.URL, asked: httpx.URL, response: httpx.Response) -> httpx.URL:
    location = response.headers.get("location", "")
    if not location:
        status = f"{response.status_code} {response.reason_phrase}".strip()
        raise EndpointError(f"{named}: sends its visitors on ({status}) without saying where.")
    try:
        target = asked.join(location)
        _ = target.host  # read here, because a host of no letters that can be shows only when it is decoded
    except (httpx.InvalidURL, ValueError) as error:
        raise EndpointError(f"{named}: sends its visitors on to {location!r}, which is no URL ({error}).") from error
    return target


def _objection(named: httpx.URL, asked: httpx.URL, target: httpx.URL) -> str:
    """Say what speaks against going on from `asked` to `target`; nothing where nothing does."""
    if target.scheme not in SCHEMES:
        return "which is not http or https"
    if target.host != named.host:
        return "which is another host"
    if "https" in {named.scheme, asked.scheme} and target.scheme != "https":
        return "which is not encrypted"
    if target.userinfo:
        return "which has a login in it"
    if port_of(target) not in PORTS:
        return "which has a port that cannot be"
    return ""


def is_trusted(named: httpx.URL, address: httpx.URL) -> bool:
    """Tell whether the login for `named` may go to `address` on the same host: the same port, or https for http."""
    ports = [port_of(named), port_of(address)]
    return ports[0] == ports[1] or ports == [SCHEMES["http"], SCHEMES["https"]]


def port_of(address: httpx.URL) -> int:
    """Return the port of an address, said or not."""
    return SCHEMES[address.scheme] if address.port is None else address.port
