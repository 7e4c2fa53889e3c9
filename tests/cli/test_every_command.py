"""What holds for every command, also for one that is to come: closed streams, full disks, bytes that are no text.

A command that is new is walked by itself; what it needs to be called is in `CALLS`, and a test demands it there.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from gii_graph.cli import COMMANDS, command
from tests.conftest import ROOT, called

NOWHERE = "http://127.0.0.1:1/"
# How each command is called so that it does something; GRAPH, PROFILE and OUT are files.
CALLS = {
    "build": ["PROFILE", "-o", "OUT"],
    "query": ["top-partners", "GRAPH"],
    "show": ["beijing", "GRAPH"],
    "validate": ["GRAPH"],
    "view": ["GRAPH", "-o", "OUT"],
    "link": ["GRAPH", "-o", "OUT", "--cache", "OUT"],
    "analyse": ["GRAPH"],
    "review": ["REVIEW", "--accept-above", "1", "--dry-run"],
    "diff": ["GRAPH", "GRAPH"],
    "export": ["GRAPH", "-f", "jsonld", "-o", "OUT"],
    "site": ["GRAPH", "-o", "OUT"],
    "cache": [],
    "push": ["GRAPH", "--endpoint", NOWHERE, "--retries", "0"],
    # An address of documentation (RFC 5737), which no machine has: it cannot listen there, and ends.
    "serve": ["GRAPH", "--host", "192.0.2.1"],
}
ENDS_WITH_3 = {"push", "serve"}
READS_STANDARD_INPUT = {
    "build": ["-", "-o", "OUT"],
    "query": ["top-partners", "-"],
    "push": ["-", "--endpoint", NOWHERE],
}


def review_table(folder: Path) -> Path:
    path = folder / "review.tsv"
    path.write_text("subject\tname\tplace\tcandidate\tcandidate_name\tscore\treason\tdecision\n", "utf-8")
    return path


def filled(words: list[str], graph: Path, folder: Path) -> list[str]:
    names = {
        "GRAPH": str(graph),
        "PROFILE": str(ROOT / "seeds" / "dalian.txt"),
        "OUT": str(folder / "out"),
        "REVIEW": str(review_table(folder)),
    }
    return [names.get(word, word) for word in words]


def in_a_shell(words: list[str], redirection: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        ["/bin/sh", "-c", f'exec "$@" {redirection}', "sh", sys.executable, "-m", "gii_graph", *words],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
    )


def test_every_command_is_walked() -> None:
    assert set(CALLS) == set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("redirection", [">&-", "2>&-", "<&-", "<&- >&- 2>&-", ">/dev/full", "2>/dev/full"])
def test_streams_may_be_closed_or_full(name: str, redirection: str, committed_graph: Path, tmp_path: Path) -> None:
    if "/dev/full" in redirection and not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    done = in_a_shell([name, *filled(CALLS[name], committed_graph, tmp_path)], redirection)
    said = done.stdout.decode() + done.stderr.decode()
    assert "Traceback" not in said
    assert done.returncode in {0, 1, 3}
    out_is_lost = ">&-" in redirection.replace("2>&-", "") or redirection == ">/dev/full"
    if done.returncode == 3 and name not in ENDS_WITH_3 and "2>&-" not in redirection:
        assert out_is_lost
        assert said.count("Error: standard output: ") == 1


@pytest.mark.parametrize("name", COMMANDS)
def test_help_with_a_closed_output(name: str) -> None:
    done = in_a_shell([name, "--help"], ">&-")
    assert (done.returncode, done.stderr.count(b"\n")) == (3, 1)


@pytest.mark.parametrize("name", READS_STANDARD_INPUT)
def test_a_closed_input_is_named(name: str, committed_graph: Path, tmp_path: Path) -> None:
    done = in_a_shell([name, *filled(READS_STANDARD_INPUT[name], committed_graph, tmp_path)], "<&-")
    assert done.returncode == 3
    assert b"standard input" in done.stderr
    assert b"Traceback" not in done.stderr


def test_a_file_does_not_get_the_number_of_a_closed_stream(tmp_path: Path) -> None:
    out = tmp_path / "out.ttl"
    done = in_a_shell(["build", str(ROOT / "seeds" / "dalian.txt"), "-o", str(out)], "<&- >&- 2>&-")
    assert done.returncode == 0
    assert out.read_text("utf-8").startswith("@")


def text_options(walked: click.Command) -> list[click.Option]:
    return [
        option
        for option in walked.params
        if isinstance(option, click.Option)
        and isinstance(option.type, click.types.StringParamType)
        and not option.is_flag
    ]


def _with_no_text(option: click.Option) -> list[str]:
    """Return the option with bytes that are no text; one whose value may be left out takes it behind an equals sign."""
    name = option.opts[-1]
    return [f"{name}=x\udcef"] if option.name == "excel" else [name, "x\udcef"] * option.nargs


@pytest.mark.parametrize("name", COMMANDS)
def test_options_of_text_refuse_what_is_no_text(name: str, committed_graph: Path, tmp_path: Path) -> None:
    walked = command.get_command(click.Context(command), name)
    assert walked is not None
    for option in text_options(walked):
        usual = filled(CALLS[name], committed_graph, tmp_path)
        if option.opts[-1] in usual:  # a second one would be refused for being the second
            place = usual.index(option.opts[-1])
            usual = [*usual[:place], *usual[place + 2 :]]
        code, out, error = called(name, *usual, *_with_no_text(option))
        assert (code, out) == (2, ""), (option.name, error)
        assert "has bytes that are no UTF-8" in error


@pytest.mark.parametrize("name", COMMANDS)
def test_a_file_name_may_be_any_bytes(name: str, committed_graph: Path, tmp_path: Path) -> None:
    graph, out = tmp_path / "g\udcef \x1b[31m.ttl", tmp_path / 'out\udcff b>"'
    graph.write_bytes(committed_graph.read_bytes())
    words = [{str(committed_graph): str(graph), str(tmp_path / "out"): str(out)}.get(word, word)
             for word in filled(CALLS[name], committed_graph, tmp_path)]  # fmt: skip
    code, _, error = called(name, *words)
    assert code in ({3} if name in ENDS_WITH_3 else {0, 1}), error
    assert "\x1b" not in error


def test_a_text_under_the_c_locale_is_what_was_typed(committed_graph: Path) -> None:
    typed = os.fsencode("SELECT ?s { ?s rdfs:label 'Kinki–Tokai', ?o }").decode("ascii", "surrogateescape")
    assert called("query", "-q", typed, committed_graph)[0] == 0


@pytest.mark.parametrize("name", COMMANDS)
def test_help_is_a_command_too(name: str) -> None:
    assert called("help", name) == called(name, "--help")


def test_help_alone_lists_the_commands() -> None:
    assert called("help") == called("--help")


@pytest.mark.parametrize(
    ("typed", "meant"), [("anlyse", "analyse"), ("biuld", "build"), ("exprot", "export"), ("querry", "query")]
)
def test_a_near_command_is_suggested(typed: str, meant: str) -> None:
    for words in ([typed], ["help", typed]):
        code, out, error = called(*words)
        assert (code, out) == (2, "")
        assert f"No such command '{typed}'. Did you mean {meant}" in error


def test_nothing_is_suggested_for_what_is_near_nothing() -> None:
    code, _, error = called("xyzzy")
    assert code == 2
    assert "Did you mean" not in error


def test_a_command_has_its_other_spelling(committed_graph: Path) -> None:
    assert called("analyze", committed_graph) == called("analyse", committed_graph)
    assert called("help", "analyze") == called("analyse", "--help")


@pytest.mark.parametrize("arguments", [["query", "ranks"], ["validate"], ["show", "beijing"], ["analyse"]])
def test_quiet_means_the_same_everywhere(arguments: list[str], committed_graph: Path, tmp_path: Path) -> None:
    """Of what was read nothing is remarked on; here it is links of a subject that the graph does not have."""
    stale = tmp_path / "links.ttl"
    stale.write_text(
        "<https://w3id.org/gii-graph/id/cluster/nowhere> "
        "<https://w3id.org/gii-graph/ontology#anchorCity> <https://sws.geonames.org/1/> .",
        encoding="utf-8",
    )
    assert "left out" in called(*arguments, committed_graph, stale)[2]
    assert called(*arguments, committed_graph, stale, "--quiet")[2] == ""
