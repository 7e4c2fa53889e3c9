"""What a fuzzer may feed with any bytes: each target returns, or raises an error of ours, and nothing else."""

from __future__ import annotations

import io
import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path

from pyoxigraph import RdfFormat, Store

from gii_graph.authorities.ror import read_ror
from gii_graph.errors import GiiGraphError, GraphFileWarning
from gii_graph.graph import describe, turtle
from gii_graph.identity import Mentions, identify, read_overrides
from gii_graph.links.review import read_review
from gii_graph.links.sssom import read_sssom
from gii_graph.reading import read_profile
from gii_graph.sparql.dataset import read_files
from gii_graph.sparql.engine import answer, checked_form
from gii_graph.sparql.header import read_header
from gii_graph.sparql.parameters import bind
from gii_graph.validation.check import check
from gii_graph.validation.outcome_report import as_json, as_shacl_report
from gii_graph.vocabulary import BASE

__all__ = ["TARGETS", "stands"]

_NAMES = ["profile.txt", "profile.md", "profile.html", "profile"]
_KNOWN = Store()
_KNOWN.load((Path(__file__).parents[2] / "output" / "gii.ttl").read_bytes(), format=RdfFormat.TURTLE)


def profile(data: bytes) -> None:
    """Read a profile (the first byte picks its file name), describe it, write it and read it back."""
    name = _NAMES[data[0] % len(_NAMES)] if data else "empty.txt"
    profiles = [read_profile(name, data[1:]).profile]
    text = "".join(turtle(describe(profiles, identify(Mentions.of(profiles))), BASE))
    Store().load(text.encode(), format=RdfFormat.TURTLE)


def graph(data: bytes) -> None:
    """Check an RDF file that anybody wrote."""
    with warnings.catch_warnings():
        # What another form of a number is answered as is said, and is no failure.
        warnings.simplefilter("ignore", GraphFileWarning)
        outcome = check(read_files(["-"], io.BytesIO(data), "ttl"))
    as_json(outcome)
    as_shacl_report(outcome)


def query(data: bytes) -> None:
    """Ask a query, with a value for each parameter that it declares."""
    text, _, value = data.decode("utf-8", "replace").partition("\x00")
    header = read_header(text)
    given = {parameter.name: [value] for parameter in header.parameters}
    bindings = bind(header, given, _KNOWN.query)  # type: ignore[arg-type]
    checked_form(text)
    answer(Store(), text, bindings)


def _of_file(read: Callable[[Path], object], suffix: str) -> Callable[[bytes], None]:
    def target(data: bytes) -> None:
        with tempfile.NamedTemporaryFile(suffix=suffix) as file:
            file.write(data)
            file.flush()
            read(Path(file.name))

    return target


TARGETS: dict[str, Callable[[bytes], None]] = {
    "profile": profile,
    "graph": graph,
    "query": query,
    "review": _of_file(lambda path: list(read_review(path)), ".tsv"),
    "overrides": _of_file(read_overrides, ".tsv"),
    "sssom": _of_file(read_sssom, ".tsv"),
    "registry": _of_file(lambda path: list(read_ror(path)), ".json"),
}


def stands(target: str, data: bytes) -> None:
    """Run a target; an error of ours is an answer, any other passes on."""
    try:
        TARGETS[target](data)
    except GiiGraphError as error:
        assert str(error)  # noqa: PT017
