import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cuoshi import cli

SENTENCES = "推进审批提速。种粮面积稳定。银行贷款将增长。"

#: Ctrl-C is made to count, since a shell starts its background jobs, and so their children, deaf to it.
SLOW = """
import sys, signal, importlib.util
signal.signal(signal.SIGINT, signal.default_int_handler)
spec = importlib.util.spec_from_file_location("helpers", sys.argv.pop(1))
helpers = importlib.util.module_from_spec(spec); spec.loader.exec_module(helpers)
from cuoshi import cli
from cuoshi.tagging import tagger
seconds = float(sys.argv.pop(1))
tagger.load = lambda model=None: helpers.KeywordTagger(seconds)
cli.main()
"""


def start(*arguments, seconds=0.0, **options):
    """Start the command line as a process of its own with the keyword tagger."""
    helpers = Path(__file__).with_name("conftest.py")
    command = [sys.executable, "-c", SLOW, helpers, str(seconds), *arguments]
    pipe = subprocess.PIPE
    return subprocess.Popen(list(map(str, command)), stdout=pipe, stderr=pipe, **options)  # noqa: S603


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_tag_reads_standard_input_in_any_encoding(encoding):
    process = start("tag", "-", "--json", stdin=subprocess.PIPE)
    out, _ = process.communicate(SENTENCES.encode(encoding))
    assert [json.loads(line)["text"] for line in out.decode("utf-8").splitlines()] == SENTENCES.replace(
        "。", "。\n"
    ).split()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("tag", "nowhere.docx"), "nowhere.docx: no such file"),
        (("tag", "FOLDER"), "cuoshi tally"),
        (("tag", "hello world"), "there is no Chinese in the text"),
        (("panel", "n" * 300), "File name too long; name another place"),
        (("tally", "nowhere", "--out", "OUT"), "nowhere: no such file or folder"),
        (("tally", "FOLDER", "--out", "FOLDER"), "another --out"),
        (("tally", "FOLDER", "--out", "OUT", "--by", "region"), "'region'"),
        (("tally", "FOLDER", "--out", "OUT", "--manifest", "nowhere.csv"), "nowhere.csv"),
        (("tally", "FOLDER", "--out", "OUT", "--where", "region == 1"), "region"),
    ],
)
def test_errors_are_one_line_and_exit_code_2(run, reports, tmp_path, arguments, message):
    places = {"FOLDER": reports, "OUT": tmp_path / "out"}
    code, out, err = run(*(places.get(argument, argument) for argument in arguments))
    assert (code, out) == (2, "")
    assert err.startswith("cuoshi: ")
    assert message in err
    assert err.count("\n") == 1


def test_missing_model_is_one_line(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["cuoshi", "tag", SENTENCES, "--model", str(tmp_path)])
    with pytest.raises(SystemExit) as exit:
        cli.main()
    assert exit.value.code == 2
    assert capsys.readouterr().err.startswith(f"cuoshi: {tmp_path}")


@pytest.mark.parametrize("command", ["inspect", "tag", "tally", "report", "plot", "categories"])
def test_every_help_has_an_example_to_paste(run, command):
    code, out, _ = run(command, "--help")
    assert code == 0
    assert f"\n    cuoshi {command}" in out


def test_help_names_the_commands(run):
    code, out, _ = run("--help")
    assert code == 0
    assert all(f"\n  {command} " in out for command in ("inspect", "tag", "tally", "report", "plot", "categories"))


def test_version_names_model_and_codebook(run):
    code, out, _ = run("--version")
    assert code == 0
    assert out.startswith("cuoshi 0.")
    assert "codebook" in out


@pytest.mark.skipif(os.name == "nt", reason="SIGINT cannot be sent to one process on Windows")
def test_interrupt_leaves_quietly_and_the_next_run_goes_on(run, reports, tmp_path):
    process = start("tally", reports, "--out", tmp_path / "out", seconds=5)
    deadline = time.monotonic() + 20
    while not (tmp_path / "out" / ".cuoshi" / "store.sqlite-wal").exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    time.sleep(0.7)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=20)
    assert process.returncode == 130
    assert "Run the same command again" in err.decode()
    assert "Traceback" not in err.decode()
    code, out, _ = run("tally", reports, "--out", tmp_path / "out")
    assert code == 0
    assert "3 reports" in out


@pytest.mark.skipif(os.name == "nt", reason="pipes break otherwise on Windows")
def test_reader_that_goes_away_is_no_error(tmp_path):
    process = start("tag", "-", "--json", stdin=subprocess.PIPE)
    process.stdin.write((SENTENCES * 3000).encode())
    process.stdin.close()
    process.stdout.readline()
    process.stdout.close()
    err = process.stderr.read().decode()
    process.stderr.close()
    assert process.wait(timeout=20) == 1
    assert err == ""
