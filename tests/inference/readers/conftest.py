"""Files of every type, written into a folder whose name has Chinese characters and a space."""

import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from cuoshi.documents import Document
from cuoshi.readers import read_documents

TEXT = "澄江县2023年工作总结\n一、总体情况\n全年走访企业312家，解决问题98个。"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "县级 报告"
    path.mkdir()
    return path


@pytest.fixture
def write(folder: Path) -> Callable[[str, bytes | str], Path]:
    def written(name: str, content: bytes | str) -> Path:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return written


@pytest.fixture
def read_one() -> Callable[[Path], Document]:
    def read(path: Path) -> Document:
        found = list(read_documents(path))
        assert len(found) == 1
        assert isinstance(found[0], Document)
        assert found[0].path == str(path)
        return found[0]

    return read


@pytest.fixture
def text() -> str:
    return TEXT


@pytest.fixture
def packed() -> Callable[[Mapping[str, str]], bytes]:
    def packed(parts: Mapping[str, str]) -> bytes:
        """A zip archive of texts."""
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as archive:
            for name, content in parts.items():
                archive.writestr(name, content)
        return file.getvalue()

    return packed
