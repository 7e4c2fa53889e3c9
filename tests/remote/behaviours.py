"""What servers on a network do: wrong, odd, hostile, slow, and now and then right. Each is a name and what is sent.

A script is a sequence of bytes to send, of pauses in seconds, and of RESET, which drops the connection as a crash does.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from typing import Final

Script = tuple[bytes | float | object, ...]
RESET: Final = object()

JSON_RESULTS: Final = "application/sparql-results+json"
XML_RESULTS: Final = "application/sparql-results+xml"


def http(status: str = "200 OK", body: bytes | str = b"", **headers: str) -> Script:
    """Return a well-formed response; underscores in header names are hyphens."""
    content = body.encode("utf-8", "surrogatepass") if isinstance(body, str) else body
    named = {"Content-Length": str(len(content)), **{name.replace("_", "-"): text for name, text in headers.items()}}
    head = "".join(f"{name}: {text}\r\n" for name, text in named.items())
    return (f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + content,)


def typed(media_type: str, body: bytes | str, **headers: str) -> Script:
    return http(body=body, Content_Type=media_type, **headers)


def dripping(content: bytes) -> Script:
    """Send byte by byte, each well within a limit on single waits."""
    return tuple(part for byte in content for part in (bytes([byte]), 0.05))


ROW: Final = '{"s":{"type":"uri","value":"http://a/"}}'
GOOD: Final = f'{{"head":{{"vars":["s"]}},"results":{{"bindings":[{ROW}]}}}}'
OK: Final = b"HTTP/1.1 200 OK\r\n"
JSON_HEAD: Final = OK + f"Content-Type: {JSON_RESULTS}\r\n".encode()


def connections() -> Iterator[tuple[str, Script]]:
    """Trouble below HTTP, or with its framing."""
    yield "closes at once", ()
    yield "resets at once", (RESET,)
    yield "never answers", (30.0,)
    yield "resets within the head", (OK, RESET)
    yield "resets within the body", (JSON_HEAD + b"Content-Length: 999\r\n\r\n" + GOOD.encode(), 0.05, RESET)
    yield "stops within the head", (OK + b"Content-Ty",)
    yield "hangs within the head", (OK + b"Content-Ty", 30.0)
    yield "hangs within the body", (JSON_HEAD + b"Content-Length: 999\r\n\r\n{", 30.0)
    yield "a head byte by byte", dripping(OK + b"X-Filler: " + b"x" * 500)
    yield "a body byte by byte", (JSON_HEAD + b"Content-Length: 999\r\n\r\n", *dripping(b" " * 500))
    yield "a chunk size byte by byte", (JSON_HEAD + b"Transfer-Encoding: chunked\r\n\r\n", *dripping(b"0" * 500))
    yield "spaces without end", (JSON_HEAD + b"Connection: close\r\n\r\n", *([b" " * 100, 0.02] * 100))
    yield "an SSH banner", (b"SSH-2.0-OpenSSH_9.6\r\n",)
    yield "an SMTP banner", (b"220 mail.example.org ESMTP\r\n",)
    yield "a TLS alert", (b"\x15\x03\x01\x00\x02\x02\x28",)
    yield "HTTP/2 settings", (b"\x00\x00\x12\x04\x00\x00\x00\x00\x00\x00\x03\x00\x00\x00\x80",)
    yield "HTTP/0.9", (b"<html>hello</html>",)
    yield "random bytes", (bytes(range(256)) * 4,)
    yield "NUL bytes", (b"\0" * 1000,)
    yield "ICY instead of HTTP", (b"ICY 200 OK\r\n\r\n",)
    yield "HTTP/9.9", (b"HTTP/9.9 200 OK\r\n\r\n",)
    yield "a status that is no number", (b"HTTP/1.1 abc OK\r\n\r\n",)
    yield "a status of two digits", (b"HTTP/1.1 99 Low\r\n\r\n",)
    yield "a status of four digits", (b"HTTP/1.1 1000 High\r\n\r\n",)
    yield "a header without a colon", (OK + b"Nonsense\r\n\r\n",)
    yield "a header with NUL", (OK + b"X-Nul: a\0b\r\n\r\n",)
    yield "a header of 300 kB", (OK + b"X-Long: " + b"x" * 300_000 + b"\r\n\r\n",)
    yield "ten thousand headers", (OK + b"".join(b"X-%d: y\r\n" % n for n in range(10_000)) + b"\r\n",)
    yield "two lengths that differ", (JSON_HEAD + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\n{}",)
    yield "a negative length", (JSON_HEAD + b"Content-Length: -1\r\n\r\n{}",)
    yield "a length in words", (JSON_HEAD + b"Content-Length: two\r\n\r\n{}",)
    yield "a length of superscripts", (JSON_HEAD + "Content-Length: ²\r\n\r\n{}".encode(),)
    yield "a length beyond the body", (JSON_HEAD + b"Content-Length: 99\r\n\r\n{}",)
    yield "a length below the body", (JSON_HEAD + b"Content-Length: 3\r\n\r\n" + GOOD.encode(),)
    yield "a length of twenty digits", (JSON_HEAD + b"Content-Length: 99999999999999999999\r\n\r\n{}",)
    yield "a chunk size in words", (JSON_HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",)
    yield "a chunk that ends early", (JSON_HEAD + b"Transfer-Encoding: chunked\r\n\r\n99\r\n{}",)
    yield "chunks without an end", (JSON_HEAD + b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n",)
    yield "a chunk of 2^64 bytes", (JSON_HEAD + b"Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n{}",)
    yield "an unknown transfer coding", (JSON_HEAD + b"Transfer-Encoding: rot13\r\n\r\n{}",)
    yield "100 Continue without end", (b"HTTP/1.1 100 Continue\r\n\r\n", 0.02) * 100
    yield "101 Switching Protocols", http("101 Switching Protocols", Upgrade="websocket", Connection="Upgrade")


def statuses() -> Iterator[tuple[str, Script]]:
    """Every status that is not simply right, with what belongs to it."""
    for code in (
        *(201, 202, 203, 204, 205, 206, 207, 226, 299),
        *(300, 301, 302, 303, 304, 305, 306, 307, 308, 399),
        *(400, 402, 403, 404, 405, 406, 407, 408, 409, 410, 411, 412, 413, 414, 415, 417, 418, 421, 422, 423, 425, 426),
        *(428, 429, 431, 451, 499, 500, 501, 502, 503, 504, 505, 507, 508, 511, 520, 599, 600, 999),
    ):
        yield f"status {code}", http(f"{code} Told", "said \x1b[31mred\x1b[0m \u202eback \x9b31m")
    yield "a status without words", (b"HTTP/1.1 500\r\nContent-Length: 0\r\n\r\n",)
    yield "a status with odd words", ("HTTP/1.1 500 \xff\x1b[31mred\r\nContent-Length: 0\r\n\r\n".encode("latin-1"),)
    yield "an error page of 5 MB", http("500 Internal Server Error", "x" * 5_000_000)
    yield "an error page that hangs", (b"HTTP/1.1 500 Oh\r\nContent-Length: 999\r\n\r\nbroken", 30.0)
    yield "an error page in UTF-16", http("500 Oh", "Fehler".encode("utf-16"))
    for asks in (
        *("Basic", 'Basic realm="x"', "Digest", "Digest realm", 'Digest realm="x"', "Negotiate", "Bearer", "", ","),
        *('Digest realm="x", nonce="y", algorithm=WHIRLPOOL', 'Digest realm="x", nonce="y", qop="auth-int"'),
        *('Digest realm="x", nonce="y", qop="none"', 'Digest realm="x", nonce="y", algorithm=""', "Digest =,=,="),
        *('Digest realm="\xff", nonce="\xfe"', 'Digest realm="x", nonce="y", qop="auth"'),
    ):
        yield f"401 {asks}", http("401 Unauthorized", WWW_Authenticate=asks)
    for pause in (
        *("²", "-1", "1e9", "inf", "nan", "soon", "", "0", "99999999999999999999", "1.5", "\u0661"),
        *("Wed, 21 Oct 2015 07:28:00 GMT", "Fri, 31 Dec 9999 23:59:59 GMT", "Mon, 00 Jan 0000 00:00:00 GMT"),
    ):
        yield f"503, again in {pause}", http("503 Busy", Retry_After=pause)


def redirects() -> Iterator[tuple[str, Script]]:
    """Where no redirect leads anywhere good."""
    for target in (
        *("http://127.0.0.2:9/", "//127.0.0.2:9/", "ftp://127.0.0.1/", "file:///etc/passwd", "http://[::1", "http://"),
        *("javascript:alert(1)", "data:,x", "http://127.0.0.1:0/", "http://127.0.0.1:99999/", "http://u:p@127.0.0.1/"),
        *(
            "http://xn--/",
            "http://\u3002/",
            "http:// /",
            "?",
            "#",
            "\\\\127.0.0.2\\",
            "%",
            "http://a" + "b" * 300 + "/",
        ),
    ):
        yield f"on to {target[:40]}", http("307 Temporary Redirect", Location=target)
    yield (
        "on to what is not ASCII",
        ("HTTP/1.1 307 On\r\nContent-Length: 0\r\nLocation: //\xff/\r\n\r\n".encode("latin-1"),),
    )


def encodings() -> Iterator[tuple[str, Script]]:
    """Types and packings that were not asked for, or are not what they say."""
    for media_type in (
        *("text/html", "application/json", "text/plain", ";;;", "/", "x" * 9_000, "a\x01b", "*/*", ""),
        *(f"{JSON_RESULTS}; charset=utf-16", "text/boolean", "multipart/mixed"),
    ):
        yield f"the type {media_type[:40]!r}", http(body="<html>", Content_Type=media_type)
    packed = gzip.compress(b"{}" * 100)
    yield "gzip that is none", typed(JSON_RESULTS, b"no gzip", Content_Encoding="gzip")
    yield "gzip that ends early", typed(JSON_RESULTS, packed[:-12], Content_Encoding="gzip")
    yield "gzip with a wrong sum", typed(JSON_RESULTS, packed[:-8] + b"01234567", Content_Encoding="gzip")
    yield "deflate that is none", typed(JSON_RESULTS, b"no deflate", Content_Encoding="deflate")
    yield "a gzip bomb", typed(JSON_RESULTS, gzip.compress(b" " * 60_000_000), Content_Encoding="gzip")
    yield "gzip in gzip", typed(JSON_RESULTS, gzip.compress(packed), Content_Encoding="gzip, gzip")
    for coding in ("br", "zstd", "compress", "rot13", "gzip;q=1"):
        yield f"packed as {coding}", typed(JSON_RESULTS, zlib.compress(GOOD.encode()), Content_Encoding=coding)


def partial() -> Iterator[tuple[str, Script]]:
    """Answers that are not whole and say so."""
    yield "a range without 206", typed(JSON_RESULTS, GOOD, Content_Range="bytes 0-9/99")
    yield "206 and a range", http("206 Partial Content", GOOD, Content_Type=JSON_RESULTS, Content_Range="bytes 0-9/99")
    yield (
        "Virtuoso's time limit",
        typed(JSON_RESULTS, GOOD, X_SQL_State="S1TAT", X_SQL_Message="RC...: Returning incomplete results"),
    )
    yield "Virtuoso's most rows", typed(JSON_RESULTS, GOOD, X_SPARQL_MaxRows="1")
    for link in ('</2>; rel="next"', "</2>; rel=next", '</1>; rel="first", </2>; rel="last next"'):
        yield f"a page, {link}", typed(JSON_RESULTS, GOOD, Link=link)


def results() -> Iterator[tuple[str, Script]]:
    """SPARQL results that break their format."""
    deep = "[" * 100_000
    for body in (
        *("", "null", "[]", "1", '"x"', "{}", '{"head":{}}', '{"head":{"vars":null},"results":{"bindings":[]}}'),
        *('{"head":{"vars":["s"]}}', '{"head":{"vars":["s"]},"results":null}', '{"head":{"vars":"s"},"results":{}}'),
        *('{"head":{"vars":["s"]},"results":{"bindings":{}}}', '{"head":{"vars":["s"]},"results":{"bindings":[1]}}'),
        *('{"head":{"vars":[1]},"results":{"bindings":[]}}', '{"head":{"vars":["a b"]},"results":{"bindings":[]}}'),
        *(deep, '{"head":' + deep, '{"a":' * 50_000, GOOD[:-1], GOOD[:-20], GOOD + "}", GOOD + GOOD, "\ufeff{}"),
        *('{"boolean":1}', '{"head":{},"boolean":null}', '{"head":{},"boolean":"true"}', '{"head":{},"boolean":'),
    ):
        yield f"JSON {body[:50]}… ({len(body)})", typed(JSON_RESULTS, body)
    for value in (
        *("1", "null", "[]", "{}", '{"type":"uri"}', '{"value":"x"}', '{"type":"mystery","value":"x"}'),
        *('{"type":"uri","value":"no iri"}', '{"type":"uri","value":""}', '{"type":"bnode","value":""}'),
        *('{"type":"uri","value":5}', '{"type":"literal","value":null}', '{"type":"literal","value":"\\ud800"}'),
        *('{"type":"literal","value":"x","xml:lang":"no lang"}', '{"type":"literal","value":"x","datatype":"no iri"}'),
        *('{"type":"triple","value":{}}', '{"type":"triple","value":' * 20_000, '{"type":"literal","value":"\\x"}'),
    ):
        yield (
            f"JSON with the value {value[:50]} ({len(value)})",
            typed(JSON_RESULTS, GOOD.replace(ROW, f'{{"s":{value}}}')),
        )
    yield "JSON in UTF-16", typed(JSON_RESULTS, GOOD.encode("utf-16"))
    yield (
        "JSON that is no UTF-8",
        typed(JSON_RESULTS, GOOD.replace("http://a/", "http://\udcff/").encode("utf-8", "surrogateescape")),
    )
    namespace = 'xmlns="http://www.w3.org/2005/sparql-results#"'
    head = f'<sparql {namespace}><head><variable name="s"/></head><results>'
    for body in (
        *("", "<", "<html/>", "<sparql/>", f"<sparql {namespace}/>", f"<sparql {namespace}><head/>", head),
        *(head + "<result><binding name='x'><uri>http://a/</uri></binding></result></results></sparql>",),
        *(head + "<result><binding name='s'><mystery/></binding></result></results></sparql>",),
        *(
            head + "<result>" * 50_000,
            "<?xml version='1.0' encoding='utf-16'?>" + head,
            "<!DOCTYPE a [<!ENTITY b 'c'>]>&b;",
        ),
        *(f"<!DOCTYPE sparql [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>{head}<result>&a;",),
    ):
        yield f"XML {body[:60]}… ({len(body)})", typed(XML_RESULTS, body)


def graphs() -> Iterator[tuple[str, Script]]:
    """RDF that breaks its format."""
    for media_type, body in (
        ("application/n-triples", "<http://a/> <http://b/> ."),
        ("application/n-triples", "<a> <b> <c> ."),
        ("application/n-triples", '<http://a/> <http://b/> "\\uD800" .'),
        ("application/n-triples", "<http://a/> <http://b/> <http://c d/> ."),
        ("application/n-triples", "<<( " * 20_000),
        ("text/turtle", "@prefix a: <http://a/> . a:b"),
        ("text/turtle", "a:b a:c a:d ."),
        ("text/turtle", "<http://a/> <http://b/> " + "(" * 50_000),
        ("text/turtle", "<http://a/> <http://b/> " + "[ <http://b/> " * 50_000),
        ("text/turtle", "\0"),
        ("application/rdf+xml", "<a"),
        ("application/rdf+xml", "<html/>"),
        ("application/rdf+xml", "<a>" * 50_000),
        ("application/rdf+xml", "<!DOCTYPE r [<!ENTITY a 'b'><!ENTITY c '&a;&a;'>]><r>&c;</r>"),
        ("application/ld+json", '{"@context":"http://127.0.0.2:9/context"}'),
        ("application/ld+json", "[" * 50_000),
        ("application/n-quads", "<http://a/> <http://b/> <http://c/> <http://d/> <http://e/> ."),
        ("text/n3", "{ :a :b :c } => { :d :e :f } ."),
    ):
        yield f"{media_type} {body[:50]}… ({len(body)})", typed(media_type, body)
    yield "Turtle that is no UTF-8", typed("text/turtle", b'<http://a/> <http://b/> "\xff" .')


def manifests() -> Iterator[tuple[str, Script]]:
    """What reconciliation services say of themselves and answer, wrongly."""
    good = {"versions": ["0.2"], "name": "n", "identifierSpace": "http://i/"}
    for change in (
        *({"versions": 5}, {"versions": None}, {"versions": ["0.1"]}, {"versions": []}, {"versions": {"a": 1}}),
        *({"versions": [1, None]}, {"versions": "1.0"}, {"versions": True}, {"name": None}, {"name": 5}, {"name": {}}),
        *({"identifierSpace": None}, {"identifierSpace": 7}, {"name": "\ud800"}, {"other": "\udfff"}),
    ):
        yield f"a manifest with {change}", typed("application/json", json.dumps({**good, **change}))
    yield "a manifest of 60 MB", typed("application/json", json.dumps(good) + " " * 60_000_000)
    candidate = {"id": "x", "name": "n", "score": 1}
    for result in (
        *(None, {}, {"q0": None}, {"q0": []}, {"q0": {}}, {"q0": {"result": None}}, {"q0": {"result": {}}}),
        *({"q0": {"result": [part]}} for part in (None, 1, "x", [], {})),
        *(
            {"q0": {"result": [{**candidate, **change}]}}
            for change in (
                *({"score": None}, {"score": "high"}, {"score": []}, {"score": 1e999}, {"score": float("nan")}),
                *({"id": None}, {"id": 5}, {"id": ""}, {"id": "a b"}, {"id": "://"}, {"id": "http://a/>"}, {"id": []}),
                *({"name": None}, {"name": 5}, {"name": []}, {"name": "\ud800"}),
            )
        ),
    ):
        yield f"the result {result}", typed("application/json", json.dumps(result))


# What any command may meet, and what only those that read such answers do.
OF_ANY: Final[dict[str, Script]] = {
    name: script for kind in (connections, statuses, redirects, encodings, partial) for name, script in kind()
}
OF_RESULTS: Final[dict[str, Script]] = dict(results())
OF_GRAPHS: Final[dict[str, Script]] = dict(graphs())
OF_SERVICES: Final[dict[str, Script]] = dict(manifests())
