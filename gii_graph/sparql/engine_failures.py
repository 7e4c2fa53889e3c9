"""What Oxigraph raises while it evaluates a query, as errors of ours that hold no answer.

An error keeps the frames that it passed, and they keep what their variables name. Where it is part of a cycle, as it is
once a variable of such a frame names it, all this stays until the garbage collector comes, in whatever thread it runs.
Answers of pyoxigraph may be let go of in their own thread alone; elsewhere it says so and does not free them. So frames
that an error has left are emptied where it leaves a function of ours; its traceback still names their lines.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from gii_graph.errors import EndpointError, EngineError, GiiGraphError, QueryError

if TYPE_CHECKING:
    from gii_graph.sparql.service_calls import Relay

__all__ = ["emptied", "empty_frames", "engine_failures"]

_NO_SUCH_FUNCTION = "The custom function "


@contextmanager
def engine_failures(relay: Relay | None = None) -> Iterator[None]:
    """Turn what the engine raises in the block, as it begins to answer or reads rows, into a sentence.

    `relay` is whom the engine asks other endpoints by.
    Raises QueryError for what the query asks in vain, what the relay says where SERVICE failed, EngineError for the
    rest. SyntaxError passes: it has a place in the query.
    """
    try:
        yield
    except RuntimeError as error:
        raise _sentence(str(error), relay) from error
    except OSError as error:
        if error.errno is not None:  # the system's own, of the output that is written meanwhile
            raise
        if relay is not None:
            raise relay.failure or EndpointError(f"SERVICE did not answer: {error}.") from error
        raise _sentence(str(error), None) from error
    except BaseException as error:
        # A panic in Rust derives from BaseException, so that nobody takes it for an exception to carry on from.
        if type(error).__name__ != "PanicException":
            raise
        raise EngineError(f"The query engine failed on this query ({error}); ask it in another way.") from error


def _sentence(said: str, relay: Relay | None) -> GiiGraphError:
    if said.startswith(_NO_SUCH_FUNCTION):
        name = said.removeprefix(_NO_SUCH_FUNCTION).removesuffix(" is not supported")
        return QueryError(f"The query calls the function {name}, which is none of SPARQL's own and not known here.")
    failure = relay.failure if relay is not None else None
    return failure or EngineError(f"The query engine cannot answer this query: {said}.")


@contextmanager
def empty_frames() -> Iterator[None]:
    """Empty the frames of an error that leaves the function which this decorates, but for those of its callers."""
    outside = sys.exc_info()[1]  # what the caller handles meanwhile is its own
    try:
        yield
    except BaseException as error:
        emptied(error, outside)
        raise


def emptied(error: BaseException, outside: BaseException | None = None) -> BaseException:
    """Return an error whose frames, and those of its causes up to `outside`, hold nothing any more."""
    links: list[BaseException | None] = [error]
    seen = {id(outside)}
    while links:
        link = links.pop()
        if link is None or id(link) in seen:
            continue
        seen.add(id(link))
        links += [link.__cause__, link.__context__]
        passed = link.__traceback__
        while passed is not None:
            with suppress(RuntimeError):  # it still runs
                passed.tb_frame.clear()
            passed = passed.tb_next
    return error
