import pytest

from cuoshi import terminal
from cuoshi.scheme import Scheme, bundled


@pytest.mark.parametrize("side", ["categories", "statuses"])
def test_the_codebook_in_short_names_every_label_in_both_languages(capsys, side: str) -> None:
    terminal.show_scheme(bundled())
    said = capsys.readouterr().out
    for label in getattr(bundled(), side):
        assert f"{label.id} " in said
        assert f"{label.zh}：{label.meaning_zh}" in said and f"{label.en}: {label.meaning_en}" in said


def test_a_scheme_without_statuses_has_no_heading_of_them(capsys) -> None:
    terminal.show_scheme(Scheme.plain(["water"]))
    said = capsys.readouterr().out
    assert "categories" in said and "statuses" not in said
