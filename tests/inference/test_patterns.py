"""Every regular expression takes time that grows with its text: 100 kB of what suits it worst take a moment."""

import functools
import importlib
import pkgutil
import re
import signal
import sys
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path
from random import Random
from types import ModuleType

import pytest

import cuoshi

SIZE, SECONDS = 100_000, 2.0
PAIRS = 30
#: characters that many patterns repeat, and one that none has, so that a match fails at the very end
COMMON = ' 1一（("”。，：\t\n-—.=<a年县'
NOTHING = "\x01"
RUN = re.compile(r"[^\\\[\](){}?*+|^$.]{1,12}")
USE = re.compile(r"\b([A-Z][A-Z_]+)(?:\[\w+\])?\.(search|match|fullmatch|sub|findall|finditer|split)\b")
INPUT_FREE = (
    "cuoshi.page",
    "cuoshi.figures",
    "cuoshi.validity",
    "cuoshi.results",
    "cuoshi.terminal",
    "cuoshi.cli",
    "cuoshi.commands",
)


@functools.cache
def modules() -> dict[str, ModuleType]:
    """The modules through which a report's text goes."""
    found = (info.name for info in pkgutil.walk_packages(cuoshi.__path__, "cuoshi."))
    names = [name for name in found if not name.startswith(INPUT_FREE) and not name.endswith("__main__")]
    return {name: importlib.import_module(name) for name in names}


@functools.cache
def uses(module: str) -> dict[str, set[str]]:
    """How a module applies patterns, by their names."""
    found: dict[str, set[str]] = {}
    for name, method in USE.findall(Path(str(modules()[module].__file__)).read_text("utf-8")):
        found.setdefault(name, set()).add(method if method in ("match", "fullmatch") else "search")
    return found


def methods(name: str, value: object) -> set[str]:
    """How the code applies a pattern: in its own module, or in one that imports it or its module."""
    same = (module for module in modules() if vars(modules()[module]).get(name, value) is value)
    return set().union(*(uses(module).get(name, set()) for module in same)) or {"match", "fullmatch"}


def patterns_in(value: object) -> Iterator[re.Pattern[str] | re.Pattern[bytes]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict):
        yield from patterns_in(list(value.values()))
    elif isinstance(value, tuple | list):
        for item in value:
            yield from patterns_in(item)


def rules() -> list[tuple[str, re.Pattern[str] | re.Pattern[bytes], str]]:
    found = {}
    for module in modules().values():
        for name, value in vars(module).items():
            for number, pattern in enumerate(patterns_in(value) if name.isupper() else ()):
                for method in methods(name, value):
                    found[pattern.pattern, pattern.flags, method] = (
                        f"{module.__name__}.{name}[{number}]",
                        pattern,
                        method,
                    )
    return sorted(found.values(), key=lambda rule: (rule[0], rule[2]))


def pieces(pattern: str) -> list[str]:
    """What a pattern's worst texts may repeat: its own runs and characters, and pairs of them."""
    runs = sorted(set(RUN.findall(pattern)))
    single = sorted({*runs, *"".join(runs)[:40], *COMMON})
    pairs = [first + second for first, second in permutations(single, 2)]
    return [*single, *Random(7).sample(pairs, min(PAIRS, len(pairs)))]  # noqa: S311 - a choice of tests


def late(*_: object) -> None:
    raise TimeoutError


@pytest.mark.skipif(sys.platform == "win32", reason="its clock cannot interrupt")
@pytest.mark.parametrize("name", sorted({rule[0].rpartition(".")[0] for rule in rules()}))
def test_no_pattern_runs_away(name: str) -> None:
    before = signal.signal(signal.SIGALRM, late)
    slow = []
    try:
        for rule, pattern, method in rules():
            if rule.rpartition(".")[0] != name:
                continue
            source = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
            for piece in pieces(source):
                text = piece * (SIZE // len(piece)) + NOTHING
                signal.setitimer(signal.ITIMER_REAL, SECONDS)
                try:
                    getattr(pattern, method)(text if isinstance(pattern.pattern, str) else text.encode())
                except TimeoutError:
                    slow.append((rule, method, piece))
                finally:
                    signal.setitimer(signal.ITIMER_REAL, 0)
    finally:
        signal.signal(signal.SIGALRM, before)
    assert not slow
