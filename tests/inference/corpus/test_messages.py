from pathlib import Path

from cuoshi.corpus.messages import Doubt, Failure, Finished, Notice, printable, shown, warning


def test_names_in_any_encoding_are_readable():
    assert printable("清禾县.txt") == "清禾县.txt"
    assert printable("清禾县".encode("gb18030").decode("utf-8", "surrogateescape")) == "清禾县"


def test_an_address_is_shown_as_the_user_wrote_it() -> None:
    assert shown(Path("in") / "清禾县.txt") == "in/清禾县.txt"
    assert shown(Path("s3://bucket/清禾县.txt")) == "s3://bucket/清禾县.txt"


def test_what_a_person_should_know_is_said_in_a_line() -> None:
    messages = (
        Failure("a.txt", "empty"),
        Doubt("b.txt", "its year is none"),
        Notice("install rapidocr"),
        Finished(1, None),
    )
    said = ["a.txt: skipped: empty", "b.txt: its year is none", "install rapidocr", ""]
    assert [*map(warning, messages)] == said
