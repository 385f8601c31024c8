import logging

import pytest

from cuoshi.errors import CuoshiError
from cuoshi.log import logged

LOG = logging.getLogger("cuoshi")


def test_what_is_noted_meanwhile_is_in_the_file_and_warnings_on_standard_error_too(tmp_path, capsys):
    handlers, level = list(LOG.handlers), LOG.level
    with logged(tmp_path / "run.log"):
        LOG.info("读完 3 篇")
        LOG.warning("少一列")
    LOG.info("以后")
    lines = (tmp_path / "run.log").read_text("utf-8").splitlines()
    assert [line.split(" ", 2)[2] for line in lines] == ["INFO 读完 3 篇", "WARNING 少一列"]
    assert capsys.readouterr().err == "少一列\n"
    assert (LOG.handlers, LOG.level) == (handlers, level)


def test_a_log_that_cannot_be_written_is_said(tmp_path):
    with pytest.raises(CuoshiError, match="choose another --log"), logged(tmp_path / "none" / "run.log"):
        pass
