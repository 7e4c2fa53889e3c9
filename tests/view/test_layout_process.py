"""The layout is the same wherever it is made, and a child process that ends takes nothing with it."""

import os
import threading
from pathlib import Path

import pytest

from gii_graph.network import Network, read_network
from gii_graph.view import layout_process
from gii_graph.view.layout import Layout, lay_out
from gii_graph.view.layout_process import layout_beside
from tests.conftest import ROOT

THIS_PROCESS = os.getpid()


@pytest.fixture(scope="module")
def network() -> Network:
    return read_network([ROOT / "output/gii.ttl"])


def in_child(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let this process pass for one without other threads: those of the test runner hold no lock of a layout."""
    monkeypatch.setattr(threading, "active_count", lambda: 1)


def test_a_child_makes_the_same_layout(network: Network, monkeypatch: pytest.MonkeyPatch) -> None:
    in_child(monkeypatch)
    made_here = lay_out(network)

    def only_in_the_child(network: Network) -> Layout:
        assert os.getpid() != THIS_PROCESS
        return lay_out(network)

    monkeypatch.setattr(layout_process, "lay_out", only_in_the_child)
    with layout_beside(network) as laid_out:
        assert laid_out() == made_here


def test_a_child_that_ended_is_made_up_for(network: Network, monkeypatch: pytest.MonkeyPatch) -> None:
    in_child(monkeypatch)

    def not_in_the_child(network: Network) -> Layout:
        if os.getpid() != THIS_PROCESS:
            raise MemoryError
        return lay_out(network)

    monkeypatch.setattr(layout_process, "lay_out", not_in_the_child)
    with layout_beside(network) as laid_out:
        assert laid_out() == lay_out(network)


def test_no_child_is_left_where_the_page_fails(network: Network, monkeypatch: pytest.MonkeyPatch) -> None:
    in_child(monkeypatch)
    children: list[int] = []
    fork = os.fork

    def noted() -> int:
        children.append(fork())
        return children[0]

    monkeypatch.setattr(os, "fork", noted)
    with pytest.raises(ZeroDivisionError), layout_beside(network):
        raise ZeroDivisionError
    with pytest.raises(ChildProcessError):
        os.waitpid(children[0], os.WNOHANG)


def test_among_threads_nothing_is_forked(network: Network, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fork", lambda: pytest.fail("a fork keeps the locks of other threads closed"))
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    try:
        with layout_beside(network) as laid_out:
            assert laid_out() == lay_out(network)
    finally:
        done.set()
        thread.join()


def test_open_files_are_as_before(network: Network, monkeypatch: pytest.MonkeyPatch) -> None:
    in_child(monkeypatch)
    folder = Path("/proc/self/fd")
    if not folder.exists():
        pytest.skip("only Linux shows the open files of a process")
    before = sorted(folder.iterdir())
    with layout_beside(network) as laid_out:
        laid_out()
    assert sorted(folder.iterdir()) == before
