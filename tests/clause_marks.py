"""Which test proves which clause, read from the marks in the source without running anything."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from tests.source import files, functions, place, tree

Test = tuple[str, str]


def proofs() -> dict[str, list[Test]]:
    """Clause id → the tests that name it, as (file, function)."""
    found: dict[str, list[Test]] = defaultdict(list)
    for path in files(".py", under=("tests",)):
        for name, clause in marked(path):
            found[clause].append((place(path), name))
    return found


def marked(path: Path) -> Iterator[tuple[str, str]]:
    """Every (test, clause) of a file: from decorators, also of the class, from parameters, and the file's own `pytestmark`."""
    module = tree(path)
    of_all = [clause for node in module.body if _is_pytestmark(node) for clause in _clauses(node)]
    of_class = {id(test): list(_marks(node)) for node in module.body if isinstance(node, ast.ClassDef) for test in node.body}
    for node in functions(module):
        if node.name.startswith("test_"):
            yield from ((node.name, clause) for clause in dict.fromkeys(of_all + of_class.get(id(node), []) + list(_marks(node))))


def _marks(node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[str]:
    for decorator in node.decorator_list:
        yield from _clauses(decorator)


def _is_pytestmark(node: ast.stmt) -> bool:
    return isinstance(node, ast.Assign) and any(ast.unparse(target) == "pytestmark" for target in node.targets)


def _clauses(node: ast.AST) -> Iterator[str]:
    for call in ast.walk(node):
        if isinstance(call, ast.Call) and ast.unparse(call.func).endswith("mark.clause"):
            yield from (argument.value for argument in call.args if isinstance(argument, ast.Constant))
