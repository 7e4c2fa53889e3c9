"""What Oxigraph raises while it evaluates a query, as errors of ours."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from gii_graph.errors import EndpointError, EngineError, GiiGraphError, QueryError

if TYPE_CHECKING:
    from gii_graph.sparql.service_calls import Relay

__all__ = ["engine_failures"]

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
