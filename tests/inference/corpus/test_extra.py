from pathlib import Path

from cuoshi.corpus.extra import ExtraColumns
from cuoshi.corpus.manifest import read_manifest


def carried(folder: Path, text: str) -> ExtraColumns:
    (folder / "manifest.csv").write_text(text, "utf-8")
    for name in ("a.txt", "b.csv"):
        (folder / name).touch()
    return ExtraColumns(read_manifest(folder / "manifest.csv"), {name: folder / name for name in ("a.txt", "b.csv")})


def test_columns_of_the_users_own_are_given_by_file_and_part(tmp_path: Path) -> None:
    found = carried(tmp_path, "path,county,编号,_看过\na.txt,清禾县,7,是\nb.csv,,8,\nb.csv#3,,9,\n")
    assert found.of("a.txt", "a.txt") == {"编号": "7"}
    assert found.of("b.csv", "b.csv#2") == {"编号": "8"}
    assert found.of("b.csv", "b.csv#3") == {"编号": "9"}


def test_a_manifest_without_such_columns_gives_nothing(tmp_path: Path) -> None:
    assert carried(tmp_path, "path,county\na.txt,清禾县\n").of("a.txt", "a.txt") == {}


def test_the_state_is_another_when_what_is_carried_is(tmp_path: Path) -> None:
    rows = "path,county,编号\na.txt,清禾县,{}\n"
    first, again, other = (carried(tmp_path, rows.format(number)).state() for number in (7, 7, 8))
    assert first == again != other
