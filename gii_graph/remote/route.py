"""How a host is reached: directly or by the proxy that the environment names, by TLS with the certificates it names."""

from __future__ import annotations

import os
import ssl
import urllib.request
from typing import Final, NamedTuple

import httpcore
import httpx

from gii_graph.errors import EndpointError
from gii_graph.files import reason
from gii_graph.remote.redirects import PORTS
from gii_graph.remote.timed_network import Deadline, TimedBackend

__all__ = ["Proxy", "connections", "proxy_for"]

_CERTIFICATES: Final = ("SSL_CERT_FILE", "SSL_CERT_DIR", "SSLKEYLOGFILE")
_SOCKS: Final = frozenset({"socks5", "socks5h"})
_SCHEMES: Final = frozenset({"http", "https"}) | _SOCKS


class Proxy(NamedTuple):
    """A proxy, and the variable of the environment that names it."""

    variable: str
    url: httpx.URL

    @property
    def address(self) -> str:
        """Its address without a login."""
        return str(self.url.copy_with(userinfo=b""))


def proxy_for(url: httpx.URL) -> Proxy | None:
    """Return the proxy by which a URL is reached; none where the environment names none or excepts the host.

    Raises EndpointError for a proxy that we cannot speak to.
    """
    named = urllib.request.getproxies()
    scheme = url.scheme if url.scheme in named else "all"
    if not named.get(scheme) or urllib.request.proxy_bypass(url.host):
        return None
    setting = f"{scheme}_proxy"
    variable = next((name for name in os.environ if name.lower() == setting), setting)
    return _checked(variable, named[scheme])


def _checked(variable: str, address: str) -> Proxy:
    try:
        proxy = Proxy(variable, httpx.URL(address if "://" in address else f"http://{address}"))
        host = proxy.url.host
    except (httpx.InvalidURL, ValueError) as error:
        raise EndpointError(f"{variable} in the environment is no address of a proxy ({error}).") from error
    if proxy.url.scheme not in _SCHEMES or not host:
        raise EndpointError(
            f"{variable} in the environment names the proxy {proxy.address}, "
            "expected one of http, https or socks5; mend it, or except the host in NO_PROXY."
        )
    if proxy.url.port is not None and proxy.url.port not in PORTS:
        raise EndpointError(f"{variable} in the environment names the proxy {proxy.address}, a port that cannot be.")
    if proxy.url.scheme in _SOCKS and not _speaks_socks():
        raise EndpointError(
            f"{variable} in the environment names the proxy {proxy.address}, to which nobody speaks without the "
            "package socksio; install it (pip install socksio), or except the host in NO_PROXY."
        )
    return proxy


def _speaks_socks() -> bool:
    from importlib.util import find_spec

    return find_spec("socksio") is not None


def connections(url: httpx.URL, proxy: Proxy | None, deadline: Deadline) -> httpcore.ConnectionPool:
    """Return the connections by which a URL is reached, all of whose waits end at `deadline`.

    Raises EndpointError where the certificates cannot be read.
    """
    tls = _tls() if url.scheme == "https" else None
    network = TimedBackend(deadline)
    if proxy is None:
        return httpcore.ConnectionPool(ssl_context=tls, network_backend=network)
    address = httpcore.URL(
        scheme=proxy.url.raw_scheme, host=proxy.url.raw_host, port=proxy.url.port, target=proxy.url.raw_path
    )
    login = (proxy.url.username.encode(), proxy.url.password.encode()) if proxy.url.userinfo else None
    if proxy.url.scheme in _SOCKS:
        return httpcore.SOCKSProxy(address, login, ssl_context=tls, network_backend=network)
    encrypted = _tls() if proxy.url.scheme == "https" else None
    return httpcore.HTTPProxy(address, login, ssl_context=tls, proxy_ssl_context=encrypted, network_backend=network)


def _tls() -> ssl.SSLContext:
    try:
        return httpx.create_ssl_context()
    except OSError as error:  # ssl.SSLError is one
        named = [f"{name}={os.environ[name]}" for name in _CERTIFICATES if os.environ.get(name)]
        raise EndpointError(
            f"The certificates that https needs cannot be read ({reason(error)}); "
            f"check {', '.join(named) or 'the installation of certifi'} in the environment."
        ) from error
