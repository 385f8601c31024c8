import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from cuoshi.corpus.stamp import PACKAGE, stamp
from cuoshi.scheme import Scheme


@pytest.fixture
def package(tmp_path: Path) -> Path:
    copy = tmp_path / "cuoshi"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("models", "__pycache__"))
    return copy


def test_a_copy_has_the_stamp_of_the_package(package, tagger):
    assert stamp(tagger, package) == stamp(tagger)


@pytest.mark.parametrize(
    ("name", "decides"),
    [
        ("text/clean.py", True),
        ("places/counties.csv", True),
        ("readers/pages/pdf.py", True),
        ("tagging/windows.py", True),
        ("results/tables/rows.py", True),
        ("columns.py", True),
        ("documents.py", True),
        ("label.py", False),
        ("aliases.py", True),
        ("results/tables/columns.py", False),
        ("results/tables/checks.py", False),
        ("reading.py", True),
        ("figures/view.py", False),
        ("page/templates/report.css", False),
        ("coverage/shares.py", False),
        ("results/workbook/workbook.py", False),
        ("corpus/run.py", False),
        ("terminal/tagged.py", False),
    ],
)
def test_only_what_decides_rows_is_in_it(package, tagger, name, decides):
    with (package / name).open("a", encoding="utf-8") as file:
        file.write("\nCOLOUR = 1\n")
    assert (stamp(tagger, package) != stamp(tagger)) == decides


CODE = '''"""What it is."""
LIMIT = 3


def scrolls(text):
    """Say whether there are many."""
    return len(text) > LIMIT


class Scroll:
    """One of them."""
'''


@pytest.mark.parametrize(
    ("old", "new", "decides"),
    [
        ("What it is.", "What it was.", False),
        ("Say whether", "Tell if", False),
        ('    """One of them."""', "    pass", True),
        ("LIMIT = 3", "# three are many\nLIMIT = 3", False),
        ("    return len(text) > LIMIT", "    return (\n        len(text) > LIMIT\n    )", False),
        ("LIMIT = 3", "LIMIT = 4", True),
        ("> LIMIT", ">= LIMIT", True),
        ("LIMIT = 3", "LIMIT = 3.0", True),
    ],
)
def test_of_code_counts_what_it_does_and_not_what_is_said_of_it(package, tagger, old, new, decides):
    (package / "text" / "scrolls.py").write_text(CODE, "utf-8")
    first = stamp(tagger, package)
    assert old in CODE
    (package / "text" / "scrolls.py").write_text(CODE.replace(old, new), "utf-8")
    assert (stamp(tagger, package) != first) == decides


def test_a_file_that_comes_or_goes_is_seen(package, tagger):
    (package / "readers" / "scroll.py").write_text("", "utf-8")
    more = stamp(tagger, package)
    (package / "readers" / "scroll.py").unlink()
    assert more != stamp(tagger, package) == stamp(tagger)


def test_another_model_or_scheme_has_another_stamp(make_tagger):
    one, other, renamed, relabelled = (make_tagger() for _ in range(4))
    other.model_hash = "1" * 64
    relabelled.scheme = Scheme.plain(["law"])
    first = one.scheme.categories[0]
    renamed.scheme = replace(one.scheme, categories=(replace(first, zh="法律"), *one.scheme.categories[1:]))
    assert stamp(other) != stamp(one) != stamp(relabelled)
    assert stamp(renamed) == stamp(one)
