"""Results folders of any size with fictional counties, for what is built on top of a tally."""

import base64
import csv
import json
import re
import shutil
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.children import OWN, Kept

from cuoshi.corpus import child
from cuoshi.label import Label
from cuoshi.results.tally import tally
from cuoshi.scheme import Scheme, bundled
from cuoshi.tagging.decision import Decision
from cuoshi.tagging.folder import BUNDLED_MODEL, DECISION_FILE, MODEL_FILE, SCHEME_FILE, TOKENIZER_FILE
from cuoshi.tagging.tagger import load
from cuoshi.tagging.windows import Reading
from cuoshi.tallying import tag_corpus
from cuoshi.validity.outcome import Validity
from cuoshi.validity.sample import sample as draw
from cuoshi.validity.validation import validate

if TYPE_CHECKING:
    from playwright import sync_api

CATEGORIES = bundled().category_ids

PROVINCES = ("东岭省", "澜川省", "北溟省", "南浦省")
FIRST, SECOND = "青临沧丰安宁清石桐柏松云霞泽汇", "禾江浦原河陵溪岭川湖台桥泉港"
GENRES = ("工作报告", "总结", "经验材料")
SECTIONS = (
    ("一、今年工作回顾", "review"),
    ("二、存在的问题", "problems"),
    ("三、明年工作安排 / （一）优化环境", "plan"),
)
SAID = {  # a sentence's middle; what stands in brackets is the evidence
    "law": "[开展涉企执法检查减频]，全年入企检查次数下降{}%，复议案件办结率保持高位",
    "finance": "[引导银行发放信用贷款]{}笔，专项担保资金周转加快，企业融资成本继续回落",
    "service": "[推行一窗受理和帮办代办]，{}项高频事项压缩到一个工作日内办结",
    "market": "[开展公平竞争审查]，清理排斥外地企业的文件{}件，新培育规上企业若干",
    "integrity": "[兑现奖补承诺]，清偿拖欠企业账款{}万元，信用修复当天办结",
    "party": "[在产业链上建立联合党支部]{}个，选派党建指导员驻点服务",
    "training": "[举办企业家专题培训班]{}期，组织外出对标学习，参训人员普遍反映良好",
    "": "全年粮食播种面积稳定在{}万亩，道路、管网和绿化等建设有序推进",
}
LISTS = pa.list_(pa.string())
EVIDENCE = pa.list_(pa.struct([("category", pa.string()), ("start", pa.int32()), ("end", pa.int32())]))
WIDTH = 16  # values of a token's state in models for tests
INTS = ("year", "covered_year", "paragraph", "position")


def county_names(number: int) -> list[str]:
    """Distinct fictional names."""
    more = ["", *"甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳"]
    pairs = [a + b for b in SECOND for a in FIRST]
    return [f"{pairs[i % len(pairs)]}{more[i // len(pairs)]}县" for i in range(number)]


def _sentence(generator: np.random.Generator, category: str) -> dict[str, object]:
    middle = SAID[category].format(int(generator.integers(2, 900)))
    start, end = middle.find("["), middle.find("]") - 1
    p = {f"p_{name}": float(generator.uniform(0.01, 0.3)) for name in CATEGORIES}
    evidence = []
    if category:
        p[f"p_{category}"] = float(generator.uniform(0.5, 0.99))
        evidence = [{"category": category, "start": start, "end": end}]
    status = str(generator.choice(["done", "planned", "problem", "general"], p=[0.6, 0.25, 0.1, 0.05]))
    return {
        "text": middle.replace("[", "").replace("]", "") + "。",
        "categories": [category] if category else [],
        "status": status if category else None,
        "status_p": 0.8 if category else None,
        "evidence": evidence,
        **p,
    }


