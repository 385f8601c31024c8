"""Each module has a test file at the same place; what has none is listed here with the file that tests it."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = {"inference": ROOT / "inference" / "cuoshi", "training": ROOT / "training" / "cuoshi_training"}
#: families that are tested as one, through the reader or the room that they serve
ELSEWHERE = {
    "inference/readers/pages/sheets.py": "inference/readers/pages/test_layouts.py",
    "inference/readers/pages/ruled_tables.py": "inference/readers/pages/test_layouts.py",
    "inference/readers/pages/picture.py": "inference/readers/pages/test_ocr.py",
    "inference/readers/legacy/rtf_words.py": "inference/readers/legacy/test_rtf.py",
    "inference/text/clean_rules.py": "inference/text/test_clean.py",
}
#: names of types, values and errors without a line of their own
NOTHING_TO_TEST = {"inference/arrays.py", "inference/documents.py", "training/errors.py"}
#: tests of something that runs through several modules
THROUGH_SEVERAL = {
    *("inference/test_api.py", "inference/test_other_schemes.py", "inference/test_patterns.py"),
    *("inference/test_reasons.py", "inference/corpus/test_mixed.py", "inference/corpus/test_faults.py"),
    *("inference/readers/test_find.py", "inference/readers/pages/test_layouts.py"),
}


def modules() -> list[str]:
    """Every module by its place below the source root, ``__init__`` and ``__main__`` left out."""
    return [
        f"{side}/{path.relative_to(source).as_posix()}"
        for side, source in SOURCES.items()
        for path in sorted(source.rglob("*.py"))
        if not path.name.startswith("__")
    ]


def own_test(module: str) -> str:
    folder, _, name = module.rpartition("/")
    return f"{folder}/test_{name}"


@pytest.mark.parametrize("module", modules())
def test_a_module_has_a_test_file_at_the_same_place(module: str) -> None:
    if module in NOTHING_TO_TEST:
        return
    file = ROOT / "tests" / ELSEWHERE.get(module, own_test(module))
    assert "def test_" in file.read_text("utf-8")


def test_a_test_file_is_of_a_module_or_says_that_it_runs_through_several() -> None:
    known = {own_test(module) for module in modules()} | THROUGH_SEVERAL
    there = {
        path.relative_to(ROOT / "tests").as_posix()
        for side in SOURCES
        for path in (ROOT / "tests" / side).rglob("test_*.py")
    }
    assert there - known == set()


def test_no_exception_is_kept_for_what_has_its_own_file() -> None:
    exceptions = {*ELSEWHERE, *NOTHING_TO_TEST}
    assert exceptions <= set(modules())
    assert not [module for module in exceptions if (ROOT / "tests" / own_test(module)).exists()]
    assert all((ROOT / "tests" / file).exists() for file in THROUGH_SEVERAL)
