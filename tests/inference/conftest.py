"""A tagger that needs no model: categories by keyword, so that what is built around a tagger can be tested."""

import hashlib
import sys
import time
from collections.abc import Callable, Mapping

import pytest

from cuoshi import cli
from cuoshi.schema import Evidence, Report, Tags
from cuoshi.scheme import bundled
from cuoshi.tagging import tagger as tagging

CATEGORIES = bundled().category_ids

WORDS = {
    "law": "执法",
    "finance": "贷款",
    "service": "审批",
    "market": "招商",
    "integrity": "信用",
    "party": "支部",
    "training": "培训",
}
STATUSES = {"将": "planned", "仍": "problem"}
SENTENCES = "推进审批提速。种粮面积稳定。银行贷款将增长。"


class KeywordTagger:
    """Gives a category where its word stands; probabilities differ from text to text but are always the same."""

    model_hash = "0" * 64
    scheme = bundled()
    learnt: Mapping[str, object] = {}

    def __init__(self, seconds_a_report: float = 0.0) -> None:
        self.seconds_a_report = seconds_a_report
        self.tagged: list[str] = []

    @property
    def thresholds(self) -> Mapping[str, float]:
        return dict.fromkeys(CATEGORIES, 0.5)

    def tag(self, report: Report) -> Report:
        time.sleep(self.seconds_a_report)
        self.tagged.append(report.path)
        return report.with_tags(tags(sentence.text) for sentence in report.sentences)


def tags(text: str) -> Tags:
    noise = hashlib.sha256(text.encode()).digest()[0] / 1024
    found = tuple(category for category, word in WORDS.items() if word in text)
    status = next((status for word, status in STATUSES.items() if word in text), "done")
    return Tags(
        categories=found,
        status=status if found else None,
        probabilities={category: (0.7 if category in found else 0.05) + noise for category in CATEGORIES},
        status_probabilities={s: 0.7 if s == status else 0.1 for s in ("done", "planned", "problem", "general")},
        evidence=tuple(Evidence(c, text.index(WORDS[c]), text.index(WORDS[c]) + len(WORDS[c])) for c in found),
    )


@pytest.fixture
def tagger() -> KeywordTagger:
    return KeywordTagger()


@pytest.fixture
def make_tagger() -> Callable[..., KeywordTagger]:
    return KeywordTagger


@pytest.fixture
def run(monkeypatch, capsys, make_tagger):
    """Run the command line in this process; gives exit code, standard output and standard error."""
    monkeypatch.setattr(tagging, "load", lambda model=None: make_tagger())

    def call(*arguments):
        monkeypatch.setattr(sys, "argv", ["cuoshi", *map(str, arguments)])
        code = 0
        try:
            cli.main()
        except SystemExit as exit:
            code = exit.code or 0
        return code, *capsys.readouterr()

    return call


@pytest.fixture
def reports(tmp_path):
    """A folder of three reports, of one, two and three times the same sentences, with a manifest."""
    folder = tmp_path / "reports"
    folder.mkdir()
    lines = ["path,county,year"]
    for number, county in enumerate(("清禾县", "丰岭县", "双桐县")):
        (folder / f"{number}.txt").write_text(f"{county}工作总结\n{SENTENCES * (number + 1)}\n", encoding="utf-8")
        lines.append(f"{number}.txt,{county},202{number}")
    (folder / "manifest.csv").write_text("\n".join(lines), encoding="utf-8")
    return folder
