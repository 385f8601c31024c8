from pathlib import Path

import pytest

from cuoshi.results import files


@pytest.mark.parametrize(
    ("path", "seen"),
    [
        ("/data/reports/a.txt", "../reports/a.txt"),
        ("/data/out/b/a.txt", "b/a.txt"),
        ("s3://bucket/a.txt", "s3://bucket/a.txt"),
    ],
)
def test_a_path_is_seen_from_the_folder_and_an_address_is_what_it_is(path, seen):
    assert files.seen_from(Path("/data/out"), path) == seen


def test_no_two_files_have_one_name():
    named = [name for key, value in vars(files).items() if key.isupper() for name in _names(value)]
    assert len(named) == len(set(named)) > 10


def _names(value):
    return value if isinstance(value, tuple) else value.values() if isinstance(value, dict) else [value]
