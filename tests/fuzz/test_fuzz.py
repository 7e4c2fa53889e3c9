"""Whatever bytes come in, an answer or an error of ours comes out: what the fuzzers found, and a bounded search."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.targets import TARGETS, stands

CORPUS = Path(__file__).with_name("corpus")
WORDS = [
    line.split('"')[1].encode().decode("unicode_escape").encode("latin-1")
    for line in Path(__file__).with_name("profile.dict").read_text("utf-8").splitlines()
    if line.startswith('"')
]
DEEP = {
    "registry": [b"[" * 200_000, b'{"a":' * 200_000, b'[{"id":"https://ror.org/00f1zfq44","names":[{"types":[[]]}]}]'],
    "review": [b'subject\tname\tcandidate\tdecision\n"' + b"a" * 200_000, b"\xff\xfe"],
    "overrides": [b"\xff", b"name\tkind\n" + b"a" * 200_000 + b"\tperson\n"],
    "sssom": [b"#" + b"[" * 5000, b'#x\nsubject_id\n"' + b"a" * 200_000],
    "graph": [b"(" * 100_000, b"<a> <b> " + b"[" * 50_000, b'<a> <b> "\\ud800"'],
    "query": [
        b"ASK {" + b"{" * 20_000 + b"}" * 20_001,
        b"ASK {FILTER(" + b"!" * 20_000 + b"1)}",
        b"ASK {FILTER(1" + b"||1" * 20_000 + b")}",
        b"ASK {" + b"FILTER EXISTS {" * 2000 + b"}" * 2001,
        b"ASK {" + b"BIND(1 AS ?a) " * 5000 + b"}",
        b"# param a: integer = 9" + b"9" * 5000 + b" -- x\nASK {}",
    ],
    "profile": [
        b"\2" + b"<div>" * 100_000,
        b"\2<table>" + b"<tr><td>" * 50_000,
        b"\0" + b"%" * 500_000,
        b"\0Global Innovation Index 2024\n\nX, Y\n" + b"\t" * 300_000,
        b"\0" + b"**" * 200_000,
    ],
}


def entries() -> list[tuple[str, Path]]:
    return [(folder.name, path) for folder in sorted(CORPUS.iterdir()) for path in sorted(folder.iterdir())]


@pytest.mark.parametrize(("target", "path"), entries(), ids=lambda value: getattr(value, "name", value))
def test_what_a_fuzzer_found_stays_found(target: str, path: Path) -> None:
    stands(target, path.read_bytes())


@pytest.mark.parametrize(("target", "data"), [(name, data) for name in DEEP for data in DEEP[name]], ids=lambda _: "")
def test_deep_and_long_inputs(target: str, data: bytes) -> None:
    stands(target, data)


@pytest.mark.parametrize("target", TARGETS)
def test_any_bytes(target: str) -> None:
    seeds = [path.read_bytes() for name, path in entries() if name == target] or [b""]

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(st.data())
    def spoiled(data: st.DataObject) -> None:
        content = data.draw(st.sampled_from(seeds))
        for _ in range(data.draw(st.integers(0, 4))):
            start = data.draw(st.integers(0, len(content)))
            end = data.draw(st.integers(start, min(len(content), start + 40)))
            content = (
                content[:start] + data.draw(st.one_of(st.binary(max_size=12), st.sampled_from(WORDS))) + content[end:]
            )
        stands(target, content)

    spoiled()
