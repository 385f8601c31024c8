from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from tests.inference.corpus.s3 import served

from cuoshi.corpus import remote, single
from cuoshi.corpus.inputs import Corpus
from cuoshi.corpus.pool import Pool
from cuoshi.corpus.run import run
from cuoshi.errors import CuoshiError, ReadError


@pytest.fixture
def bucket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    folder = tmp_path / "s3" / "bucket" / "reports"
    for number, county in enumerate(("清苑区", "昆山市")):
        path = folder / county / f"总结 {number}.txt"
        path.parent.mkdir(parents=True)
        path.write_text(f"{county}202{number}年工作总结\n发放贷款{number}亿元。天气晴好。", "utf-8")
    (folder / "空.txt").write_text("")
    (folder / ".hidden").mkdir()
    (folder / ".hidden" / "a.txt").write_text("没有。")
    (folder / "manifest.csv").write_text("path\n")
    with served(tmp_path / "s3") as environment:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        yield folder


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("s3://bucket/reports/清禾县/a.txt", "s3://bucket/reports/清禾县/a.txt"),
        ("s3://bucket", "s3://bucket"),
        ("gs://bucket/a#b", "gs://bucket/a#b"),
        ("C:/reports/a.txt", ""),
        ("/home/s3/a.txt", ""),
        ("s3/a.txt", ""),
    ],
)
def test_an_address_survives_as_a_path(path: str, shown: str) -> None:
    assert remote.address(Path(path)) == shown


def test_files_of_a_bucket_are_listed_and_fetched(bucket: Path) -> None:
    found = remote.find(Path("s3://bucket/reports"))
    assert [remote.address(path) for path in found] == [
        "s3://bucket/reports/昆山市/总结 1.txt",
        "s3://bucket/reports/清苑区/总结 0.txt",
        "s3://bucket/reports/空.txt",
    ]
    with remote.fetched(found[0]) as here:
        assert (here.name, here.read_bytes()) == ("总结 1.txt", (bucket / "昆山市" / "总结 1.txt").read_bytes())
    assert not here.exists()


@pytest.fixture
def child_of_before(tmp_path: Path) -> None:
    """A process that reads files and was started before the bucket's keys were set."""
    (tmp_path / "a.txt").write_text("清禾县2021年工作总结\n发放贷款9亿元。天气晴好。", "utf-8")
    assert single.read(tmp_path / "a.txt").sentences


def test_a_single_file_of_a_bucket_is_read(child_of_before: None, bucket: Path) -> None:
    report = single.read("s3://bucket/reports/清苑区/总结 0.txt")
    assert (report.path, report.place.county) == ("s3://bucket/reports/清苑区/总结 0.txt", "清苑区")
    with pytest.raises(ReadError, match=r"s3://bucket/reports/无\.txt: "):
        single.read(Path("s3://bucket/reports/无.txt"))


def test_a_bucket_is_tallied_as_a_folder_is_and_a_second_run_tags_nothing(bucket: Path, tagger, tmp_path) -> None:
    listed = tmp_path / "list.csv"
    listed.write_text("path,year\ns3://bucket/reports/清苑区/总结 0.txt,1999\n", "utf-8")
    corpus = Corpus.of("s3://bucket/reports", listed)
    first = run(corpus, tmp_path / "out", tagger, Pool(1))
    assert (first.reports, first.new, first.skipped) == (2, 2, 1)
    rows = pd.read_parquet(tmp_path / "out" / "sentences.parquet").drop_duplicates("path")
    assert rows[["path", "county", "year"]].to_numpy().tolist() == [
        ["s3://bucket/reports/昆山市/总结 1.txt", "昆山市", 2021],
        ["s3://bucket/reports/清苑区/总结 0.txt", "清苑县", 1999],
    ]
    skipped = (tmp_path / "out" / "skipped.csv").read_text("utf-8-sig")
    assert "s3://bucket/reports/空.txt" in skipped and "cuoshi-" not in skipped
    again = run(Corpus.of("s3://bucket/reports", listed), tmp_path / "out", tagger, Pool(1))
    assert (again.new, again.reused) == (0, 2)


def test_what_is_not_there_is_said(bucket: Path, tagger, tmp_path) -> None:
    with pytest.raises(CuoshiError, match=r"s3://nowhere/reports: cannot be listed \(.+\); check address and keys"):
        Corpus.of("s3://nowhere/reports")
    corpus = Corpus.of("s3://bucket/reports")
    (bucket / "昆山市" / "总结 1.txt").unlink()
    assert run(corpus, tmp_path / "out", tagger, Pool(1)).reports == 1
    assert "总结 1.txt,cannot be fetched" in (tmp_path / "out" / "skipped.csv").read_text("utf-8-sig")
