from collections.abc import Iterator

import pytest

from cuoshi_training.progress import track


def test_items_pass_one_by_one_and_nothing_goes_to_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    taken = []

    def items() -> Iterator[int]:
        for item in range(3):
            taken.append(item)
            yield item

    stream = track(items(), "counting")
    assert next(stream) == 0 and taken == [0]
    assert list(stream) == [1, 2]
    assert capsys.readouterr().out == ""
