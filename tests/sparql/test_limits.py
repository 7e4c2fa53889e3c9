"""No query ends the program: what goes too deep for the engine is refused, however it is written."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from gii_graph.errors import QueryError
from gii_graph.sparql.limits import refuse_too_deep

DEEP = 20_000
NESTED = "FILTER EXISTS {" * DEEP + "?s ?p ?o" + "}" * DEEP
TOO_DEEP = {
    "groups": "{" * DEEP + "}" * DEEP,
    "functions": "FILTER(" + "STR(" * DEEP + "1" + ")" * DEEP + ")",
    "operators": "FILTER(" + "||".join(["?s"] * DEEP) + ")",
    "negations": "FILTER(" + "!" * DEEP + "1)",
    "bindings": "".join(f"BIND(1 AS ?a{number})" for number in range(DEEP)),
    "patterns": " . ".join(f"?s ?p ?o{number}" for number in range(DEEP)),
    "lists of objects": "?s ?p " + " , ".join(f"?o{number}" for number in range(DEEP)),
    "items of a collection": "?s ?p (" + " 1" * DEEP + ")",
    "nested items": "?s ?p (" + " (1)" * DEEP + ")",
    "reified triples": "?s ?p " + "<< ?s ?p " * DEEP + "1" + ">>" * DEEP,
    "triple terms": "?s ?p " + "<<( ?s ?p " * DEEP + "1" + ")>>" * DEEP,
    "paths": "?s " + "^(" * DEEP + "<http://a/>" + ")" * DEEP + " ?o",
    "behind an escape and a fragment": rf"?s ?p <http://a/\u0041#b> . {NESTED}",
    "behind what looks like an IRI": f"FILTER(1<1#>\n) {NESTED}",
    "behind what looks like a text": f"FILTER(1<'>' && '>'>1) {NESTED} FILTER('' != '')",
    "behind the start of a text in an IRI": f"?s ?p <'> , 1 . {NESTED} ?s ?p <'>",
    "behind closing brackets in an IRI": f"?s ?p <)]))))))> . {NESTED}",
}


@pytest.mark.parametrize("pattern", TOO_DEEP.values(), ids=TOO_DEEP)
def test_what_would_end_the_program_is_refused_at_once(pattern: str) -> None:
    for text in (f"SELECT (1 AS ?x) {{ {pattern} }}", rf"PREFIX a: <http://a/\u0041#b> ASK {{ {pattern} }}"):
        started = time.process_time()
        with pytest.raises(QueryError):
            refuse_too_deep(text)
        assert time.process_time() - started < 5


@pytest.mark.parametrize(
    "text",
    [
        "SELECT " + " ".join(f"(1 AS ?a{number})" for number in range(DEEP)) + " {}",
        "SELECT (COUNT(*) AS ?n) {} GROUP BY " + " ".join(f"(1 AS ?a{number})" for number in range(DEEP)),
        "ASK {} HAVING " + "(?x)" * DEEP,
        "DESCRIBE " + " ".join(f"<http://a/{number}>" for number in range(DEEP)),
        "DESCRIBE " + ": " * DEEP,
    ],
)
def test_so_is_what_would_outside_of_the_pattern(text: str) -> None:
    with pytest.raises(QueryError):
        refuse_too_deep(text)


RUN = """
import sys, threading
from pyoxigraph import Store
from gii_graph.errors import QueryError
from gii_graph.sparql.engine import answer
def work():
    try:
        answer(Store(), sys.stdin.read())
    except QueryError as error:
        print(str(error).splitlines()[0])
thread = threading.Thread(target=work)
thread.start()
thread.join()
"""
ALLOWED = {
    "groups": ("{" * 198, "}" * 198),
    "filters": ("FILTER EXISTS {" * 198, "}" * 198),
    "functions": ("FILTER(" + "STR(" * 196, ")" * 197),
    "operators": ("FILTER(1" + "||1" * 990, ")"),
    "unions": ("{}" + "UNION{}" * 480, ""),
    "bindings": ("BIND(1 AS ?x)" + "".join(f"BIND(1 AS ?a{number})" for number in range(980)), ""),
    "values": ("VALUES (?x ?y) {" + "(1 <http://a/(b)#c>)" * DEEP, "}"),
    "choices": ("FILTER(?x IN (" + ",".join(["'{(['"] * DEEP), "))"),
}


@pytest.mark.parametrize("name", ALLOWED)
def test_the_engine_stands_the_deepest_that_is_allowed(name: str) -> None:
    before, behind = ALLOWED[name]
    done = subprocess.run(
        [sys.executable, "-c", RUN], input=f"ASK {{ {before}{behind} }}", capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "more than" not in done.stdout
    assert "cannot be told" not in done.stdout
