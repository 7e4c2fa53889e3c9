"""A query reaches the network where that was allowed, and never else, however it is written."""

from __future__ import annotations

import contextlib
import re
import socket
import threading
import time
from collections.abc import Iterator
from urllib.parse import unquote

import pyoxigraph
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gii_graph.errors import EndpointError, QueryError, QuerySyntaxError
from gii_graph.sparql.engine import answer
from gii_graph.sparql.federation import refuse_service, refuse_service_elsewhere
from gii_graph.sparql.service_calls import relayed
from tests.conftest import run

ANSWER = b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"literal","value":"from afar"}}]}}'


class Listener:
    """An endpoint on loopback that answers every question alike, and remembers that it was asked."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._socket.getsockname()[1]}/"
        self.heard: list[bytes] = []
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        head = b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: application/sparql-results+json\r\n"
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._socket.accept()
                with connection, contextlib.suppress(OSError):
                    self.heard.append(connection.recv(10_000))
                    connection.sendall(head + b"Content-Length: %d\r\n\r\n" % len(ANSWER) + ANSWER)

    def close(self) -> None:
        self._socket.close()


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    server = Listener()
    yield server
    server.close()


# Each asks the endpoint HERE, by the grammar or by what Oxigraph takes for it.
ASKING = {
    "plain": "SELECT * { SERVICE <HERE> { ?s ?p ?o } }",
    "small letters": "select * { service silent <HERE> { ?s ?p ?o } }",
    "behind an escape and a fragment": r"ASK { FILTER (?x = <http://a/\u0041#b>) SERVICE <HERE> { ?s ?p ?o } }",
    "behind a prefix so written": r"PREFIX a: <http://a/\u0041#b> SELECT * { SERVICE <HERE> { ?s ?p ?o } }",
    "its own address so written": r"SELECT * { SERVICE <\u0048ERE> { ?s ?p ?o } }".replace(
        r"\u0048ERE", "HERE#\\u0041"
    ),
    "glued to SILENT": "SELECT * { SERVICESILENT<HERE>{ ?s ?p ?o } }",
    "a prefix of no letters": "PREFIX : <HERE> SELECT * { SERVICE:x { ?s ?p ?o } }",
    "a prefix called so": "PREFIX SERVICE: <HERE> SELECT * { SERVICE SERVICE:x { ?s ?p ?o } }",
    "behind what looks like an IRI": "SELECT * { FILTER(1<1#>\n) SERVICE <HERE> { ?s ?p ?o } }",
    "behind what looks like a text": "SELECT * { FILTER(1<'>' && '>'>1) SERVICE <HERE> { ?s ?p ?o } FILTER('' != '') }",
    "behind a carriage return": "SELECT * { # '\r SERVICE <HERE> { ?s ?p ?o } }",
    "in a filter": "ASK { FILTER NOT EXISTS { SERVICE <HERE> { ?s ?p ?o } } }",
    "in a subquery": "SELECT * { { SELECT * { SERVICE <HERE> { ?s ?p ?o } } } }",
    "with a variable": "SELECT * { VALUES ?e { <HERE> } SERVICE ?e { ?s ?p ?o } }",
    "with other services about": "SELECT ?service { SERVICE <HERE> { ?service ?p 'service' } } # service",
    "in a description": "DESCRIBE ?s { SERVICE <HERE> { ?s ?p ?o } }",
    "in a version of its own": r"VERSION '1.2' SELECT * { SERVICE <HERE> { ?s ?p ?o } }",
    "with every other spelling taken": """ASK { SERVICE <HERE> {
        ?s ?p 'serzice serqice serxice serkice serwice serjice' } }""",
}


@pytest.mark.parametrize("text", ASKING.values(), ids=ASKING)
def test_nothing_is_heard_of_a_query_that_may_not_ask(text: str, listener: Listener) -> None:
    listener.heard.clear()
    asked = text.replace("HERE", listener.address)
    with pytest.raises(QueryError, match="--allow-service"):
        answer(pyoxigraph.Store(), asked)
    with pytest.raises(QueryError, match="--allow-service"):
        refuse_service_elsewhere(asked)
    assert listener.heard == []


class Passing:
    """In the relay's place: takes the calls to the listener itself, which answers whatever it is asked."""

    failure = None

    def __init__(self, address: str) -> None:
        self.address = f"{address}?"


MISREAD = {
    "glued to SILENT": "cannot be told where",
    "a prefix of no letters": "cannot be told where",
    "with a variable": r"by the variable \?e; give its address as an IRI",
}


@pytest.mark.parametrize("name", [name for name in ASKING if name not in MISREAD])
def test_what_is_allowed_is_heard(name: str, listener: Listener) -> None:
    """By the relay alone, which gets the endpoint's address as the engine reads it."""
    listener.heard.clear()
    found = answer(pyoxigraph.Store(), ASKING[name].replace("HERE", listener.address), relay=Passing(listener.address))
    list(found) if not isinstance(found, pyoxigraph.QueryBoolean) else bool(found)
    (heard,) = listener.heard
    target = unquote(heard.split()[1].decode())
    assert re.fullmatch(rf"/\?{re.escape(listener.address)}(x|#A)?", target)


