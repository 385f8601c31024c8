from cuoshi import terminal
from cuoshi.scheme import bundled


def test_the_codebook_in_short_names_every_label(capsys) -> None:
    terminal.show_scheme(bundled())
    said = capsys.readouterr().out
    assert all(label.id in said and label.meaning_zh[:10] in said for label in bundled().categories)
