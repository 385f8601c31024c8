from pathlib import Path

import cuoshi
from cuoshi.tallying import tag_corpus


def test_a_run_leaves_its_page_beside_its_tables(tagger, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("甲县2021年总结\n发放贷款二亿元。天气晴好。", encoding="utf-8")
    summary = tag_corpus(tmp_path / "a.txt", tmp_path / "out", tagger=tagger)
    assert (summary.reports, summary.sentences) == (1, 2)
    assert "发放贷款二亿元。" in (tmp_path / "out" / "report.html").read_text("utf-8")
    assert cuoshi.tag_corpus is tag_corpus
