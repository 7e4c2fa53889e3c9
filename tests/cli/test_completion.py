"""The shell can finish commands and options, without anything heavy being loaded."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import ROOT, run


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_gets_its_script(shell: str) -> None:
    done = run(env={"_GII_GRAPH_COMPLETE": f"{shell}_source"})
    assert done.returncode == 0
    assert "_GII_GRAPH_COMPLETE" in done.stdout


@pytest.mark.parametrize(
    ("typed", "word", "offered"),
    [("gii-graph qu", "1", "plain,query"), ("gii-graph export --for", "2", "plain,--format")],
)
def test_what_is_typed_is_finished(typed: str, word: str, offered: str) -> None:
    done = run(env={"_GII_GRAPH_COMPLETE": "bash_complete", "COMP_WORDS": typed, "COMP_CWORD": word})
    assert done.stdout == f"{offered}\n"


@pytest.mark.parametrize(
    ("typed", "word", "offered"),
    [
        ("gii-graph query top-p", "2", "plain,top-partners\nplain,top-publishers\n"),
        ("gii-graph query top-applicants -p ", "4", "plain,cluster=\nplain,edition=\n"),
        # Bash parts words at the equals sign.
        ("gii-graph query top-applicants -p cluster = ku", "6", "plain,kunming\n"),
        ("gii-graph query top-applicants -p edition = ", "6", "plain,2024\n"),
        ("gii-graph query top-applicants gr", "3", "file,gr\n"),
        ("gii-graph show ts", "2", "plain,tsinghua-university\n"),
        ("gii-graph show --edition ", "3", "plain,2024\n"),
        ("gii-graph analyse --sort her", "3", "plain,herfindahl\n"),
    ],
)
def test_what_the_graph_has_is_offered(typed: str, word: str, offered: str) -> None:
    env = {"_GII_GRAPH_COMPLETE": "bash_complete", "COMP_WORDS": typed, "COMP_CWORD": word}
    done = run(env=env, cwd=ROOT)
    assert (done.stdout, done.stderr) == (offered, "")


def test_a_shell_that_leaves_words_whole_is_served_too() -> None:
    typed = "gii-graph query partners -p cluster=ch"
    env = {"_GII_GRAPH_COMPLETE": "zsh_complete", "COMP_WORDS": typed, "COMP_CWORD": "4"}
    offered = run(env=env, cwd=ROOT).stdout.split()
    assert [word for word in offered if "=" in word] == [
        f"cluster={name}" for name in ("changsha", "chengdu", "chongqing")
    ]


def test_without_a_graph_nothing_is_offered_and_nothing_is_said(tmp_path: Path) -> None:
    env = {"_GII_GRAPH_COMPLETE": "bash_complete", "COMP_WORDS": "gii-graph show ku", "COMP_CWORD": "2"}
    done = run(env=env, cwd=tmp_path)
    assert (done.stdout.strip(), done.stderr) == ("", "")