def _report(
    generator: np.random.Generator, place: dict[str, str], year: int, number: int, length: int
) -> list[dict[str, object]]:
    weights = generator.dirichlet([0.9] * len(CATEGORIES)) * (0.25 + 0.02 * (year - 2018))
    chances = [*weights, 1 - weights.sum()]
    genre = GENRES[number % len(GENRES)]
    head = {**place, "report_id": f"r{number:05d}", "path": f"reports/{number:05d}.docx", "year": year, "genre": genre}
    head["title"] = f"{place['county']}{year}年政府{genre}"
    rows = []
    for position in range(length):
        section, kind = SECTIONS[position * len(SECTIONS) // length]
        drawn = str(generator.choice([*CATEGORIES, ""], p=chances))
        where = {
            "covered_year": year - (kind != "plan"),
            "heading_path": section,
            "section_kind": kind,
            "paragraph": position // 4,
            "position": position,
        }
        rows.append({**head, **where, **_sentence(generator, drawn)})
    return rows


def write_results(folder: Path, rows: list[dict[str, object]], skipped: tuple[tuple[str, str], ...] = ()) -> Path:
    """Write a results folder in the format of ``cuoshi tally``."""
    folder.mkdir(parents=True, exist_ok=True)
    columns: dict[str, pa.Array] = {}
    for name in rows[0]:
        number = pa.int32() if name in INTS else pa.float32() if name.startswith(("p_", "status_p")) else pa.string()
        kind = {"categories": LISTS, "evidence": EVIDENCE}.get(name, number)
        columns[name] = pa.array([row[name] for row in rows], kind)
    table = pa.table(columns)
    pq.write_table(table, folder / "sentences.parquet")
    tally(folder / "sentences.parquet").to_parquet(folder / "coverage.parquet")
    with (folder / "skipped.csv").open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([("path", "reason"), *skipped])
    run = {
        "versions": {"cuoshi": "0.1.0"},
        "model_hash": "sha256:" + "0123456789abcdef" * 4,
        "codebook_version": bundled().version,
        "thresholds": dict.fromkeys(CATEGORIES, 0.5),
        "finished": "2026-03-02T10:20:30+08:00",
    }
    (folder / "run.json").write_text(json.dumps(run), encoding="utf-8")
    return folder


def fictional_rows(counties: int = 12, years: int = 4, reports: int = 1, length: int = 60) -> list[dict[str, object]]:
    """Sentences of fictional counties: counties × years × reports × length of them, the same on every call."""
    generator = np.random.default_rng(7)
    rows: list[dict[str, object]] = []
    for index, county in enumerate(county_names(counties)):
        province = index % len(PROVINCES)
        rank = index // len(PROVINCES)
        code = f"9{province}{rank // 99:02d}{rank % 99 + 1:02d}"  # as in GB/T 2260, no county's ends with 00
        place = {
            "county": county,
            "county_code": code,
            "province": PROVINCES[province],
            "city": "",
            "county_candidates": "",
            "county_id": code,
            "level": "county",
        }
        for year in range(2020, 2020 + years):
            for _ in range(reports):
                rows += _report(generator, place, year, len(rows) // length, length)
    return rows


def write_model(folder: Path, scheme: Scheme, heads: int | None = None) -> Path:
    """Write a model folder whose weights are random: each token has its logits and states, wherever it stands."""
    onnx = pytest.importorskip("onnx", reason="a model for tests is built with onnx: pip install 'cuoshi[train]'")
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer = (BUNDLED_MODEL / TOKENIZER_FILE).read_bytes()
    entries = len(json.loads(tokenizer)["model"]["vocab"])
    width = heads or len(scheme.label_ids)
    table = np.random.default_rng(3).normal(-7, 3, size=(entries, width)).astype(np.float32)
    shape = ["windows", "tokens"]
    names = ("input_ids", "attention_mask")
    inputs = [onnx.helper.make_tensor_value_info(name, onnx.TensorProto.INT64, shape) for name in names]
    output = onnx.helper.make_tensor_value_info("logits", onnx.TensorProto.FLOAT, [*shape, width])
    states = np.random.default_rng(4).normal(size=(entries, WIDTH)).astype(np.float32)
    outputs = [output, onnx.helper.make_tensor_value_info("states", onnx.TensorProto.FLOAT, [*shape, WIDTH])]
    tables = {"logits": table, "states": states}
    nodes = [onnx.helper.make_node("Gather", [f"{name}_table", "input_ids"], [name]) for name in tables]
    weights = [onnx.numpy_helper.from_array(values, f"{name}_table") for name, values in tables.items()]
    graph = onnx.helper.make_graph(nodes, "tokens", inputs, outputs, weights)
    model = onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 17)], ir_version=8)
    onnx.save(model, folder / MODEL_FILE)
    (folder / TOKENIZER_FILE).write_bytes(tokenizer)
    scheme.write(folder / SCHEME_FILE)
    ones = (1.0,) * len(scheme.categories)
    zeros, halves = tuple(0.0 * one for one in ones), tuple(0.5 * one for one in ones)
    Decision(Reading(), ones, zeros, halves, 1.0, scheme.version).write(folder / DECISION_FILE, scheme)
    return folder


SCHEMES = {
    "one": Scheme("one", "0.1", (Label("water", "水利", "Water works", "渠道、水库。", "Canals, reservoirs."),)),
    "twelve": Scheme(
        "twelve",
        "3",
        tuple(Label(f"topic_{i}", f"第{i}类较长的名称", f"A rather long topic {i}") for i in range(12)),
        (Label("open", "未完成", "Open", colour="#e3a72f"), Label("closed", "已完成", "Closed", colour="#14568c")),
    ),
    "bundled": bundled(),
}


ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


def rows_with_gaps(counties: int, length: int) -> list[dict[str, object]]:
    """Rows of 2020 and 2023; one of the counties is a city, another has reports of which no county is known."""
    rows = [row for row in fictional_rows(counties, 4, length=length) if row["year"] in (2020, 2023)]
    for row in rows:
        if row["county"] == "青禾县":
            row.update(county="青禾市", county_code="900000", county_id="900000", level="city")
        elif row["county"] == "临禾县":
            row.update(county="", county_code="", county_id="")
    return rows


