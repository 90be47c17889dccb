"""The import contracts hold, and each of them is seen to break when it should."""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.source import PACKAGES, ROOT

CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
# contract: (file, an import line that the contract forbids there)
VIOLATIONS = {
    "house": ("closedloop/journal/breach.py", "from measures import models"),
    "app": ("measures/models/breach.py", "from measures import services"),
    "pure": ("measures/models/breach.py", "import celery"),
    "edges": ("measures/breach.py", "from closedloop.journal import tasks"),
    "run": ("closedloop/run/supervisor.py", "import django"),
    "cycles": ("closedloop/outbox/models.py", "from closedloop.outbox import services"),
}


@pytest.fixture(scope="module")
def copy_of_the_tree(tmp_path_factory):
    place = tmp_path_factory.mktemp("tree")
    for name in PACKAGES:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, place / name, ignore=shutil.ignore_patterns("__pycache__", "migrations"))
    shutil.copy(ROOT / "pyproject.toml", place)
    return place


def lint(place: Path, contract: str) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache", "--contract", contract]
    environment = os.environ | {"PYTHONPATH": str(place), "COLUMNS": "200"}
    return subprocess.run(command, cwd=place, env=environment, capture_output=True, text=True, check=False)


def test_each_contract_has_a_violation_to_be_shown_with():
    assert VIOLATIONS.keys() == {contract["id"] for contract in CONTRACTS}


@pytest.mark.parametrize("contract", VIOLATIONS)
def test_a_contract_breaks_when_a_module_looks_up(copy_of_the_tree, contract):
    name, line = VIOLATIONS[contract]
    path = copy_of_the_tree / name
    before = path.read_text(encoding="utf-8") if path.exists() else None
    kept = lint(copy_of_the_tree, contract)

    path.write_text(f"{before or ''}\n{line}\n", encoding="utf-8")
    broken = lint(copy_of_the_tree, contract)
    path.unlink() if before is None else path.write_text(before, encoding="utf-8")

    assert kept.returncode == 0, kept.stdout + kept.stderr
    assert broken.returncode == 1, broken.stdout + broken.stderr
    assert "0 kept, 1 broken" in broken.stdout
