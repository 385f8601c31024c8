import io

import pytest

from cuoshi.errors import ReadError
from cuoshi.readers.source import MAX_CHARACTERS, Source, plausible


def source(content: bytes = b"0123456789", name: str = "县/报告.DOCX") -> Source:
    return Source(name, io.BytesIO(content), len(content))


def test_the_head_leaves_the_stream_at_its_start() -> None:
    file = source()
    file.stream.seek(5)
    assert file.head(3) == b"012"
    assert file.stream.tell() == 0
    assert file.read() == file.read() == b"0123456789"
    assert file.suffix == ".docx"


def test_a_file_that_is_too_large_is_refused_before_it_is_read() -> None:
    file = Source("大.txt", io.BytesIO(b""), 300_000_000)
    with pytest.raises(ReadError, match=r"^大\.txt: 300 MB is too large for one report; split the file$"):
        file.read()
    assert source().read(limit=10) == b"0123456789"
    with pytest.raises(ReadError):
        source().read(limit=9)


def test_a_text_must_be_one_that_a_report_can_have() -> None:
    assert plausible(source(), "走访。") == "走访。"
    with pytest.raises(ReadError, match="holds no text"):
        plausible(source(), " \n\u3000")
    with pytest.raises(ReadError, match="5,000,001 characters are too many"):
        plausible(source(), "字" * (MAX_CHARACTERS + 1))
