"""The project's own source, read as text and as syntax trees, for the tests of its architecture."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("closedloop", "measures", "subjects", "dispatch", "feedback", "release")


@cache
def tracked() -> tuple[Path, ...]:
    """Every file of the project: what git tracks or would track; where there is no git, what lies in its folders."""
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],  # noqa: S607 - git of the developer
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    names = listing.stdout.split("\0") if listing.returncode == 0 else _names_in_folders()
    return tuple(path for name in sorted(names) if name and (path := ROOT / name).is_file())


def _names_in_folders() -> list[str]:
    ours = (*PACKAGES, "tests", "templates", "requirements", "docs", "fixtures", "static", ".ci", "benchmarks", "deploy")
    return [
        str(path.relative_to(ROOT)) for folder in ours for path in (ROOT / folder).rglob("*") if "__pycache__" not in path.parts
    ]


def files(*suffixes: str, under: tuple[str, ...] = ()) -> list[Path]:
    """Tracked files with one of the suffixes, migrations and vendored files left out."""
    return [path for path in tracked() if path.suffix in suffixes and _ours(path.relative_to(ROOT), under)]


def _ours(path: Path, under: tuple[str, ...]) -> bool:
    return not {"migrations", "vendor"} & set(path.parts) and (not under or path.parts[0] in under)


def product() -> list[Path]:
    """The Python files of the product."""
    return files(".py", under=PACKAGES)


@cache
def tree(path: Path) -> ast.Module:
    """A file's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def functions(node: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function in a tree, nested ones too."""
    return (item for item in ast.walk(node) if isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef))


def calls(node: ast.AST) -> Iterator[ast.Call]:
    """Every call in a tree."""
    return (item for item in ast.walk(node) if isinstance(item, ast.Call))


def imported(node: ast.AST) -> Iterator[tuple[str, int]]:
    """Every dotted name that a tree imports, with its line."""
    for item in ast.walk(node):
        if isinstance(item, ast.Import):
            yield from ((alias.name, item.lineno) for alias in item.names)
        if isinstance(item, ast.ImportFrom):
            yield from ((f"{'.' * item.level}{item.module or ''}.{alias.name}", item.lineno) for alias in item.names)


def place(path: Path, line: int = 0) -> str:
    """Where something is, as an editor understands it."""
    return f"{path.relative_to(ROOT)}:{line}" if line else str(path.relative_to(ROOT))
