"""The shell can finish commands and options, without anything heavy being loaded."""

from __future__ import annotations

import pytest

from tests.conftest import run


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
