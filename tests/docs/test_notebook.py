"""The notebook of the pages runs from top to bottom, and its first half needs no extra."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT

nbclient = pytest.importorskip("nbclient")
nbformat = pytest.importorskip("nbformat")
pytest.importorskip("ipykernel")

NOTEBOOK = ROOT / "docs" / "notebooks" / "clusters.ipynb"
HIDDEN = "import sys\nsys.modules['pandas'] = sys.modules['polars'] = None"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the graph that the notebook reads, in which this gii-graph is imported."""
    (tmp_path / "output").mkdir()
    shutil.copy(ROOT / "output" / "gii.ttl", tmp_path / "output")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("GII_GRAPH_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("JUPYTER_PLATFORM_DIRS", "1")
    return tmp_path


def executed(cells: list[Any], folder: Path) -> list[Any]:
    """Run cells in a kernel of their own; return those with code, with what they show."""
    notebook = nbformat.v4.new_notebook(cells=cells)
    client = nbclient.NotebookClient(
        notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": folder}}
    )
    return [cell for cell in client.execute().cells if cell.cell_type == "code"]


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_the_notebook_runs_and_shows_tables_and_the_picture(folder: Path) -> None:
    cells = executed(nbformat.read(NOTEBOOK, as_version=4).cells, folder)
    shown = [output for cell in cells for output in cell.outputs]
    assert all(output.output_type != "error" for output in shown)
    html = "".join(output.data.get("text/html", "") for output in shown if "data" in output)
    for part in ("<table>", "<iframe", "LUO, CAN", "United States of America", "kunming.txt:22"):
        assert part in html


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_the_first_half_needs_no_extra(folder: Path) -> None:
    cells = nbformat.read(NOTEBOOK, as_version=4).cells
    half = next(number for number, cell in enumerate(cells) if cell.source.startswith("## Data frames"))
    assert executed([nbformat.v4.new_code_cell(HIDDEN), *cells[:half]], folder)
    with pytest.raises(nbclient.exceptions.CellExecutionError, match=r"gii-graph\[pandas\]"):
        executed([nbformat.v4.new_code_cell(HIDDEN), cells[1], *cells[half:]], folder)


def test_the_notebook_is_kept_without_outputs() -> None:
    for cell in nbformat.read(NOTEBOOK, as_version=4).cells:
        assert cell.cell_type != "code" or not cell.outputs
