"""What several test files share."""

from __future__ import annotations

import contextlib
import gc
import io
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

import gii_graph.cli
from gii_graph.assembly import assembled
from gii_graph.reading import find_files
from gii_graph.vocabulary import BASE
from tests.accounting import watch

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Playwright

ROOT = Path(__file__).resolve().parent.parent
# The same examples for everyone: what a search at random (`make explore`) has found is an `@example` of its test.
# A busy machine is no failure: neither a test nor the making of its examples has a time limit.
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
settings.register_profile("fixed", PATIENT, derandomize=True, database=None)
settings.register_profile("explore", PATIENT, max_examples=1000)
SEARCH_SEED = int(os.environ.get("GII_GRAPH_EXPLORE", "0"))
settings.load_profile("explore" if SEARCH_SEED else "fixed")
# `make thorough` tries all of what the default run tries some.
THOROUGH = bool(os.environ.get("GII_GRAPH_THOROUGH"))
# No command that a test starts leaves a process that indexes a graph, unless the test is of that.
os.environ["GII_GRAPH_INDEX"] = "0"

# Files whose tests take most of the time: many processes, browsers' pages by the dozen, thousands of examples.
SLOW = (
    "assembly/test_processes.py",
    "build_cache/test_incremental.py",
    "build_cache/test_rebuild.py",
    "cli/test_analyse.py",
    "cli/test_cache.py",
    "cli/test_decisions.py",
    "cli/test_diff.py",
    "cli/test_every_command.py",
    "cli/test_export.py",
    "cli/test_graph_files.py",
    "cli/test_link.py",
    "cli/test_sitting.py",
    "cli/test_terminal.py",
    "docs/test_consoles.py",
    "faults/test_faults.py",
    "faults/test_kills.py",
    "fuzz/test_fuzz.py",
    "hostile/test_hostile.py",
    "links/test_curated.py",
    "network/test_reading.py",
    "reading/test_documents.py",
    "reading/test_mutations.py",
    "reading/test_plain.py",
    "reading/test_ranking_tables.py",
    "reading/test_refusals.py",
    "reading/test_variants.py",
    "remote/test_behaviours.py",
    "remote/test_redirects.py",
    "site/test_site_folder.py",
    "server/test_serving.py",
    "sparql/test_ahead.py",
    "sparql/test_engines.py",
    "sparql/test_index_damage.py",
    "sparql/test_limits.py",
    "sparql/test_stable_answers.py",
    "test_rdf_files.py",
    "test_supervision.py",
    "validation/test_agreement.py",
    "validation/test_mutations.py",
    "validation/test_read_graphs.py",
    "validation/test_report.py",
    "view/test_command.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what `make quick` leaves out."""
    slow = [ROOT / "tests" / name for name in SLOW]
    for item in items:
        if item.path in slow:
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session", autouse=True)
def every_profile_is_accounted_for() -> Iterator[None]:
    """Hold of every profile that is read in this process that nothing of it is lost."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        watch(monkeypatch)
        yield


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The folder of the five real profiles."""
    return ROOT / "seeds"


@pytest.fixture(scope="session")
def committed_graph() -> Path:
    """The graph of the five real profiles that the repository keeps."""
    return ROOT / "output" / "gii.ttl"


@pytest.fixture(scope="session")
def made_up_editions() -> Path:
    """The folder of two made-up editions, 2023 and 2025, in the form of the real profiles."""
    return ROOT / "tests" / "fixtures" / "editions"


@pytest.fixture(scope="session")
def three_editions(seeds: Path, made_up_editions: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph of the real profiles of 2024 between the made-up editions of 2023 and 2025."""
    path = tmp_path_factory.mktemp("editions") / "three.ttl"
    with assembled(find_files([seeds, made_up_editions / "2023", made_up_editions / "2025"])) as assembly:
        assert assembly.complete
        path.write_text("".join(assembly.turtle(BASE)), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """What drives browsers: a process can have one at a time."""
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with api.sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """One Chromium for all tests."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("no Chromium on this machine")
    started = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
    yield started
    started.close()


@pytest.fixture(scope="session")
def browser(chromium: Browser) -> Browser:
    """The browser of tests that need any one."""
    return chromium


def run(
    *arguments: object, cwd: Path | None = None, env: dict[str, str] | None = None, stdin: str | None = None
) -> subprocess.CompletedProcess[str]:
    """Run `gii-graph` as a user does, in a process of its own, and return what it said."""
    return subprocess.run(
        [sys.executable, "-m", "gii_graph", *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1", **(env or {})},
        input=stdin,
        capture_output=True,
        check=False,
        encoding="utf-8",
    )


def called(*arguments: object) -> tuple[int, str, str]:
    """Run `gii-graph` in this process, which is quick; return its exit code and what it said.

    What draws charts runs in a process of its own: matplotlib keeps frames of the thread that loads it.
    """
    if any(str(argument).endswith((".svg", ".png")) for argument in arguments):
        done = run(*arguments)
        return done.returncode, done.stdout, done.stderr
    out, err = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.TextIOWrapper(io.BytesIO(), "utf-8", "backslashreplace")
    gc.disable()  # answers that tests have left must be collected in their own thread, and `query` has one of its own
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = gii_graph.cli.run([*map(str, arguments)])
    except SystemExit as left:
        code = int(left.code or 0)
    finally:
        gc.enable()
        out.flush()
        err.flush()
    return code, out.buffer.getvalue().decode(), err.buffer.getvalue().decode()  # type: ignore[attr-defined]
