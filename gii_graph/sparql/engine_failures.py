"""What Oxigraph raises while it evaluates a query, as errors of ours."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from gii_graph.errors import EndpointError, EngineError, QueryError

__all__ = ["engine_failures"]

_UNBOUND_SERVICE = "The variable encoding the service name is unbound"
_NO_SUCH_FUNCTION = "The custom function "


@contextmanager
def engine_failures(may_ask_others: bool = False) -> Iterator[None]:
    """Turn what the engine raises in the block, as it begins to answer or reads rows, into a sentence.

    `may_ask_others` says that SERVICE was allowed.
    Raises QueryError for what the query asks in vain, EndpointError where SERVICE got no answer, EngineError for the
    rest. SyntaxError passes: it has a place in the query.
    """
    try:
        yield
    except RuntimeError as error:
        raise _sentence(str(error)) from error
    except OSError as error:
        if error.errno is not None:  # the system's own, of the output that is written meanwhile
            raise
        if may_ask_others:
            raise EndpointError(f"SERVICE did not answer: {error}.") from error
        raise _sentence(str(error)) from error
    except BaseException as error:
        # A panic in Rust derives from BaseException, so that nobody takes it for an exception to carry on from.
        if type(error).__name__ != "PanicException":
            raise
        raise EngineError(f"The query engine failed on this query ({error}); ask it in another way.") from error


def _sentence(said: str) -> QueryError | EngineError:
    if said.startswith(_NO_SUCH_FUNCTION):
        name = said.removeprefix(_NO_SUCH_FUNCTION).removesuffix(" is not supported")
        return QueryError(f"The query calls the function {name}, which is none of SPARQL's own and not known here.")
    if said == _UNBOUND_SERVICE:
        return QueryError(
            "SERVICE names its endpoint by a variable that has no value there; give it one before, with VALUES or BIND."
        )
    return EngineError(f"The query engine cannot answer this query: {said}.")