@pytest.mark.parametrize("name", MISREAD)
def test_a_call_that_may_be_read_otherwise_asks_nobody(name: str, listener: Listener) -> None:
    listener.heard.clear()
    asked = ASKING[name].replace("HERE", listener.address)
    with pytest.raises(QueryError, match=MISREAD[name]):
        answer(pyoxigraph.Store(), asked, relay=Passing(listener.address))
    assert listener.heard == []


RELAYED = {
    "PREFIX e: <http://e/> SELECT * { SERVICE e:x { ?s ?p 'SERVICE <http://b/> {' } } # SERVICE <http://c/> {": (
        "PREFIX e: <http://e/> SELECT * { SERVICE <R:http%3A%2F%2Fe%2Fx> { ?s ?p 'SERVICE <http://b/> {' } } "
        "# SERVICE <http://c/> {"
    ),
    "BASE <http://e/x/> SELECT * { SERVICE SILENT <../é?q=1#f> { ?s ?p ?o } }": (
        "BASE <http://e/x/> SELECT * { SERVICE SILENT <R:http%3A%2F%2Fe%2F%C3%A9%3Fq%3D1%23f> { ?s ?p ?o } }"
    ),
    "ASK { SERVICE <http://a/> { ?s ?p ?o SERVICE <http://b/> { ?o ?p ?q } } SERVICE <c> { ?q ?p ?r } }": (
        "ASK { SERVICE <R:http%3A%2F%2Fa%2F> { ?s ?p ?o SERVICE <http://b/> { ?o ?p ?q } } "
        "SERVICE <R:http%3A%2F%2Fbase%2Fc> { ?q ?p ?r } }"
    ),
    "ASK { SERVICE # why\n <http://a/> # what for\n { ?s ?p ?o } }": (
        "ASK { SERVICE # why\n <R:http%3A%2F%2Fa%2F> # what for\n { ?s ?p ?o } }"
    ),
    "SELECT ?service { ?service ?p 'SERVICE <http://a/> { ?s ?p ?o }' }": (
        "SELECT ?service { ?service ?p 'SERVICE <http://a/> { ?s ?p ?o }' }"
    ),
}


@pytest.mark.parametrize("text", RELAYED)
def test_calls_go_to_the_relay_and_nothing_else_changes(text: str) -> None:
    assert relayed(text, Passing("R:"), "http://base/").replace("R:?", "R:") == RELAYED[text]


def test_columns_stand_in_their_order_where_another_is_asked(listener: Listener) -> None:
    text = f"SELECT * {{ SERVICE <{listener.address}> {{ ?s ?p ?a }} }}"
    found = answer(pyoxigraph.Store(), text, relay=Passing(listener.address))
    assert [variable.value for variable in found.variables] == ["s", "p", "a"]


def test_a_wrong_query_that_may_ask_is_told_where_it_is_wrong() -> None:
    text = "SELECT * {\n  SERVICE SILENT <http://a/> { ?s ?p ?o FILER(?o) }\n}"
    with pytest.raises(QuerySyntaxError, match=r"wrong at line 2, column 41: 'FILER' is no word of SPARQL"):
        answer(pyoxigraph.Store(), text, relay=Passing("http://r/"))


def test_the_command_says_what_to_do_and_asks_nobody(listener: Listener) -> None:
    listener.heard.clear()
    done = run(
        "query", "-q", ASKING["behind an escape and a fragment"].replace("HERE", listener.address), "-", stdin=""
    )
    assert (done.returncode, done.stdout, listener.heard) == (2, "", [])
    assert "--allow-service" in done.stderr


@pytest.mark.parametrize(
    "text", [r"SELECT * { \u0053ERVICE <http://a/> {} }", r"SELECT * { S\U00000045rvice <http://a/> {} }"]
)
def test_another_engine_may_read_escapes_anywhere(text: str) -> None:
    with pytest.raises(QueryError, match="--allow-service"):
        refuse_service_elsewhere(text)


def test_what_only_another_engine_can_read_is_told_so() -> None:
    refuse_service_elsewhere("SELECT * { ?s ?p ?o OPTION (transitive) }")
    with pytest.raises(QueryError, match="cannot be told"):
        refuse_service_elsewhere("SELECT * { ?s ?p 'service' OPTION (transitive) }")


HARMLESS = [
    "ASK { ?s ?p 'SERVICE' }",
    "ASK { ?SERVICE a <http://a/SERVICE> } # SERVICE",
    "SELECT ?service { ?service ?p ?o }",
    "PREFIX service: <http://a/service#> ASK { service:service ?p '''SERVICE\n<x> {''' }",
    "ASK { _:service ?p 'x'@service }",
    "ASK { FILTER (1 < 2 && 3 > 2) ?s ?p 'service' }",
    "ASK { FILTER (?a<?service&&?b>?c) }",
    r"ASK { ?s ?p 'ser\u0076ice', '\u0073ervice', <http://a/ser\u0076ice#service> }",
    r"ASK { ?s ?p '\u0053ERVICE' }",
    "ASK { ?s ?p 'service', 'serzice', 'SERQICE' }",
    "SELECT (<http://a/service>(1) AS ?x) {}",
]


