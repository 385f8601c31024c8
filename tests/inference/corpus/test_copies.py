import itertools

import pytest

from cuoshi.corpus.copies import find_copies
from cuoshi.corpus.store import Entry
from cuoshi.text.wording import sentence_digests, text_digest, wording_digest, wordings


def entry(path: str, *sentences: str, county: str = "清禾县", year: int | None = 2021, number: int = 0) -> Entry:
    words = wordings(sentences)
    own = text_digest(sentences), wording_digest(words), sentence_digests(words)
    return Entry(path, number, path, *own, len(sentences), county, county, year)


def test_the_original_is_the_first_whose_county_and_year_are_known_in_any_order() -> None:
    reports = [
        entry("a.html", "修渠三百公里。", "粮食丰收。", county=""),
        entry("b.pdf", "修渠三百公里。", "粮食丰收。", year=None),
        entry("d.doc", "修渠三百公里，", "粮食丰收!"),
        entry("c.docx", "修渠三百公里，粮食丰收。"),
        entry("e.txt", "别的话。"),
    ]
    for order in itertools.permutations(reports):
        found = find_copies(order)
        assert set(found) == {("a.html", 0), ("b.pdf", 0), ("d.doc", 0)}
        assert {copy.original.path for copy in found.values()} == {"c.docx"}
        assert all(copy.exact and copy.similarity == 1 for copy in found.values())
        assert len({copy.id for copy in found.values()} | {reports[3].id}) == 4, "every report has an id of its own"


def test_the_better_named_file_is_the_original() -> None:
    names = ["copies/下载1.html", "清禾县/2021年总结.docx", "清禾县/报告.txt", "总结/清禾县2021.pdf"]
    found = find_copies([entry(name, "修渠三百公里。") for name in names])
    assert {copy.original.path for copy in found.values()} == {"总结/清禾县2021.pdf"}
    found = find_copies([entry(name, "修渠三百公里。") for name in names[:3]])
    assert {copy.original.path for copy in found.values()} == {"清禾县/2021年总结.docx"}
    found = find_copies([entry(name, "修渠三百公里。") for name in names[:3:2]])
    assert {copy.original.path for copy in found.values()} == {"清禾县/报告.txt"}


@pytest.mark.parametrize(
    "name",
    [
        "in/备份/副本 - 清禾县2021年总结 (1).docx",
        "in/备份/清禾县2021年总结.docx",
        "in/a/清禾县2021年总结.docx",
        "in/副本 - 清禾县2021年总结.docx",
        "in/Copy of 清禾县2021年总结.docx",
        "in/清禾县2021年总结 (1).docx",
        "in/清禾县2021年总结（2）.pdf",
        r"backup\清禾县2021年总结.docx",
    ],
)
def test_of_two_that_are_named_alike_the_one_that_is_called_a_copy_or_lies_deeper_is_the_copy(name: str) -> None:
    own = "in/清禾县2021年总结.docx"
    (copy,) = find_copies([entry(name, "修渠三百公里。"), entry(own, "修渠三百公里。")]).values()
    assert (copy.entry.path, copy.original.path) == (name, own)


@pytest.mark.parametrize(
    ("county", "year", "differs"),
    [("清禾县", 2021, False), ("", None, False), ("丰岭县", 2021, True), ("清禾县", 2022, True)],
)
def test_a_copy_of_another_county_or_year_is_told(county: str, year: int | None, differs: bool) -> None:
    found = find_copies([entry("a", "修渠。"), entry("b", "修渠。", county=county, year=year)])
    assert [copy.differs for copy in found.values()] == [differs]


def test_reports_of_one_file_can_be_copies() -> None:
    found = find_copies([entry("表.csv", "同样。", number=n) for n in range(3)])
    assert [copy.id for copy in found.values()] == [f"{text_digest(['同样。'])}-{n}" for n in (2, 3)]


def test_nothing_is_no_copy() -> None:
    assert find_copies([]) == {}


def test_an_excerpt_of_a_whole_report_is_listed_and_its_whole_is_the_original() -> None:
    said = [f"第{number}件事办成。" for number in range(20)]
    whole, part = entry("b.txt", *said, county=""), entry("清禾县2021.txt", *said[:9], "谢谢大家。")
    halves = [entry("上.txt", *(f"甲{one}。" for one in said)), entry("下.txt", *(f"乙{one}。" for one in said))]
    found = find_copies([whole, part, entry("短.txt", *said[:4]), *halves])
    copy = found["清禾县2021.txt", 0]
    assert (set(found), copy.original.path, copy.similarity, copy.exact) == (
        {("清禾县2021.txt", 0)},
        "b.txt",
        0.9,
        False,
    )
    assert copy.row(counted=True)[-2:] == [0.9, "yes"]
