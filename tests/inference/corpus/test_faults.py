"""What happens to a run when processes are killed at random moments, and when the disk is full."""

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from cuoshi.corpus.inputs import Corpus
from cuoshi.corpus.pool import Pool
from cuoshi.corpus.run import Wanted, run
from cuoshi.corpus.store import FILE, FOLDER
from cuoshi.errors import CuoshiError
from cuoshi.page.report import write_report
from cuoshi.results import files
from cuoshi.results.writing.folder import TABLES
from cuoshi.tallying import tag_corpus

HELPERS = Path(__file__).parents[1] / "conftest.py"
#: seeds of random kills; all of them with CUOSHI_SEEDS=20, see docs/en/engines.md
SEEDS = range(int(os.environ.get("CUOSHI_SEEDS", "3")))

#: a run whose n-th moment (a report, a file opened or put in place) ends the driver or one of its readers
RUN = """
import importlib.util, json, os, signal, sys
from pathlib import Path
from cuoshi.corpus.inputs import Corpus
from cuoshi.corpus.pool import Pool
from cuoshi.corpus.run import run

helpers, reports, out, victim, fatal = sys.argv[1:]
spec = importlib.util.spec_from_file_location("helpers", helpers)
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
pool, moments = Pool(2), 0

def strike():
    global moments
    moments += 1
    if moments != int(fatal):
        return
    if victim == "driver":
        os.kill(os.getpid(), signal.SIGKILL)
    for child in pool._children:
        if child._process:
            os.kill(child._process._process.pid, signal.SIGKILL)
            return

def audit(event, args):
    if event in ("open", "os.rename") and out in str(args[0]):
        strike()

sys.addaudithook(audit)
summary = run(Corpus.of(reports), Path(out), module.KeywordTagger(), pool, progress=lambda now: strike())
print(json.dumps({"moments": moments, "skipped": summary.skipped}))
"""


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("faults") / "in"
    folder.mkdir()
    for number in range(12):
        said = f"甲县20{10 + number}年总结\n发放贷款{number}亿元。执法检查{number}次。天气晴好。"
        (folder / f"{number:02d}.txt").write_text(said, "utf-8")
    rows = "".join(f"修渠{number}公里。招商{number}次。\n" for number in range(12))
    (folder / "rows.csv").write_text(f"text\n{rows}", "utf-8")
    (folder / "empty.txt").write_text("")
    return folder


@pytest.fixture
def out(reports: Path, tmp_path: Path) -> Path:
    """A results folder beside the reports, for lists name paths as seen from there."""
    return reports.parent / tmp_path.name


def struck(reports: Path, out: Path, victim: str, fatal: int) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", RUN, str(HELPERS), str(reports), str(out), victim, str(fatal)]
    return subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603


def tables(out: Path) -> dict[str, bytes]:
    return {name: (out / name).read_bytes() for name in TABLES}


@pytest.fixture(scope="module")
def whole(reports: Path) -> tuple[Path, int]:
    """Results of a run that nothing disturbed, and the moments that it had."""
    done = struck(reports, reports.parent / "whole", "nobody", 0)
    assert done.returncode == 0, done.stderr
    return reports.parent / "whole", json.loads(done.stdout)["moments"]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_kill_at_a_random_moment_loses_nothing(reports, whole, tagger, out, seed) -> None:
    results, moments = whole
    chance = random.Random(seed)  # noqa: S311 (a test's moments)
    victim = ("driver", "reader")[seed % 2]
    done = struck(reports, out, victim, chance.randint(1, moments))
    if victim == "driver":
        assert done.returncode == -9, done.stderr
        run(Corpus.of(reports), out, tagger, Pool(2))
    else:
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout)["skipped"] == 1, "only the empty file; what the reader had in hand is read again"
    assert tables(out) == tables(results)
    assert not [*out.glob(".*.part")], "nothing half-written is left"


FULL = Path("/dev/full")


@pytest.mark.skipif(not FULL.exists(), reason="only Linux has a device that is always full")
@pytest.mark.parametrize("name", [*TABLES, files.RUN])
def test_a_disk_that_is_full_at_one_file_is_said_and_the_next_run_completes(reports, whole, tagger, out, name) -> None:
    out.mkdir()
    (out / f".{name}.part").symlink_to(FULL)
    with pytest.raises(CuoshiError, match="free space, then run again") as error:
        run(Corpus.of(reports), out, tagger, Pool(2))
    assert name in str(error.value)
    assert not (out / name).exists()
    run(Corpus.of(reports), out, tagger, Pool(2))
    assert tables(out) == tables(whole[0])


@pytest.mark.skipif(not FULL.exists(), reason="only Linux has a device that is always full")
def test_a_disk_that_is_full_at_the_page_is_said(reports, tagger, out) -> None:
    run(Corpus.of(reports), out, tagger, Pool(2), Wanted(xlsx=False))
    (out / f".{files.PAGES['zh']}.part").symlink_to(FULL)
    with pytest.raises(CuoshiError, match="free space, then run again"):
        write_report(out)
    assert write_report(out).stat().st_size > 0


#: a run in which no file may grow beyond some bytes, which a full disk does to the store and to temporary files
SMALL = """
import resource, sys
from cuoshi.errors import CuoshiError
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv.pop()), resource.RLIM_INFINITY))
fatal = sys.argv.pop()
sys.argv += ["nobody", "0"]
try:
    exec(fatal)
except CuoshiError as error:
    print(error)
    sys.exit(2)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit of a file's size")
@pytest.mark.parametrize(("size", "codes"), [(4096, {2}), (40_000, {2}), (200_000, {0, 2})])
def test_a_disk_that_fills_up_is_one_line_and_the_next_run_completes(reports, whole, tagger, out, size, codes) -> None:
    command = [sys.executable, "-c", SMALL, str(HELPERS), str(reports), str(out), RUN, str(size)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode in codes, done.stderr
    if done.returncode:
        assert len(done.stdout.splitlines()) == 1
        assert "free space" in done.stdout
    run(Corpus.of(reports), out, tagger, Pool(2))
    assert tables(out) == tables(whole[0])


def test_a_second_run_is_refused_while_the_first_one_works(reports, whole, tagger, out) -> None:
    def second(_now: object) -> None:
        if not refused:
            with pytest.raises(CuoshiError, match="another run is writing there"):
                run(Corpus.of(reports), out, tagger, Pool(1))
            refused.append(True)

    refused: list[bool] = []
    run(Corpus.of(reports), out, tagger, Pool(2), progress=second)
    assert refused
    assert tables(out) == tables(whole[0])


def test_a_folder_of_an_older_version_is_brought_up_to_date(reports, whole, tagger, out) -> None:
    """A store that another version wrote is made anew; tables, page and workbook of then do not stay."""
    import sqlite3

    (out / FOLDER).mkdir(parents=True)
    with sqlite3.connect(out / FOLDER / FILE) as old:
        old.execute("CREATE TABLE reports (path TEXT PRIMARY KEY, rows BLOB)")
        old.execute("INSERT INTO reports VALUES ('gone.txt', x'00')")
        old.execute("PRAGMA user_version = 1")
    old.close()
    for name in (*TABLES, files.PAGES["zh"]):
        (out / name).write_text("of an older version")
    tag_corpus(reports, out, tagger=tagger)
    assert tables(out) == tables(whole[0])
    assert "of an older version" not in (out / files.PAGES["zh"]).read_text("utf-8")
