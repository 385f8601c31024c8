"""The contracts between rooms, which `lint-imports` checks, leave no room out; what all rooms name has one home."""

import re
import tomllib
from pathlib import Path

import cuoshi.arrays

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "inference" / "cuoshi"


def contract(name: str) -> set[str]:
    """The modules that a contract is of."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    (found,) = (one for one in contracts if one["name"] == name)
    return set(found["source_modules"])


def rooms() -> set[str]:
    """Every module and package right below ``cuoshi``."""
    own = {path.stem for path in PACKAGE.glob("*.py")} | {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    return {f"cuoshi.{name}" for name in own if not name.startswith("__")}


def test_every_room_but_that_of_tagging_must_not_know_onnx() -> None:
    assert contract("only the tagging room knows ONNX") == rooms() - {"cuoshi.tagging"}


def test_a_kind_of_arrays_is_named_once() -> None:
    named = r"^({}) = |as ({})$".format(*["|".join(kind for kind in dir(cuoshi.arrays) if kind.endswith("s"))] * 2)
    sources = [path for room in ("inference", "training") for path in (ROOT / room).rglob("*.py")]
    again = [path.name for path in sources if re.search(named, path.read_text("utf-8"), re.M)]
    assert again == ["arrays.py"]
