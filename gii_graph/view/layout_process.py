"""The layout made in a child process, while this one finds the answers that the page carries."""

from __future__ import annotations

import os
import pickle
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import NoReturn

from gii_graph.network import Network
from gii_graph.supervision import end_with_parent
from gii_graph.view.layout import Layout, lay_out

__all__ = ["layout_beside"]


@contextmanager
def layout_beside(network: Network) -> Iterator[Callable[[], Layout]]:
    """Begin to lay a network out, and give a function that waits for the layout; after the block nothing is left of it.

    Where the system cannot fork, or this process has other threads, whose locks a child would keep closed for ever, the
    layout is made when it is asked for. So it is if the child ended without one.
    """
    if not hasattr(os, "fork") or threading.active_count() > 1:
        yield partial(lay_out, network)
        return
    reading, writing = os.pipe()
    parent = os.getpid()
    with warnings.catch_warnings():
        # Python 3.12 warns of threads that libraries started, too; none of them has a lock that a layout needs.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        _send_layout(network, writing, parent)
    os.close(writing)
    with os.fdopen(reading, "rb") as answer:
        try:
            yield lambda: _received(answer.read()) or lay_out(network)
        finally:
            answer.close()  # a child that is not done has nobody to write to, and ends
            os.waitpid(child, 0)


def _received(answer: bytes) -> Layout | None:
    layout: Layout | None = pickle.loads(answer) if answer else None  # noqa: S301  # from our own child
    return layout


def _send_layout(network: Network, writing: int, parent: int) -> NoReturn:
    """Write the layout, whole or not at all, and end this process, whatever happens."""
    try:
        end_with_parent(parent)
        answer = pickle.dumps(lay_out(network))
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(answer)
    finally:
        os._exit(0)
