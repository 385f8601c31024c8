import pytest

from cuoshi.corpus.copies import entry_of
from cuoshi.corpus.counted import Counted
from cuoshi.corpus.extra import ExtraColumns
from cuoshi.corpus.manifest import Manifest
from cuoshi.corpus.messages import Job, Parsed
from cuoshi.corpus.store import Store
from cuoshi.corpus.worker import answer
from cuoshi.results.tables.rows import sentence_table
from cuoshi.scheme import bundled

TEXTS = {
    "a.txt": "清苑区2021年工作总结\n推进审批提速。种粮面积稳定。",
    "b.txt": "清苑区2021年工作总结\n推进审批提速，种粮面积稳定。",
    "c.txt": "清苑区2022年工作总结\n修渠三百公里。银行贷款增长。",
}


@pytest.fixture
def store(tmp_path, tagger):
    with Store(tmp_path / "out") as opened:
        for name, text in TEXTS.items():
            path = tmp_path / name
            path.write_text(text, "utf-8")
            job = Job(path, name, "stamp")
            for parsed in (message for message in answer(job) if isinstance(message, Parsed)):
                rows = sentence_table(tagger.tag(parsed.report), bundled())
                opened.put(entry_of(job, parsed), rows, parsed.digest, parsed.tagged_as)
        yield opened


@pytest.fixture
def carried():
    return ExtraColumns(Manifest({}), {})


def texts(counted):
    return [table["text"].to_pylist() for table in counted.tables()]


def test_copies_are_left_out_unless_they_are_to_be_kept(store, carried):
    once, kept = (Counted(store, keep, "", carried) for keep in (False, True))
    assert texts(once) == [["推进审批提速。", "种粮面积稳定。"], ["修渠三百公里。", "银行贷款增长。"]]
    assert len(texts(kept)) == 3
    assert (once.counts()["reports"], once.counts()["sentences"], once.counts()["duplicates"]) == (2, 4, 1)
    assert (kept.counts()["reports"], kept.counts()["years"]) == (3, 2)
    for counted, said in ((once, "no"), (kept, "yes")):
        (row,) = counted.duplicates()
        assert (row[1], row[5], row[-1]) == ("b.txt", "a.txt", said)


def test_a_condition_keeps_sentences_and_counts_what_it_keeps(store, carried):
    counted = Counted(store, False, "position == 1 and year == 2022", carried)
    assert texts(counted) == [["银行贷款增长。"]]
    assert counted.counts() | {"duplicates": 0} == {
        "reports": 1,
        "sentences": 1,
        "duplicates": 0,
        "near_duplicates": 0,
        "counties": 1,
        "years": 1,
    }
    assert texts(Counted(store, False, "year > 2030", carried)) == []
