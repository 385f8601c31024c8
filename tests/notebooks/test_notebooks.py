"""The notebooks run from top to bottom; two are kept with outputs: panel and corrected shares, what their users look for."""

import re
from pathlib import Path

import pytest

nbformat = pytest.importorskip("nbformat", reason="notebooks need: pip install cuoshi[notebooks]")
nbclient = pytest.importorskip("nbclient", reason="notebooks need: pip install cuoshi[notebooks]")
pytest.importorskip("ipykernel", reason="notebooks need: pip install cuoshi[notebooks]")
pytest.importorskip("statsmodels", reason="notebooks need: pip install cuoshi[notebooks]")

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))
STORED = {"02_panel", "03_validity"}
#: what differs from machine to machine or from run to run
OF_ONE_RUN = re.compile(r"(?<![\w.])/\w+/|\b[A-Z]:\\|\bseconds\b|\bat 0x")
FIGURE = re.compile(r"-?\d[\d.,]*|NaN|True|False|\s+")


def shown(notebook) -> list[list[str]]:
    """What the code cells print, but for figures, which change with the model."""
    texts = [
        [output.text if output.output_type == "stream" else output.data["text/plain"] for output in cell.outputs]
        for cell in notebook.cells
        if cell.cell_type == "code"
    ]
    return [[FIGURE.sub("", text) for text in own] for own in texts]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_runs(path: Path) -> None:
    notebook, stored = nbformat.read(path, as_version=4), nbformat.read(path, as_version=4)
    resources = {"metadata": {"path": str(path.parent)}}
    nbclient.NotebookClient(notebook, timeout=300, kernel_name="python3", resources=resources).execute()
    assert any(map(bool, (cell.get("outputs") for cell in notebook.cells)))
    if path.stem in STORED:
        assert shown(stored) == shown(notebook), "run the notebook anew and store its outputs"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_stored_outputs_are_the_same_wherever_they_are_made(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(cell.execution_count is None for cell in code)
    assert any(cell.outputs for cell in code) == (path.stem in STORED)
    assert not OF_ONE_RUN.search("".join(map(str, (cell.outputs for cell in code))))
