from pathlib import Path

from cuoshi.corpus.messages import printable, shown


def test_names_in_any_encoding_are_readable():
    assert printable("清禾县.txt") == "清禾县.txt"
    assert printable("清禾县".encode("gb18030").decode("utf-8", "surrogateescape")) == "清禾县"


def test_an_address_is_shown_as_the_user_wrote_it() -> None:
    assert shown(Path("in") / "清禾县.txt") == "in/清禾县.txt"
    assert shown(Path("s3://bucket/清禾县.txt")) == "s3://bucket/清禾县.txt"
