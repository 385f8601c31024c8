"""A folder as a researcher has it, from the first look to the panel."""

import csv
from collections import Counter, defaultdict
from pathlib import Path

import docx
import pytest

import cuoshi
from cuoshi.corpus.inspection import inspect
from cuoshi.tagging.tagger import Tagger

SAID = (
    *("执法更规范{}次。", "贷款余额{}亿元。", "审批提速{}项。", "招商{}个。"),
    *("信用承诺{}份。", "支部{}个。", "培训{}人。", "种粮{}亩。"),
)
CODES = {
    **{"涞源县": "130630", "昆山市": "320583", "长沙县": "430121", "南漳县": "420624"},
    **{"即墨市": "370215", "即墨区": "370215"},
}


def lines(title: str, number: int) -> list[str]:
    body = "".join(SAID[(number + step * step) % len(SAID)].format(number + step) for step in range(5))
    return [title, "一、主要工作", body, "二、下一步打算", "将" + SAID[number % 7].format(number)]


def write(path: Path, text: list[str], encoding: str = "utf-8") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".docx":
        document = docx.Document()
        for line in text:
            document.add_paragraph(line)
        document.save(str(path))
    elif path.suffix == ".html":
        body = "".join(f"<p>{line}</p>" for line in text[1:])
        path.write_text(f"<html><body><article><h1>{text[0]}</h1>{body}</article></body></html>", encoding)
    else:
        path.write_text("\n".join(text), encoding)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """37 files with 35 reports: copies, a renamed county, a city, a township, traditional text, two genres a year."""
    root = tmp_path / "reports"
    named = [f"{county}{year}年政府工作报告" for county in list(CODES)[:4] for year in range(2018, 2023)]
    named += [f"即墨{'市' if year < 2017 else '区'}{year}年工作总结" for year in (2013, 2014, 2016, 2017, 2019)]
    named += [
        "苏州市2021年政府工作报告",
        "苏州市2022年政府工作报告",
        "涞源县白石山镇2021年工作总结",
        "昆山市统计局2021年工作总结",
    ]
    for number, title in enumerate(named):
        write(root / f"{title}.txt", lines(title, 10 * number), "gb18030" if number % 3 else "utf-8")
    titles = (
        "涞源縣2017年政府工作報告",
        "長沙縣2017年工作總結",
        "朝阳区2021年工作总结",
        "工作总结",
        "优化营商环境情况汇报",
    )
    for number, title in enumerate(titles, start=50):
        write(root / f"材料{number}.txt", lines(title, 10 * number))
    for name in ("汇编/甲.docx", "网站/乙.html", "丙.txt"):
        write(root / name, lines("涞源县2022年工作总结", 900))
    return root


def correct(path: Path, corrected: Path) -> list[dict[str, str]]:
    """Do to a manifest what a person would who knows the reports, and save it as Excel in China does."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    known = {"材料52": {"county_code": "110105"}, "材料53": {"county": "南漳县", "year": "2017"}}
    known["材料54"] = {"county": "即墨区", "year": "2018"}
    for row in rows:
        row.update(known.get(Path(row["path"]).stem, {}), 批次="试点" if "涞源县" in row["path"] else "其他")
    with corrected.open("w", encoding="gb18030", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return rows


def counted(rows: list[dict[str, str]], tagger: Tagger) -> dict[tuple[str, int], dict[str, float]]:
    """A panel by hand: each report read and tagged on its own, its sentences counted one by one."""
    cells: dict[tuple[str, int], Counter[str]] = defaultdict(Counter)
    for row in rows:
        if row["_duplicate_of"]:
            continue
        cell = cells[row["county_code"] or CODES.get(row["county"], "320500"), int(row["year"])]
        cell["reports"] += 1
        for sentence in tagger.tag(cuoshi.read(row["path"])):
            cell.update(sentences=1, characters=len(sentence.text))
            for category in sentence.categories:
                cell[f"{category}_n"] += 1
                if sentence.status != "general":  # the rest has no column
                    cell[f"{category}_{sentence.status}"] += 1
    return {key: {**cell, **shares(cell)} for key, cell in cells.items()}


def shares(cell: Counter[str]) -> dict[str, float]:
    found = {}
    for name in [name.removesuffix("_n") for name in cell if name.endswith("_n")]:
        number = cell[f"{name}_n"]
        found |= {f"{name}_share": number / cell["sentences"], f"{name}_present": 1}
        found[f"{name}_per1000"] = 1000 * number / cell["characters"]
    return found


def test_from_a_first_look_to_the_panel(folder, tagger, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    found = inspect("reports")
    assert len(found.reports) == 37
    unknown = found.reports[found.reports["county_id"] == ""]
    assert sorted(Path(path).stem for path in unknown["path"]) == ["材料52", "材料53", "材料54"]
    assert Counter(found.reports["level"]) >= Counter(county=29, city=2, township=1, department=1)
    assert (found.reports["duplicate_of"] != "").sum() == 2
    assert found.matrix().loc[("370215", "即墨区")].tolist() == [1, 1, 0, 1, 1, 0, 1, 0, 0, 0]

    rows = correct(found.write_manifest("manifest.csv"), tmp_path / "corrected.csv")
    again = inspect("reports", manifest="corrected.csv")
    assert not again.reports["note"].str.contains("not known").any()

    by_hand = counted(rows, tagger)
    by = ("county_id", "year")
    summary = cuoshi.tag_corpus("reports", "results", tagger=tagger, manifest="corrected.csv", by=by)
    assert (summary.reports, summary.duplicates) == (35, 2)
    panel = cuoshi.panel("results")
    assert len(panel) == 32
    for row in panel.to_dict("records"):
        own = by_hand.pop((row["county_id"], row["year"]))
        assert {name: row[name] for name in own} == pytest.approx(own)
        assert not any(row[name] for name in row if name.endswith("_n") and name not in own)
    assert not by_hand
    assert cuoshi.tally("results", by=by)["tagged"].sum() == panel.filter(regex="_n$").to_numpy().sum()
    batches = cuoshi.tally("results", by=("批次",)).groupby("批次")["reports"].first()
    assert batches.to_dict() == {"其他": 29, "试点": 6}
