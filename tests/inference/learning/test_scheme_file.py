from pathlib import Path

import pytest

from cuoshi.errors import CuoshiError
from cuoshi.label import Label
from cuoshi.learning.scheme_file import doubts, write_template
from cuoshi.scheme import Scheme


def test_the_template_is_a_scheme_without_doubts(tmp_path: Path) -> None:
    write_template(tmp_path / "mine.toml")
    scheme = Scheme.read(tmp_path / "mine.toml")
    assert scheme.name == "mine" and scheme.category_ids == ("ecology", "village")
    assert "污染" in scheme.category("ecology").keywords
    assert list(doubts(scheme, tmp_path)) == []


def test_a_file_of_any_name_becomes_a_scheme(tmp_path: Path) -> None:
    write_template(tmp_path / '我的"方案.toml')
    assert Scheme.read(tmp_path / '我的"方案.toml').name == "我的_方案"


def test_a_file_that_is_there_is_not_written_over(tmp_path: Path) -> None:
    write_template(tmp_path / "mine.toml")
    with pytest.raises(CuoshiError, match="there already"):
        write_template(tmp_path / "mine.toml")
    with pytest.raises(CuoshiError, match="cannot be written"):
        write_template(tmp_path / "none" / "mine.toml")


def test_what_will_make_coding_harder_is_said(tmp_path: Path) -> None:
    labels = (
        Label("eco", "生态", "Ecology", "治污、造林、河长制", keywords=("污染",)),
        Label("green", "生态", "Green", keywords=("绿化",)),
        Label("village", "乡村", "Village", "农业和农村的建设", colour="#112233"),
    )
    said = list(doubts(Scheme("x", "2", labels, codebook="rules.md"), tmp_path))
    assert [line.split(":")[0] for line in said] == [
        *("green", "two labels are called 生态; readers of tables and figures cannot tell them apart"),
        *("2 categories have the colour #3b82c4; leave colours out, and each gets its own", "village"),
        f"codebook {tmp_path / 'rules.md'}",
    ]
    (tmp_path / "rules.md").write_text("规则，第 1 版", "utf-8")
    assert "does not name version 2" in list(doubts(Scheme("x", "2", labels, codebook="rules.md"), tmp_path))[-1]
