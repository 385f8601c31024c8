import os
import shutil
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.inference.corpus.s3 import served

from cuoshi.corpus.cluster import DEATHS, Cluster
from cuoshi.corpus.engine import Engine
from cuoshi.corpus.inputs import Corpus
from cuoshi.corpus.pool import Pool
from cuoshi.corpus.run import Summary, Wanted, run
from cuoshi.errors import CuoshiError
from cuoshi.results.writing.folder import TABLES
from cuoshi.schema import Report
from cuoshi.scheme import bundled
from cuoshi.tagging.tagger import load
from cuoshi.tallying import tag_corpus

ray = pytest.importorskip("ray", reason="the engine of many machines needs Ray: pip install 'cuoshi[ray]'")


@pytest.fixture(scope="module")
def buckets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose folders are buckets."""
    return tmp_path_factory.mktemp("s3")


@pytest.fixture(scope="module")
def cluster(buckets: Path) -> Iterator[None]:
    """A cluster of two workers that know where buckets are, or the cluster that RAY_ADDRESS names."""
    address = os.environ.get("RAY_ADDRESS")
    alone = {} if address else {"num_cpus": 2, "include_dashboard": False}
    with served(buckets) as environment, pytest.MonkeyPatch.context() as patched:
        for name, value in environment.items():
            patched.setenv(name, value)
        ray.init(address, log_to_driver=False, runtime_env={"env_vars": dict(environment)}, **alone)
        yield
        ray.shutdown()


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(6):
        said = f"甲县202{number}年总结\n发放贷款{number}亿元。天气晴好。执法检查{number}次。"
        (folder / f"{number}.txt").write_text(said, "utf-8")
    rows = "".join(f"修渠{number}公里。招商{number}次。\n" for number in range(8))
    (folder / "rows.csv").write_text(f"text\n{rows}", "utf-8")
    (folder / "empty.txt").write_text("")
    return folder


def sent(tagger: object) -> None:
    """Let a tagger that a test defines go to processes that cannot import it."""
    for kind in type(tagger).__mro__[:-1]:
        if kind.__module__ in sys.modules:
            ray.cloudpickle.register_pickle_by_value(sys.modules[kind.__module__])


def deadly(make_tagger, marks: Path, path: str, times: int):
    """A tagger whose process is killed so many times at a report of this path."""

    class Deadly(type(make_tagger())):
        def tag(self, report: Report) -> Report:
            before = len(list(marks.iterdir()))
            if report.path.endswith(path) and before < times:
                (marks / str(before)).touch()
                os.kill(os.getpid(), signal.SIGKILL)
            return super().tag(report)

    marks.mkdir()
    return Deadly()


def tables(out: Path) -> dict[str, bytes]:
    return {name: (out / name).read_bytes() for name in TABLES}


def ran(reports: Path, out: Path, tagger, engine: Engine) -> Summary:
    return run(Corpus.of(reports), out, tagger, engine, Wanted())


def test_a_cluster_writes_the_bytes_of_the_pool_also_after_it_lost_a_worker(
    cluster, reports, tagger, make_tagger, tmp_path
) -> None:
    ran(reports, tmp_path / "pool", tagger, Pool(2))
    doomed = deadly(make_tagger, tmp_path / "marks", "rows.csv#5", 1)
    sent(doomed)
    summary = ran(reports, tmp_path / "ray", doomed, Cluster(doomed, 2))
    assert len(list((tmp_path / "marks").iterdir())) == 1, "a worker was killed"
    assert (summary.reports, summary.new, summary.skipped) == (14, 14, 1)
    assert tables(tmp_path / "ray") == tables(tmp_path / "pool")


def test_a_file_that_ends_every_worker_costs_that_file(cluster, reports, make_tagger, tmp_path) -> None:
    doomed = deadly(make_tagger, tmp_path / "marks", "3.txt", 99)
    sent(doomed)
    summary = ran(reports, tmp_path / "out", doomed, Cluster(doomed, 1))
    assert (summary.reports, summary.skipped) == (13, 2)
    assert f"reading it ended {DEATHS} workers" in (tmp_path / "out" / "skipped.csv").read_text("utf-8")


def test_a_second_run_over_moved_files_tags_nothing_anew(cluster, reports, tagger, tmp_path) -> None:
    sent(tagger)
    ran(reports, tmp_path / "out", tagger, Cluster(tagger, 2))
    moved = reports.rename(tmp_path / "elsewhere")
    summary = ran(moved, tmp_path / "out", tagger, Cluster(tagger, 2))
    assert (summary.new, summary.reused) == (0, 14)


def test_the_model_goes_to_workers_and_tags_there_as_here(cluster, reports, make_model, tmp_path) -> None:
    tagger = load(make_model(tmp_path / "model", bundled()))
    ran(reports, tmp_path / "pool", tagger, Pool(2))
    ran(reports, tmp_path / "ray", tagger, Cluster(tagger, 2))
    assert tables(tmp_path / "ray") == tables(tmp_path / "pool")


def test_workers_fetch_from_a_bucket(cluster, buckets, reports, tagger, tmp_path) -> None:
    sent(tagger)
    shutil.copytree(reports, buckets / "bucket" / "reports")
    summary = run(Corpus.of("s3://bucket/reports"), tmp_path / "ray", tagger, Cluster(tagger, 2))
    assert (summary.reports, summary.skipped) == (14, 1)
    run(Corpus.of("s3://bucket/reports"), tmp_path / "pool", tagger, Pool(2))
    assert tables(tmp_path / "ray") == tables(tmp_path / "pool")


def test_what_cannot_be_had_is_said(reports, tagger, tmp_path, monkeypatch) -> None:
    with pytest.raises(CuoshiError, match="no engine 'spark'; choose from pool, ray"):
        tag_corpus(reports, tmp_path / "out", tagger=tagger, engine="spark")
    with pytest.raises(CuoshiError, match="has no address"):
        tag_corpus(reports, tmp_path / "out", tagger=tagger, address="auto")
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(CuoshiError, match=r"pip install 'cuoshi\[ray\]'"):
        tag_corpus(reports, tmp_path / "out", tagger=tagger, engine="ray")
