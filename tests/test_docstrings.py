"""A public function of three or more arguments says what each of them is."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FOLDERS = ("inference/cuoshi", "training/cuoshi_training")
#: what the options of a command are stands in its --help
COMMANDS = ("cli.py", "commands.py", "commands")
MANY = 3


def public(node: ast.AST) -> Iterator[ast.FunctionDef]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.ClassDef) and not child.name.startswith("_"):
            yield from public(child)
        elif isinstance(child, ast.FunctionDef) and not child.name.startswith("_"):
            yield child


def arguments(function: ast.FunctionDef) -> list[str]:
    own = function.args
    given = [*own.posonlyargs, *own.args, *own.kwonlyargs]
    return [argument.arg for argument in given if argument.arg not in ("self", "cls")]


def unexplained(function: ast.FunctionDef) -> list[str]:
    names, said = arguments(function), (ast.get_docstring(function) or "").partition("Args:")[2]
    return [name for name in names if f"{name}:" not in said] if len(names) >= MANY else []


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_argument_is_explained(folder: str) -> None:
    paths = [path for path in (ROOT / folder).rglob("*.py") if not {path.name, path.parent.name} & {*COMMANDS}]
    functions = [(path.name, function) for path in paths for function in public(ast.parse(path.read_text("utf-8")))]
    assert len(functions) > 10
    assert [(name, one.name, missing) for name, one in functions if (missing := unexplained(one))] == []
