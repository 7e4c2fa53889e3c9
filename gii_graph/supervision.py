"""Work that may take more memory than there is, done in a child process whose end is told in a sentence.

Where a library in Rust gets no memory it ends its process at once, and where the system runs out of it, it ends the
process that takes most. Neither can be caught in that process. So a command on large files is done by a child, and the
parent, which takes next to nothing, says what became of it. Small files are read as ever: nothing is started for them.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from types import FrameType

__all__ = ["end_with_parent", "supervised"]

# Bytes of RDF: a graph takes ten times as much in memory. Compressed, a file holds about ten times its size.
_LARGE: Final = 1_000_000
_PACKED: Final = 10
_DEFAULT_FILES: Final = ("output/gii.ttl", "output/links.ttl")
_PASSED_ON: Final = (1, 2, 15)  # SIGHUP, SIGINT, SIGTERM
# Seconds: a terminal interrupts the child as well as the parent, and once is enough.
_CHILD_HEARS: Final = 0.3
# Seconds between two looks at a child under a limit, and for how long one without work is waited for.
_LOOK_EVERY: Final = 0.05
_IDLE: Final = 5.0
_LAST_MEMORY: Final = 32_000_000  # bytes; less than that below its limit, a process gets no large piece any more
# Bytes below its limit that a child first does without; it gets them when it was so near to the rest at so many looks.
_RESERVE: Final = 16_000_000
_NEAR: Final = 2_000_000
_LOOKS: Final = 4
_NO_MEMORY: Final = (
    "Error: there is not enough memory for these files; give fewer or smaller ones, or allow the command more.\n"
)


def supervised(arguments: Sequence[str]) -> None:
    """Return in a child process where the arguments name large files, or else at once in this process.

    In the parent of a child it does not return: it waits, says how the child ended if that was no exit, and exits as
    the child did, with 3 where the child was ended.
    """
    # A server has its files read by a process that it looks after itself, and ends when it has answered.
    if not hasattr(os, "fork") or arguments[:1] == ["serve"] or not _are_large(arguments):
        return
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()
    parent = os.getpid()
    child = os.fork()
    if child == 0:
        end_with_parent(parent)
        _be_quiet_of_libraries()
        _leave_a_reserve()
        return
    os._exit(_outcome(child))


def _are_large(arguments: Sequence[str]) -> bool:
    if list(arguments[:1]) not in (["query"], ["push"]) and any(name.startswith("--endpoint") for name in arguments):
        return True  # a whole graph is fetched, and nobody knows how much that is
    total = 0
    for name in (*arguments, *_DEFAULT_FILES):
        if name == "-":
            return True  # nobody knows how much comes
        try:
            size = os.stat(name).st_size
        except (OSError, ValueError):
            continue
        total += size * _PACKED if name.endswith(".gz") else size
    return total >= _LARGE


def end_with_parent(parent: int) -> None:
    """End this process when its parent ends, where the system can see to that: it has nobody to answer to."""
    if sys.platform == "linux":
        import ctypes
        import signal

        parent_death_signal = 1  # PR_SET_PDEATHSIG, prctl(2)
        ctypes.CDLL(None).prctl(parent_death_signal, signal.SIGKILL)
        if os.getppid() != parent:  # it ended before that
            os._exit(3)


def _be_quiet_of_libraries() -> None:
    """Let what the interpreter says go where it goes, and what a library says as it aborts nowhere."""
    if sys.stderr is not None:
        errors = os.dup(2)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        encoding = sys.stderr.encoding
        sys.stderr = open(errors, "w", encoding=encoding, errors="backslashreplace", buffering=1)  # noqa: SIM115
    # Nor what it could hand on to nobody for want of memory, which is for the parent to say.
    unraisable = sys.unraisablehook
    sys.unraisablehook = lambda failed: None if failed.exc_type is MemoryError else unraisable(failed)


def _leave_a_reserve() -> None:
    """Do without the last of the memory that is allowed, until the parent sees that there is no other.

    The interpreter (CPython 3.11) needs memory to hand an error on, and tries without end where there is none.
    """
    import resource

    limit, most = resource.getrlimit(resource.RLIMIT_AS)
    if sys.platform == "linux" and limit != resource.RLIM_INFINITY:
        resource.setrlimit(resource.RLIMIT_AS, (limit - _RESERVE, most))
        _share_one_arena()


def _share_one_arena() -> None:
    """Let all threads take memory from one arena (mallopt(3)).

    Each would reserve 64 MB of addresses for one of its own; where these count and are not to be had, the C library
    asks for them in vain at every allocation: a query under a limit of 110 MB took over a minute to fail, in place of
    a second.
    """
    import ctypes

    arena_max = -8  # M_ARENA_MAX
    if mallopt := getattr(ctypes.CDLL(None), "mallopt", None):  # of glibc
        mallopt(arena_max, 1)


def _outcome(child: int) -> int:
    """Wait for the child and return the exit code to end with."""
    import signal
    import time

    def pass_on(number: int, _: FrameType | None) -> None:
        if number == signal.SIGINT:
            time.sleep(_CHILD_HEARS)
        os.kill(child, number)

    for number in _PASSED_ON:
        signal.signal(number, pass_on)
    code = os.waitstatus_to_exitcode(_waited_for(child))
    if code >= 0:
        return code
    if -code in (signal.SIGABRT, signal.SIGKILL):
        os.write(2, _NO_MEMORY.encode())
    elif -code in _PASSED_ON:
        signal.signal(-code, signal.SIG_DFL)
        os.kill(os.getpid(), -code)
    else:
        os.write(2, f"Error: the command was ended by signal {-code} ({signal.Signals(-code).name}).\n".encode())
    return 3


def _waited_for(child: int) -> int:
    """Return how the child ended (waitpid(2)).

    A child that has used all memory but its reserve gets that too, to say so. A library that gets no memory may wait
    for itself instead of ending: a child that has used up what it may and does nothing any more is ended.
    """
    import resource
    import signal
    import time

    limit, most = resource.getrlimit(resource.RLIMIT_AS)
    if limit == resource.RLIM_INFINITY or sys.platform != "linux":
        return os.waitpid(child, 0)[1]
    worked, idle, stopped = -1, 0, 0
    while True:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return status
        time.sleep(_LOOK_EVERY)
        left, before = limit - _size_of(child), worked
        worked = _work_of(child)
        stopped = stopped + 1 if left < _RESERVE + _NEAR else 0
        if stopped == _LOOKS:
            resource.prlimit(child, resource.RLIMIT_AS, (limit, most))
        idle = idle + 1 if worked == before and left < _LAST_MEMORY else 0
        if idle * _LOOK_EVERY > _IDLE:
            os.kill(child, signal.SIGKILL)


def _size_of(process: int) -> int:
    """Return the bytes of address space of a process, 0 for one that has ended (proc(5), statm)."""
    try:
        with open(f"/proc/{process}/statm", encoding="ascii") as stream:
            return int(stream.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError):
        return 0


def _work_of(process: int) -> int:
    """Return the clock ticks that a process has worked, 0 for one that has ended (proc(5), stat: utime and stime)."""
    try:
        with open(f"/proc/{process}/stat", encoding="ascii", errors="replace") as stream:
            return sum(map(int, stream.read().rpartition(")")[2].split()[11:13]))
    except OSError:
        return 0
