"""What can go wrong between a request and its answer, and how that is said to people."""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING, Final

import httpcore
import httpx

if TYPE_CHECKING:
    from gii_graph.remote.route import Proxy

__all__ = ["FAILURES", "LOST", "what_failed"]

# What the two libraries below us, TLS and the system raise for whatever a server, or the way to it, does.
FAILURES: Final = (
    httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError, httpcore.ProxyError,
    httpcore.UnsupportedProtocol, httpcore.ConnectionNotAvailable, httpx.HTTPError, httpx.InvalidURL,
    httpx.StreamError, OSError, ValueError,
)  # fmt: skip
# Of these, what may pass when it is tried again.
LOST: Final = (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError)


def what_failed(error: Exception, proxy: Proxy | None, seconds: float) -> str:
    """Say in words what went wrong on the way to a server, by a proxy where there is one, within so many seconds."""
    way = f" by the proxy {proxy.address} that {proxy.variable} names" if proxy else ""
    said = str(error) or type(error).__name__
    match error:
        case httpcore.ConnectTimeout():
            why = f" ({error})" if str(error) else ""
            what = f"no connection within the time limit{way}{why}; is the address right?"
        case httpcore.TimeoutException():
            what = f"no whole answer within the time limit of {seconds:g} s{way}; try again with a larger --timeout."
        # The library takes the cause away (`raise ... from None`) and leaves the context.
        case httpcore.ConnectError() if isinstance(error.__context__, ssl.SSLError):
            what = f"https fails there ({said}); is its certificate trusted here, does it speak https at all?"
        case httpcore.ConnectError() | httpcore.ProxyError() if proxy:
            what = f"not reached{way} ({said}); mend the variable, or except the host in NO_PROXY."
        case httpcore.ConnectError() | UnicodeError():
            what = f"nothing answers there ({said}); is the server up, the address right?"
        case httpx.DecodingError():
            what = f"its answer is damaged ({said})."
        case _:
            what = f"the exchange broke off ({said})."
    return what