@pytest.mark.parametrize("text", HARMLESS)
def test_a_service_in_text_iri_name_or_comment_asks_nobody(text: str) -> None:
    refuse_service(text)
    refuse_service_elsewhere(text)


def test_a_wrong_query_is_told_as_such() -> None:
    with pytest.raises(QueryError, match="'FILER' is no word of SPARQL"):
        answer(pyoxigraph.Store(), "SELECT * { ?service ?p ?o FILER (?o) }")
    with pytest.raises(QueryError, match="only reads"):
        answer(pyoxigraph.Store(), "INSERT DATA { <http://a/> <http://a/> 'service' }")


# What may stand around a keyword: white space, comments, and terms that hold every sign that could hide one.
GAPS = st.sampled_from([" ", "\n", "\t", "\r", "# '\n", '#"\r', "# <http://a/\n", "  #service\n"])
TERMS = st.sampled_from(
    [
        r"<http://a/\u0041#b>", r"<http://a/\U00000023'>", "<http://a/#'>", "'#'", '"\'"', "'''\"'#'''", '"""\'#\n"""',
        r"'\'#'", r"'\\'", r'"\u0022"', "'<'", "'>'", "'a'@en--ltr", "1", "1.5e3", "true", "?a", "$service", "a:b\\#c",
        "a:%23", "_:service", "<service#>", "a:service",
    ]
)  # fmt: skip
SIMPLE = TERMS.map(lambda term: f"?s ?p {term} .")
FILTERS = st.tuples(TERMS, st.sampled_from(["<", ">", "<=", "=", "&&"]), TERMS).map(
    lambda parts: "FILTER(" + "".join(f"?v{part}" if part.startswith("_:") else part for part in parts) + " )"
)
PATTERNS = st.lists(st.one_of(SIMPLE, FILTERS), max_size=4).map(" ".join)
SERVICES = st.tuples(
    st.text("sS", min_size=1, max_size=1).flatmap(
        lambda s: st.sampled_from([f"{s}ERVICE", f"{s}ervice", f"{s}eRvIcE"])
    ),
    GAPS | st.just(""),
    st.sampled_from(["", "SILENT", "silent"]),
    GAPS | st.just(""),
    st.sampled_from(["<HERE>", r"<HERE\u0023x>", "here:x", ":x", "?e"]),
    GAPS | st.just(""),
).map("".join)
BASED = r"PREFIX a: <http://a/\u0041#'> PREFIX here: <HERE> PREFIX : <HERE> BASE <http://b/#> "


@settings(max_examples=300)
@given(before=PATTERNS, service=SERVICES, after=PATTERNS, gap=GAPS)
@example(before=r"?s ?p <http://a/\u0041#b> .", service="SERVICE<HERE>", after="", gap=" ")
@example(before="FILTER(?a<1#>\n)", service="SERVICE<HERE>", after="", gap=" ")
def test_no_writing_hides_a_service(before: str, service: str, after: str, gap: str, listener: Listener) -> None:
    text = f"{BASED}SELECT (1 AS ?x) {{ {before} VALUES ?e {{ <HERE> }}{gap}{service}{{ ?s ?p ?o }} {after} }}"
    asked = text.replace("HERE", listener.address)
    listener.heard.clear()
    with pytest.raises(QueryError):
        answer(pyoxigraph.Store(), asked)
    with pytest.raises(QueryError):
        refuse_service_elsewhere(asked)
    assert listener.heard == []
    with contextlib.suppress(QueryError, EndpointError):
        list(answer(pyoxigraph.Store(), asked, relay=Passing(f"{listener.address}relay")))
    assert all(heard.startswith(b"POST /relay?") for heard in listener.heard)


@settings(max_examples=300)
@given(PATTERNS, GAPS)
def test_no_query_without_a_service_is_refused_for_one(patterns: str, gap: str) -> None:
    text = f"{BASED.replace('HERE', 'http://service/')}SELECT ?service {{ {patterns}{gap}}}"
    try:
        pyoxigraph.Store().query(text)
    except SyntaxError:
        return
    refuse_service(text)


def test_what_a_parameter_brings_asks_nobody(listener: Listener) -> None:
    """A value is judged where it has been put: the query as it is sent, not as it was written."""
    listener.heard.clear()
    value = str(pyoxigraph.Literal(f"' }} }} SERVICE <{listener.address}> {{ ?s ?p ?o }} #"))
    for text in ("SELECT ?x { FILTER(1<'>' && ?x != ' { ?x ') }", "SELECT ?x { ?x ?p ?o { ?x ?q ' { ?x ' } }"):
        with contextlib.suppress(QueryError):
            list(answer(pyoxigraph.Store(), text, {"x": [value]}))
    time.sleep(0.05)
    assert listener.heard == []