@pytest.fixture(scope="session", autouse=True)
def _children_are_kept() -> Iterator[None]:
    """Runs take processes that earlier ones left, whose start is most of what a small run costs."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(child, "_Process", Kept.taken)
        yield
    while Kept.idle:
        Kept.idle.pop().end_now()


@pytest.fixture
def own_children(monkeypatch: pytest.MonkeyPatch) -> None:
    """For tests of how processes start and end: each is its owner's alone, as anywhere but in tests."""
    monkeypatch.setattr(child, "_Process", OWN)


@pytest.fixture(scope="session")
def browser() -> Iterator["sync_api.Browser"]:
    """One browser for all tests: the library starts only once in a process."""
    playwright = pytest.importorskip("playwright.sync_api", reason="no playwright: pip install 'cuoshi[dev]'")
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None)
    if chromium is None:
        pytest.skip("no Chromium installed: apt-get install chromium")
    with playwright.sync_playwright() as started:
        running = started.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield running
        running.close()


@pytest.fixture(scope="session", params=list(SCHEMES))
def scheme(request: pytest.FixtureRequest) -> Scheme:
    """A scheme of one category without status, one of twelve with two statuses and no rest, and the bundled one."""
    return SCHEMES[request.param]


@pytest.fixture(scope="session")
def make_model() -> Callable[..., Path]:
    return write_model


@pytest.fixture(scope="session")
def scheme_results(scheme: Scheme, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a tally with a model of another scheme writes."""
    folder = tmp_path_factory.mktemp(scheme.name)
    lines = ["path,county,year"]
    for county in county_names(3):
        for year in (2020, 2021, 2022):
            name = f"{county}{year}.txt"
            said = [text.format(year % 7 + i).translate({91: "", 93: ""}) for i, text in enumerate(SAID.values())]
            lines.append(f"{name},{county},{year}")
            path = folder / "reports" / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(
                "\n".join(["工作总结", "一、工作回顾", "。".join([f"{county}又一年", *said, ""])]), encoding="utf-8"
            )
    (folder / "reports" / "manifest.csv").write_text("\n".join(lines), encoding="utf-8")
    tag_corpus(folder / "reports", folder / "out", tagger=load(write_model(folder / "model", scheme)))
    return folder / "out"


def text_of_page(path: Path) -> str:
    """A report page with the sentences that it carries in compressed pieces."""
    html = path.read_text("utf-8")
    pieces = json.loads(re.search(r'id="sentences">(.*?)</script>', html)[1])
    return html + "".join(zlib.decompress(base64.b64decode(piece)).decode() for piece in pieces)


@pytest.fixture(scope="session")
def make_rows() -> Callable[..., list[dict[str, object]]]:
    return fictional_rows


@pytest.fixture(scope="session")
def make_results() -> Callable[..., Path]:
    return write_results


@pytest.fixture(scope="session")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve counties, four years, two reports each."""
    skipped = (("reports/坏.docx", "文件损坏，无法打开"), ("reports/scan.pdf", "没有文字层的扫描件"))
    return write_results(tmp_path_factory.mktemp("results"), fictional_rows(reports=2), skipped)


def code_sample(results: Path, folder: Path, n: int, coders: str = "a", where: str = "") -> list[Path]:
    """Draw a sample and code it; a file a coder."""
    draw(results, n, folder, where=where)
    return code_drawn(results, folder, coders)


def code_drawn(results: Path, folder: Path, coders: str = "a") -> list[Path]:
    """Code a sample as the model did, but for one sentence in ten."""
    drawn = pd.read_parquet(folder / "sample.parquet")["sentence_id"]
    table = pd.read_parquet(results / "sentences.parquet")
    table.index = table["report_id"] + "-" + table["position"].astype(str)
    given = table["categories"].loc[drawn]
    coded = pd.DataFrame({name: [int(name in row) for row in given] for name in CATEGORIES}, given.index)
    paths = []
    for number, coder in enumerate(coders):
        own = coded.copy()
        own.iloc[number::10, number] = 1 - own.iloc[number::10, number]
        paths.append(folder / f"coded-{coder}.csv")
        own.reset_index(names="sentence_id").to_csv(paths[-1], index=False)
    return paths


@pytest.fixture(scope="session")
def code() -> Callable[..., list[Path]]:
    return code_sample


@pytest.fixture(scope="session")
def validated(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Validity]:
    """Results of twelve counties and four years, two coders, and what they showed."""
    pytest.importorskip("scipy", reason="validation needs scipy: pip install 'cuoshi[validity]'")
    folder = tmp_path_factory.mktemp("validated")
    results = write_results(folder / "results", fictional_rows(reports=2))
    return results, validate(results, code_sample(results, folder / "coding", 400, "ab"))
